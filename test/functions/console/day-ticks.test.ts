import { describe, expect, test } from '@jest/globals';
import { dayTicks } from '../../../functions/console/src/time-chart/day-ticks.ts';
import { dateOfDay, dayNumber } from '../../../lib/domain/index.ts';

const ticks = (from: string, to: string, most: number) => {
  const { days, by } = dayTicks(dayNumber(from) - 0.5, dayNumber(to) + 0.5, most);
  return { days: days.map(dateOfDay), by };
};

describe('dayTicks', () => {
  test('labels Mondays where they fit', () => {
    expect(ticks('2026-07-01', '2026-07-21', 8)).toEqual({
      ...{ days: ['2026-07-06', '2026-07-13', '2026-07-20'], by: 'day' },
    });
  });

  test('labels every second or fourth Monday where more would touch', () => {
    expect(ticks('2026-07-01', '2026-08-25', 4).days).toEqual([
      '2026-07-06',
      '2026-07-20',
      '2026-08-03',
      '2026-08-17',
    ]);
    expect(ticks('2026-07-01', '2026-08-25', 2).days).toEqual(['2026-07-06', '2026-08-03']);
  });

  test('labels the firsts of months, or of every second or third, over longer spans', () => {
    expect(ticks('2026-01-15', '2026-06-15', 5)).toEqual({
      ...{ days: ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'], by: 'month' },
    });
    expect(ticks('2025-12-31', '2026-08-25', 3).days).toEqual(['2026-01-01', '2026-04-01', '2026-07-01']);
  });
});
