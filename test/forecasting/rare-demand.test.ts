import { describe, expect, test } from '@jest/globals';
import { cumulativeDemand, forecast } from '../../lib/forecasting/index.ts';
import { sampleLumpyPath } from '../../lib/forecasting/lumpy-demand.ts';
import { adidaMean, crostonMean, sbaMean, tsbMean } from '../../lib/forecasting/rare-demand-means.ts';
import { rateUnrest } from '../../lib/forecasting/rate-unrest.ts';
import { createRandom } from '../../lib/numeric/index.ts';

// Demands of 4 after three steps and of 2 after two more; α = 0.1.
const RARE = Float64Array.of(0, 0, 4, 0, 2, 0);

describe("the textbook's means of rare demand", () => {
  test('croston divides the smoothed size by the smoothed interval', () => {
    // size 4 − 0.1 · 2, interval 3 − 0.1 · 1
    expect(crostonMean(RARE)).toBeCloseTo(3.8 / 2.9, 12);
  });

  test("sba takes Croston's bias of a twentieth off", () => {
    expect(sbaMean(RARE)).toBeCloseTo((0.95 * 3.8) / 2.9, 12);
  });

  test('tsb lets the chance fall at every step without demand', () => {
    // chance 1/3, then 0.9/3, 0.27 + 0.1, 0.9 · 0.37; size as Croston's
    expect(tsbMean(RARE)).toBeCloseTo(0.333 * 3.8, 12);
    expect(tsbMean(Float64Array.of(...RARE, 0, 0))).toBeCloseTo(0.81 * 0.333 * 3.8, 12);
  });

  test('adida smooths sums over buckets as long as the mean interval', () => {
    // two demands in six steps: buckets of three hold 4 and 2
    expect(adidaMean(RARE)).toBeCloseTo(3.8 / 3, 12);
    // three in seven: buckets of two hold 4, 2 and 0; the oldest step fills none and is left out
    expect(adidaMean(Float64Array.of(9, 0, 4, 0, 2, 0, 0))).toBeCloseTo(3.42 / 2, 12);
  });

  test.each([crostonMean, sbaMean, tsbMean, adidaMean])('%p is nothing where nothing was sold', (mean) => {
    expect(mean(new Float64Array(9))).toBe(0);
  });

  test.each(['croston', 'sba', 'tsb', 'adida'] as const)(
    '%s answers by name, with a distribution around its mean',
    (model) => {
      const random = createRandom(4);
      const values = Array.from({ length: 200 }, () => (random() < 0.3 ? 1 + Math.floor(6 * random()) : 0));

      const found = forecast(values, { horizon: 14, period: 1, model });

      expect(found.model).toBe(model);
      const mean = { croston: crostonMean, sba: sbaMean, tsb: tsbMean, adida: adidaMean }[model];
      expect(found.mean[13]).toBeCloseTo(mean(Float64Array.from(values)), 12);
      const total = cumulativeDemand(found.distribution, 14, [0.5, 0.99], { paths: 8_000, seed: 2 });
      expect(total.mean / (14 * found.mean[0]!)).toBeCloseTo(1, 1);
      expect(total.quantiles[1]!).toBeGreaterThan(total.quantiles[0]!);
    },
  );

  test('keep their mean where it asks for more than a usual demand at every step', () => {
    const falling = [...new Array<number>(20).fill(40), ...new Array<number>(60).fill(4)];

    const { mean, distribution } = forecast(falling, { horizon: 5, period: 1, model: 'croston' });

    const total = cumulativeDemand(distribution, 5, [0.5], { paths: 8_000, seed: 2 });
    expect(total.mean / (5 * mean[0]!)).toBeCloseTo(1, 1);
  });
});

describe('rateUnrest', () => {
  const observedAll = (y: Float64Array) => new Uint8Array(y.length).fill(1);
  const past = (n: number, chance: number) => ({
    chanceBefore: new Float64Array(n).fill(chance),
    factors: Float64Array.of(1),
    size: { mean: 1, variance: 0 },
  });
  const coins = (chanceAt: (t: number) => number) => {
    const random = createRandom(8);
    return Float64Array.from({ length: 3_000 }, (_, t) => (random() < chanceAt(t) ? 1 : 0));
  };

  test('is small where every step has the same chance', () => {
    const y = coins(() => 0.2);

    expect(rateUnrest({ y, observed: observedAll(y) }, past(y.length, 0.2), 28)).toBeLessThan(0.08);
  });

  test('finds the variance of a rate that is twice the mean for half of the time, and nothing for the other', () => {
    const y = coins((t) => (Math.floor(t / 280) % 2 === 0 ? 0.4 : 0));

    // The rate over its mean is 2 or 0: variance 1. Windows across a change see a fourteenth less, and chance itself varies by
    // 28 · (0.16 − 0.12) less than a constant one would: 0.89, and twenty independent windows say it to a fifth.
    const unrest = rateUnrest({ y, observed: observedAll(y) }, past(y.length, 0.2), 28);

    expect(unrest).toBeGreaterThan(0.69);
    expect(unrest).toBeLessThan(1.09);
  });

  test('keeps to what is usual where there is nothing to judge by', () => {
    const y = Float64Array.of(1, 0, 0);

    const unrest = rateUnrest({ y, observed: new Uint8Array(3) }, past(3, 0.3), 5);

    expect(unrest).toBeGreaterThan(0.02);
    expect(unrest).toBeLessThanOrEqual(0.3);
  });
});

describe('sampleLumpyPath', () => {
  test('keeps the mean where an uncertain rate often asks for more than a demand at every step', () => {
    const demand = { chance: new Array<number>(10).fill(0.8), sizes: [3], shareUpTo: [1], rateShape: 1 };
    const random = createRandom(6);
    const path = new Float64Array(10);
    let sum = 0;
    for (let i = 0; i < 20_000; i++) {
      sampleLumpyPath(demand, random, path);
      sum += path.reduce((total, units) => total + units, 0);
    }

    expect(sum / (20_000 * 10 * 0.8 * 3)).toBeCloseTo(1, 1);
  });
});

describe('demand that stopped', () => {
  test('is expected to stay low, and may return', () => {
    const random = createRandom(12);
    const units = Array.from({ length: 240 }, (_, day) => (day < 200 && random() < 0.3 ? 5 : 0));

    const { mean, distribution } = forecast(units, { horizon: 28, period: 1 });
    const { quantiles } = cumulativeDemand(distribution, 28, [0.5, 0.99], { paths: 4_000, seed: 3 });

    const usual = 28 * 0.3 * 5;
    expect(28 * mean[0]!).toBeLessThan(usual / 3);
    expect(quantiles[0]!).toBeLessThan(usual / 10);
    expect(quantiles[1]!).toBeGreaterThan(usual);
  });
});
