import { describe, expect, test } from '@jest/globals';
import { erraticness } from '../../lib/forecasting/erratic-demand.ts';
import { forecast } from '../../lib/forecasting/index.ts';
import { createRandom, sampleGamma, standardNormal } from '../../lib/numeric/index.ts';

const draw = (n: number, seed: number, value: (random: () => number) => number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => value(random));
};
/** Orders that vary by their mean: exponentially distributed, c² = 1. */
const orders = (n: number, seed: number) => draw(n, seed, (random) => 20 * sampleGamma(random, 1));

describe('erraticness', () => {
  test('is 1 for demand that varies by its mean and 0 for a fifth of it', () => {
    expect(erraticness(orders(200, 1))).toBe(1);
    expect(erraticness(draw(200, 2, (random) => 100 + 20 * standardNormal(random)))).toBe(0);
  });

  test('is half where steps move by 0.6 of their size, by hand', () => {
    // 7, 13, 7, 13 … moves by 6 from sizes of 10
    const values = Float64Array.from({ length: 1001 }, (_, t) => (t % 2 === 0 ? 7 : 13));

    expect(erraticness(values)).toBeCloseTo(0.5, 2);
  });

  test('is 0 for a random walk, a constant and nothing at all', () => {
    let level = 1000;
    const walk = draw(300, 3, (random) => {
      level += 30 * standardNormal(random);
      return level;
    });

    expect(erraticness(walk)).toBe(0);
    expect(erraticness(Float64Array.of(5, 5, 5))).toBe(0);
    expect(erraticness(Float64Array.of(0, 0))).toBe(0);
  });
});

describe('the default forecast of erratic demand', () => {
  test('is a level without trend, and says of what it is the mean', () => {
    const { mean, members } = forecast(orders(60, 4), { horizon: 8, period: 52 });

    expect(members).toEqual(['ets(A,N,N)', 'mean(4)', 'mean(13)']);
    expect(new Set(mean.map((value) => value.toFixed(9))).size).toBe(1);
  });

  test('follows a trend that stands out of calm demand as before', () => {
    const rising = draw(60, 5, standardNormal).map((noise, t) => 100 + 2 * t + noise);

    const { mean } = forecast(rising, { horizon: 8, period: 52 });

    expect(mean[7]! - mean[0]!).toBeGreaterThan(7);
  });

  test('has intervals as wide as the whole history says, not as the last large order does', () => {
    const usual = orders(60, 6);
    const afterALargeOrder = Float64Array.from(usual, (value, t) => (t === 57 ? 200 : value));
    const widthOf = (values: Float64Array) => {
      const [interval] = forecast(values, { horizon: 4, period: 52, levels: [80] }).intervals;
      return interval!.upper[0]! - interval!.lower[0]!;
    };

    expect(widthOf(afterALargeOrder) / widthOf(usual)).toBeLessThan(1.5);
  });
});
