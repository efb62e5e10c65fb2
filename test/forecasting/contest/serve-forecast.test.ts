import { describe, expect, test } from '@jest/globals';
import { pastDefaults, serveForecast, uploadedContestant } from '../../../lib/forecasting/index.ts';
import { createRandom, samplePoisson } from '../../../lib/numeric/index.ts';

const both = (units: number) => Float64Array.of(units, units);
const byDefault = {
  mean: both(10),
  p10: both(6),
  p50: both(9),
  p90: both(16),
  cover: { steps: 2, mean: 20, quantiles: [19, 28] },
};
const planner = (mean: number[], quantiles?: Record<'p10' | 'p50' | 'p90', Float64Array>) =>
  uploadedContestant('planner', [
    { madeIn: 99, from: 100, mean: Float64Array.from(mean), ...(quantiles ? { quantiles } : {}) },
  ]);
const alone = { weights: [{ name: 'planner', weight: 1 }], spreads: { planner: 1 } };

describe('serveForecast', () => {
  test('puts the default’s shape around a mean, in proportion to it', () => {
    const served = serveForecast(byDefault, 100, [planner([20, 5])], alone);

    expect(served).toEqual({
      mean: Float64Array.of(20, 5),
      p10: Float64Array.of(12, 3),
      p50: Float64Array.of(18, 4.5),
      p90: Float64Array.of(32, 8),
      // a mean of 25 in place of 20: all by a quarter more
      cover: { steps: 2, mean: 25, quantiles: [23.75, 35] },
    });
  });

  test('is as wide as its errors were, and the default’s on days of which it says nothing', () => {
    const served = serveForecast(byDefault, 100, [planner([10])], { ...alone, spreads: { planner: 0.5 } });

    expect([...served.p90]).toEqual([13, 16]);
    expect([...served.p10]).toEqual([8, 6]);
  });

  test('keeps quantiles as they were given, and makes the sum as wide as they are', () => {
    const stated = planner([10, 10], { p10: both(5), p50: both(10), p90: both(25) });
    const served = serveForecast(byDefault, 100, [stated], alone);

    expect([served.p10[0], served.p50[0], served.p90[0]]).toEqual([5, 10, 25]);
    // twice as wide as 6 to 16
    expect(served.cover.quantiles).toEqual([18, 36]);
  });

  test('averages by weight, never below 0', () => {
    const half = [
      { name: 'default', weight: 0.5 },
      { name: 'planner', weight: 0.5 },
    ];
    const served = serveForecast(byDefault, 100, [planner([0, 30])], { ...alone, weights: half });

    expect([...served.mean]).toEqual([5, 20]);
    // nothing expected: a quarter of the default's width around 0, cut at 0
    expect([...served.p10]).toEqual([3, 12]);
    expect(served.p90[0]).toBe((16 + 1.5) / 2);
  });
});

describe('pastDefaults', () => {
  const random = createRandom(4);
  const demand = Array.from({ length: 120 }, (_, day) => samplePoisson(random, day % 7 < 5 ? 12 : 2));
  const options = { period: 7, coverSteps: 21, reviewSteps: 7, reviews: 12, seed: 1 };

  test('looks from where the last steps had not come, and from nothing after', () => {
    const past = pastDefaults(demand, options);
    const changed = demand.map((units, day) => (day < 99 ? units : units + 1000));

    expect(past.map(({ origin }) => origin)).toEqual(Array.from({ length: 12 }, (_, week) => 22 + 7 * week));
    expect(pastDefaults(changed, options)).toEqual(past);
    const last = past.at(-1);
    expect(last?.said.mean).toHaveLength(21);
    expect(last?.said.totals).toHaveLength(300);
    // 15 weekdays of 12 and 6 weekend days of 2
    expect(last?.said.mean.reduce((sum, units) => sum + units, 0)).toBeCloseTo(192, -2);
  });

  test('answers fewer where the history is short, and none where there is no history before', () => {
    expect(pastDefaults(demand.slice(0, 50), options).map(({ origin }) => origin)).toEqual([15, 22, 29]);
    expect(pastDefaults(demand.slice(0, 30), options)).toEqual([]);
  });
});
