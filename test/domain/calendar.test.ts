import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dateOfDay, dayNumber, daysBetween, weekdayOf } from '../../lib/domain/index.ts';

describe('dayNumber and dateOfDay', () => {
  test('count from 1970-01-01 and know leap years', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('2000-03-01')).toBe(11_017);
    expect(dateOfDay(dayNumber('2024-02-29'))).toBe('2024-02-29');
  });

  test('agree with the platform on every day of four centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        expect(dateOfDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(dayNumber(dateOfDay(day))).toBe(day);
      }),
    );
  });
});

describe('addDays, daysBetween and weekdayOf', () => {
  test('cross a year and a leap day', () => {
    expect(addDays('2023-12-31', 60)).toBe('2024-02-29');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  });

  test('call Monday 1 and Sunday 7', () => {
    expect(weekdayOf('2026-11-23')).toBe(1);
    expect(weekdayOf('2026-11-29')).toBe(7);
    expect(weekdayOf('1969-12-28')).toBe(7);
  });
});
