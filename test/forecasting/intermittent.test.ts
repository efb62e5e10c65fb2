import { describe, expect, test } from '@jest/globals';
import { cumulativeDemand, forecast, quantileForecast } from '../../lib/forecasting/index.ts';
import { lumpyQuantile, sizeMoments } from '../../lib/forecasting/lumpy-demand.ts';
import { createRandom, type Random, samplePoisson } from '../../lib/numeric/index.ts';

const HORIZON_DAYS = 56;

/** Days on which a buyer orders with a fixed chance, a Poisson number of units and one. */
const rareOrders = (random: Random, days: number, chance: number) =>
  Array.from({ length: days }, () => (random() < chance ? 1 + samplePoisson(random, 2) : 0));

describe('intermittent demand', () => {
  // Half of the steps sell; sizes 1 (a quarter of them), 2 (half), 4 (a quarter).
  const demand = { chance: [0.5], sizes: [1, 2, 4], shareUpTo: [0.25, 0.75, 1], rateShape: 10 };

  test('reads quantiles of one step as by hand', () => {
    const read = (probability: number) => lumpyQuantile(demand, 0, probability);

    expect([0.1, 0.5, 0.6, 0.7, 0.87, 0.88, 0.99].map(read)).toEqual([0, 0, 1, 2, 2, 4, 4]);
    expect(sizeMoments(demand)).toEqual({ mean: 2.25, variance: 6.25 - 2.25 ** 2 });
  });

  test('goes to demand with many zeros, and not to a shop that is closed at weekends', () => {
    const random = createRandom(3);
    const rare = rareOrders(random, 400, 0.1);
    const weekdays = Array.from({ length: 400 }, (_, day) =>
      day % 7 > 4 ? 0 : 5 + samplePoisson(random, 6),
    );

    expect(forecast(rare, { horizon: 14, period: 7 }).model).toBe('intermittent');
    expect(forecast(rare, { horizon: 14, period: 7 }).reason).toContain('how often and how much');
    expect(forecast(weekdays, { horizon: 14, period: 7 }).model).toMatch(/^combination/);
    expect(forecast(new Array<number>(50).fill(0), { horizon: 3, period: 7 }).mean).toEqual([0, 0, 0]);
  });

  test('takes weeks without a sale for rare demand where each week of the year was seen once, seasonal months for closed ones', () => {
    const random = createRandom(4);
    const weeks = rareOrders(random, 48, 0.4);
    const summers = Array.from({ length: 60 }, (_, month) =>
      month % 12 >= 4 && month % 12 < 9 ? 20 + samplePoisson(random, 6) : 0,
    );

    expect(forecast(weeks, { horizon: 3, period: 52 }).model).toBe('intermittent');
    expect(forecast(summers, { horizon: 12, period: 12 }).model).toMatch(/^combination/);
  });

  test('stays intermittent where some days were not observed', () => {
    const random = createRandom(5);
    const days = Array.from({ length: 730 }, (_, day) =>
      day % 7 < 5 && random() < 0.28 ? 36 + 36 * Math.floor(12 * random()) : 0,
    );
    const gaps = days.map((units, day) => (day >= 300 && day < 310 ? Number.NaN : units));
    const options = { horizon: 46, period: 7 };

    const [whole, broken] = [days, gaps].map((values) => forecast(values, options));

    expect([whole?.model, broken?.model]).toEqual(['intermittent', 'intermittent']);
    const sumOf = (values: readonly number[] = []) => values.reduce((sum, units) => sum + units, 0);
    expect(sumOf(broken?.mean) / sumOf(whole?.mean)).toBeCloseTo(1, 1);
  });

  test('has a median of 0 and a mean above it', () => {
    const found = forecast(rareOrders(createRandom(5), 500, 0.08), { horizon: HORIZON_DAYS, period: 7 });

    expect(Math.max(...found.median)).toBe(0);
    expect(Math.min(...found.mean)).toBeGreaterThan(0);
    expect(Math.max(...quantileForecast(found.distribution, 0.99))).toBeGreaterThan(1);
  });

  test.each([0.04, 0.06, 0.09])('covers the sum over 17 days at %s orders a day as it says', (chance) => {
    const probabilities = [0.5, 0.9, 0.95];
    const covered = [0, 0, 0];
    let futures = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const random = createRandom(seed);
      const { distribution } = forecast(rareOrders(random, 735, chance), {
        horizon: HORIZON_DAYS,
        period: 7,
      });
      const { quantiles } = cumulativeDemand(distribution, 17, probabilities, { seed });
      for (let future = 0; future < 20; future++) {
        const total = rareOrders(random, 17, chance).reduce((sum, units) => sum + units, 0);
        quantiles.forEach((quantile, i) => {
          if (total <= quantile) covered[i]!++;
        });
        futures++;
      }
    }

    // Sums are whole numbers, so a quantile covers a little more than it says.
    const [half, most, nearly] = covered.map((count) => count / futures);
    expect(half).toBeGreaterThan(0.44);
    expect(half).toBeLessThan(0.66);
    expect(most).toBeGreaterThan(0.86);
    expect(most).toBeLessThan(0.96);
    expect(nearly).toBeGreaterThan(0.92);
  });

  test('fades out with demand that fades', () => {
    const random = createRandom(9);
    const fading = Array.from({ length: 600 }, (_, day) => (random() < 0.3 * (1 - day / 600) ** 2 ? 4 : 0));
    const steady = Array.from({ length: 600 }, () => (random() < 0.1 ? 4 : 0));
    const share = (values: number[]) =>
      forecast(values, { horizon: 1, period: 1 }).mean[0]! /
      (values.reduce((sum, units) => sum + units, 0) / values.length);

    expect(share(fading)).toBeLessThan(0.35);
    expect(share(steady)).toBeGreaterThan(0.7);
  });
});
