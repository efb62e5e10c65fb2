import { describe, expect, test } from '@jest/globals';
import { heldToSizes } from '../../lib/forecasting/held-to-sizes.ts';
import { forecast } from '../../lib/forecasting/index.ts';
import { createRandom, samplePoisson } from '../../lib/numeric/index.ts';

const complete = (...values: number[]) => ({
  y: Float64Array.from(values),
  observed: new Uint8Array(values.length).fill(1),
});

describe('heldToSizes', () => {
  test('holds a spread to the mean of its step, and to a quarter of the usual size where the mean is less', () => {
    // usual size 8, no variation
    expect(heldToSizes([30, 5, 30], [10, 10, 1], complete(8, 8, 8, 8))).toEqual([10, 5, 2]);
  });

  test('lets demand spread as far as its whole history did', () => {
    // mean 10, squares 300 + …: 1, 1, 1, 37 have the variation √(1372 / 4 / 100 − 1) = √2.43
    const [sd] = heldToSizes([99], [10], complete(1, 1, 1, 37));

    expect(sd).toBeCloseTo(10 * Math.sqrt(2.43), 12);
  });

  test('leaves demand alone that is often nothing', () => {
    expect(heldToSizes([30], [10], complete(8, 0, 8, 8))).toEqual([30]);
    expect(heldToSizes([30], [0], complete(0, 0))).toEqual([30]);
  });
});

describe('the default forecast of two weeks of days that all sold', () => {
  test('does not say that eight weeks ahead most likely nothing is sold', () => {
    const random = createRandom(14);
    const units = Array.from({ length: 14 }, (_, day) => samplePoisson(random, 8 - (day % 7)));

    const { mean, median, intervals } = forecast(units, { horizon: 56, period: 7, levels: [80] });

    median.forEach((middle, step) => {
      expect(middle).toBeGreaterThan(0.3 * mean[step]!);
      expect(intervals[0]!.upper[step]!).toBeGreaterThan(mean[step]!);
    });
  });
});
