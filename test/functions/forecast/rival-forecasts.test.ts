import { describe, expect, test } from '@jest/globals';
import { contestantsOf } from '../../../functions/forecast/rival-forecasts.ts';
import { stockRates } from '../../../functions/forecast/stock-rates.ts';
import { aSeries } from './a-series.ts';

/** Ten days of history from a Monday on; the default foretells 10 a day and nothing at the weekend. */
const series = {
  start: '2024-01-01',
  days: 10,
  // from Thursday the 11th
  defaultMean: [10, 10, 0, 0, 10, 10, 10, 10],
};
const rivals = { adjustments: [], serve: 'whenItPays' as const, currency: 'EUR' };

describe('contestantsOf', () => {
  test('spreads a week’s total over its days as the default spreads its own, and its width by the root', () => {
    const weekly = { source: 'sheet', madeOn: '2024-01-10', start: '2024-01-15', stepDays: 7 as const };
    const [sheet] = contestantsOf(
      { ...rivals, uploaded: [{ ...weekly, mean: [70], p10: [20], p50: [70], p90: [120] }] },
      series,
    );

    const said = sheet?.saidAt(10, new Float64Array(11));

    // Thursday to Sunday before it, then five days of a fifth each, and the weekend
    expect([...(said?.mean ?? [])].slice(4)).toEqual([14, 14, 14, 14, 14, 0, 0]);
    expect(said?.quantiles?.p90[4]).toBeCloseTo(14 + 50 * Math.sqrt(0.2), 9);
    expect(said?.quantiles?.p10[4]).toBe(0);
  });

  test('lets what was made after the history speak for what is to come alone', () => {
    const late = { source: 'R', madeOn: '2024-02-01', start: '2024-01-01', stepDays: 1 as const };
    const [R] = contestantsOf(
      { ...rivals, uploaded: [{ ...late, mean: Array<number>(14).fill(3) }] },
      series,
    );

    expect([...(R?.saidAt(9, new Float64Array(2)).mean ?? [])]).toEqual([Number.NaN, Number.NaN]);
    expect([...(R?.saidAt(10, new Float64Array(2)).mean ?? [])]).toEqual([3, 3]);
  });
});

describe('stockRates', () => {
  const product = { ...aSeries().product, unitCostMicros: 7_300_000, listPriceMicros: 10_000_000 };

  test('takes a day of a quarter a year on the cost, and one and a half margins, in the currency’s minor units', () => {
    // 730 cents · .25 / 365; (1000 − 730) · 1.5
    expect(stockRates(aSeries({ product }), 'EUR')).toEqual({
      holdingCostPerUnitStep: expect.closeTo(0.5, 12),
      stockOutCostPerUnit: expect.closeTo(405, 9),
      assumed: null,
    });
    expect(stockRates(aSeries({ product }), 'JPY')?.stockOutCostPerUnit).toBeCloseTo(4.05, 9);
  });

  test('does not take a cost in another currency for one in its own', () => {
    const foreign = { ...product, costCurrency: 'CNY' };

    expect(stockRates(aSeries({ product: foreign }), 'EUR')?.assumed).toContain('30 %');
    expect(stockRates(aSeries({ product: foreign }), 'EUR')?.stockOutCostPerUnit).toBeCloseTo(450, 9);
    expect(stockRates(aSeries(), 'EUR')).toBeUndefined();
  });
});
