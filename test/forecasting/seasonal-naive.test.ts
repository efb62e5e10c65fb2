import { describe, expect, test } from '@jest/globals';
import { seasonalNaive } from '../../lib/forecasting/index.ts';

describe('seasonalNaive', () => {
  // Seasonal differences are 3, 3, 3: sd 3, and 3·√2 in the second season.
  test('repeats the newest season with errors that grow by seasons', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const found = seasonalNaive(values, { horizon: 4, period: 3, nonNegative: false });

    expect(found.mean).toEqual([7, 8, 9, 7]);
    expect(found.distribution.sd[3]! / found.distribution.sd[0]!).toBeCloseTo(Math.SQRT2, 12);
  });

  test('spreads by the size of two values, not by what one difference adds up to', () => {
    const { mean, median, intervals } = seasonalNaive([1, 3], { horizon: 60, period: 1, levels: [80] });

    // 60 steps of a random walk in twos would come to 15, and held at 0 be nothing in nine cases of ten
    const [{ upper } = { upper: [] }] = intervals;
    expect(mean[59]).toBeCloseTo(3, 12);
    expect(median[59]).toBeGreaterThan(2);
    expect(upper[59]).toBeGreaterThan(5);
    expect(upper[59]).toBeLessThan(9);
  });

  test('looks further back for a place that is missing', () => {
    const found = seasonalNaive([1, 2, 3, Number.NaN, 5, 6], { horizon: 3, period: 3 });

    expect(found.mean).toEqual([1, 5, 6]);
  });
});
