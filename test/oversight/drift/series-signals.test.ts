import { describe, expect, test } from '@jest/globals';
import { createRandom, samplePoisson, standardNormal } from '../../../lib/numeric/index.ts';
import { clearestSignal, type DriftSeries } from '../../../lib/oversight/drift/series-signals.ts';
import { valueMoves } from '../../../lib/oversight/drift/value-moves.ts';
import { weekdayBaseline } from '../../../lib/oversight/index.ts';

const DAYS = 160;
const CHANGE = 110;
const later = (day: number) => day >= CHANGE;

/** A series of these units, with forecasts of 100 or judged against its own weekdays. */
const forecastAt = (mean: number, unitsOn: (day: number) => number): DriftSeries => ({
  series: 'a',
  actual: Float64Array.from({ length: DAYS }, (_, day) => unitsOn(day)),
  forecast: new Float64Array(DAYS).fill(mean),
});
const unforecast = (unitsOn: (day: number) => number): DriftSeries => {
  const { actual, ...series } = forecastAt(Number.NaN, unitsOn);
  return { ...series, actual, baselines: [weekdayBaseline(actual)] };
};
const near = (at: number | undefined) => Math.abs((at ?? 0) - CHANGE) <= 7;

describe('what a series may show', () => {
  test('errors of its forecasts that are three times as large, at the same level', () => {
    const random = createRandom(11);

    const found = clearestSignal(
      forecastAt(100, (day) => 100 + (later(day) ? 30 : 10) * standardNormal(random)),
    );

    expect(found).toMatchObject({ signal: 'volatility', direction: 1, large: true });
    expect(near(found?.at)).toBe(true);
    // the ratio of mean absolute errors
    expect(Math.abs((found?.size ?? 0) - 3)).toBeLessThan(0.8);
    expect(found?.pValue).toBeLessThan(0.001);
  });

  test('the same before there are forecasts, of the errors of its weekdays', () => {
    const random = createRandom(12);

    const found = clearestSignal(unforecast((day) => 100 + (later(day) ? 30 : 10) * standardNormal(random)));

    expect(found).toMatchObject({ signal: 'volatility', direction: 1, large: true });
  });

  test('fewer days with a sale, though as much is sold in all: orders have become rarer and larger', () => {
    const random = createRandom(13);

    const found = clearestSignal(
      forecastAt(4, (day) => {
        if (!later(day)) return 1 + samplePoisson(random, 3);
        return day % 4 === 0 ? 4 * (1 + samplePoisson(random, 3)) : 0;
      }),
    );

    expect(found).toMatchObject({ signal: 'zeroShare', direction: 1, large: true });
    expect(near(found?.at)).toBe(true);
    // three of four days
    expect(Math.abs((found?.size ?? 0) - 0.75)).toBeLessThan(0.1);
  });

  test('demand that halves against its own weekdays, by what share and since which day', () => {
    const random = createRandom(14);

    const found = clearestSignal(unforecast((day) => samplePoisson(random, later(day) ? 20 : 40)));

    expect(found).toMatchObject({ signal: 'level', direction: -1, large: true, at: CHANGE });
    expect(Math.abs((found?.size ?? 0) + 0.5)).toBeLessThan(0.1);
    expect(found?.daysSince).toBe(DAYS - CHANGE);
  });

  test('nothing where a price cut a week before made it sell more, but all the same where the price rose', () => {
    const random = createRandom(15);
    const more = unforecast((day) => samplePoisson(random, later(day) ? 40 : 20));
    const pricedAt = (then: number) =>
      Float64Array.from({ length: DAYS }, (_, day) => (day >= CHANGE - 5 ? then : 10));

    const cheaper = clearestSignal({ ...more, prices: pricedAt(9) });
    const dearer = clearestSignal({ ...more, prices: pricedAt(11) });

    expect(cheaper?.signal === 'level' && cheaper.pValue < 0.01).toBe(false);
    expect(dearer).toMatchObject({ signal: 'level', direction: 1, large: true });
  });
});

describe('moves of prices and costs', () => {
  const withLast = (days: number, before: number, now: number) =>
    Float64Array.from({ length: DAYS }, (_, day) => (day < DAYS - days ? before : now));

  test('are told of either, up and down, by the median of two weeks', () => {
    expect(valueMoves({ prices: withLast(14, 10, 8), costs: withLast(14, 4, 5) })).toEqual([
      { of: 'price', share: expect.closeTo(-0.2, 12) },
      { of: 'cost', share: expect.closeTo(0.25, 12) },
    ]);
  });

  test('are none below a tenth, in the first days of a new price, or where too few days are known', () => {
    expect(valueMoves({ prices: withLast(14, 100, 109) })).toEqual([]);
    expect(valueMoves({ prices: withLast(6, 10, 20) })).toEqual([]);
    expect(valueMoves({ costs: [4, 4, 5, 5] })).toEqual([]);
    expect(valueMoves({ costs: new Float64Array(DAYS).fill(Number.NaN) })).toEqual([]);
  });
});
