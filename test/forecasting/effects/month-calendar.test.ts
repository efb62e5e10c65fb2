import { describe, expect, test } from '@jest/globals';
import { forecast, monthCalendar } from '../../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';

describe('monthCalendar', () => {
  test('counts working days less holidays, as by hand', () => {
    const [days] = monthCalendar({
      start: '2024-01-01',
      months: 3,
      // Monday; Good Friday; a Sunday, which is none anyway
      holidays: ['2024-01-01', '2024-03-29', '2024-03-31'],
    });

    // January 2024 has 23 weekdays, February 21 with its leap day, March 21
    expect(Array.from(days!.values)).toEqual([22, 21, 20]);
  });

  test('counts with another weekend, and refuses what is no first of a month', () => {
    const [days] = monthCalendar({ start: '2025-02-01', months: 1, weekend: [5, 6] });

    expect(days!.values[0]).toBe(20);
    expect(() => monthCalendar({ start: '2025-02-03', months: 1 })).toThrow('first of a month');
    expect(() => monthCalendar({ start: '2025-02-01', months: 1, weekend: [1, 2, 3, 4, 5, 6, 7] })).toThrow(
      'no working day',
    );
  });

  test('lets a monthly series know next year’s working days', () => {
    const random = createRandom(6);
    const covariates = monthCalendar({ start: '2017-01-01', months: 84 + 12 });
    const [{ values: days } = { values: [] }] = covariates;
    const demand = Array.from(
      { length: 96 },
      (_, month) => 50 * days[month]! * Math.exp(0.01 * standardNormal(random)),
    );
    const errorOf = (mean: number[]) =>
      mean.reduce((sum, value, month) => sum + Math.abs(value - demand[84 + month]!), 0);

    const history = demand.slice(0, 84);
    const informed = forecast(history, { horizon: 12, period: 12, covariates });
    const plain = forecast(history, { horizon: 12, period: 12 });

    expect(Math.abs(informed.futures!.effects[0]!.coefficient - 1)).toBeLessThan(0.2);
    expect(errorOf(informed.mean)).toBeLessThan(0.6 * errorOf(plain.mean));
  });
});
