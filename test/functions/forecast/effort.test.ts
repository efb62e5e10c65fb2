import { describe, expect, test } from '@jest/globals';
import { chooseEfforts } from '../../../functions/forecast/effort.ts';
import type { Rivals } from '../../../lib/domain/index.ts';
import { aSeries } from './a-series.ts';

/** What is allowed where a deployment says nothing else, ms a series. */
const USUAL_BUDGET_MS = 100;
const rivals: Rivals = { uploaded: [], adjustments: [], serve: 'whenItPays', currency: 'EUR' };
const ofDays = (sku: string, days: number) => aSeries({ sku, demand: Array<number>(days).fill(1) });

describe('chooseEfforts', () => {
  test('leaves every series of two years its whole history, rivals or not, under the usual budget', () => {
    const series = Array.from({ length: 24 }, (_, place) => ofDays(`A-${place}`, 735));

    expect(new Set(chooseEfforts(series, USUAL_BUDGET_MS))).toEqual(new Set(['whole']));
    const contested = series.map((record) => ({ ...record, rivals }));
    expect(new Set(chooseEfforts(contested, USUAL_BUDGET_MS))).toEqual(new Set(['whole']));
  });

  test('cuts the longest first, and none more than the budget needs', () => {
    // 4 ms and .03 a day: 19, 10 and 7 ms; the longest from its newest 182 days takes 9.5
    const series = [ofDays('middle', 200), ofDays('long', 500), ofDays('short', 100)];

    expect(chooseEfforts(series, 12)).toEqual(['whole', 'whole', 'whole']);
    expect(chooseEfforts(series, 9)).toEqual(['whole', 'newest', 'whole']);
  });

  test('gives models up, the longest first, where newest days are too much as well', () => {
    const series = [ofDays('middle', 200), ofDays('long', 500), ofDays('short', 100)];

    // of the short one the newest days are all
    expect(chooseEfforts(series, 7)).toEqual(['newest', 'none', 'newest']);
  });
});
