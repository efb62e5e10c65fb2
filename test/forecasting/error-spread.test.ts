import { describe, expect, test } from '@jest/globals';
import type { Combination } from '../../lib/forecasting/combination.ts';
import { spreadOfErrors } from '../../lib/forecasting/error-spread.ts';
import { forecast } from '../../lib/forecasting/index.ts';
import { originErrors } from '../../lib/forecasting/origin-errors.ts';
import { createRandom, type Random, standardNormal } from '../../lib/numeric/index.ts';

const HORIZON = 12;

/** Simple exponential smoothing from the first value on, by its recursion: every forecast is the newest level. */
function smoothing(y: Float64Array, alpha: number): Combination {
  const from = (origin: number, horizon: number) => {
    let level = y[0]!;
    for (let t = 1; t < origin; t++) level += alpha * (y[t]! - level);
    return new Float64Array(horizon).fill(level);
  };
  return { members: [], weights: new Float64Array(), season: null, adjusted: y, from, seasonAt: () => 0 };
}

const noise = (n: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => 50 + standardNormal(random));
};
const allObserved = (y: Float64Array) => new Uint8Array(y.length).fill(1);

/** Errors of `count` origins, each step a normal number of this sd. */
function errorsOf(count: number, sdAt: (step: number) => number, responseOf: number, seed = 2) {
  const random = createRandom(seed);
  return {
    origins: Array.from({ length: count }, () => ({
      errors: Float64Array.from({ length: HORIZON }, (_, step) => sdAt(step) * standardNormal(random)),
      weight: 1,
    })),
    erratic: 0,
    scaleAhead: 1,
    response: new Float64Array(HORIZON).fill(responseOf),
  };
}

describe('originErrors', () => {
  test('reads how far a forecast follows a surprise: the smoothing parameter, at every step', () => {
    const y = noise(60, 1);

    const { response } = originErrors(smoothing(y, 0.3), { y, observed: allObserved(y) }, HORIZON, false);

    for (const share of response) expect(share).toBeCloseTo(0.3, 10);
  });

  test('gives the errors from each origin as by hand, and none where nothing was observed', () => {
    const y = Float64Array.of(5, 1, 2, 4, 8, 16);
    const observed = Uint8Array.of(1, 1, 1, 1, 0, 1);

    // α = 1: the last value is repeated
    const { origins, response } = originErrors(smoothing(y, 1), { y, observed }, 2, false);

    expect(origins.map(({ errors }) => [...errors])).toEqual([[8], [Number.NaN, 12], [2, Number.NaN]]);
    expect([...response]).toEqual([1, 1]);
  });

  test('has no response where nothing was ever a surprise', () => {
    const y = new Float64Array(20).fill(3);

    expect([...originErrors(smoothing(y, 0.4), { y, observed: allObserved(y) }, 3, true).response]).toEqual([
      0, 0, 0,
    ]);
  });
});

describe('spreadOfErrors', () => {
  test('lets the variance grow as the shocks add up', () => {
    const walk = spreadOfErrors(
      errorsOf(400, (step) => Math.sqrt(step + 1), 1),
      HORIZON,
      1e6,
      0,
    );
    const flat = spreadOfErrors(
      errorsOf(400, () => 1, 0),
      HORIZON,
      1e6,
      0,
    );

    expect(walk.sd[HORIZON - 1]! / walk.sd[0]!).toBeCloseTo(Math.sqrt(HORIZON), 1);
    expect(flat.sd[HORIZON - 1]! / flat.sd[0]!).toBeCloseTo(1, 1);
  });

  test('believes errors that grow otherwise than the model says once there are enough of them', () => {
    const growing = errorsOf(400, (step) => Math.sqrt(step + 1), 0);
    const few = { ...growing, origins: growing.origins.slice(0, 2) };
    const growthOf = (errors: typeof growing) => {
      const { sd } = spreadOfErrors(errors, HORIZON, 1e6, 0);
      return sd[HORIZON - 1]! / sd[0]!;
    };

    expect(growthOf(growing)).toBeGreaterThan(2.9);
    expect(growthOf(few)).toBeLessThan(1.6);
  });

  test('is hardly widened by one error of a hundred times the others', () => {
    const usual = errorsOf(24, () => 1, 0);
    const broken = structuredClone(usual);
    broken.origins[3]!.errors[5] = 100;

    const ratio =
      spreadOfErrors(broken, HORIZON, 72, 0).sd[0]! / spreadOfErrors(usual, HORIZON, 72, 0).sd[0]!;

    // by their root mean square it would be six times
    expect(ratio).toBeLessThan(1.05);
  });

  test('gives back more where a short history and many season factors had to be fitted', () => {
    const errors = errorsOf(24, () => 1, 0);
    const widthAt = (n: number, factors: number) => spreadOfErrors(errors, HORIZON, n, factors).sd[0]!;

    // (n + 6) / (n − 6) at 20, and (n + 10.8) / (n − 10.8) at 60 with a season of twelve
    expect(widthAt(20, 0) / widthAt(1e9, 0)).toBeCloseTo(Math.sqrt(26 / 14), 6);
    expect(widthAt(60, 12) / widthAt(1e9, 0)).toBeCloseTo(Math.sqrt(70.8 / 49.2), 6);
  });

  test('is nothing for a forecast that never erred', () => {
    const { sd, errorWeights } = spreadOfErrors(
      errorsOf(10, () => 0, 0),
      HORIZON,
      40,
      0,
    );

    expect(sd).toEqual(new Array(HORIZON).fill(0));
    expect(errorWeights.every(Number.isFinite)).toBe(true);
  });
});

describe('intervals of the default forecast', () => {
  const series: [string, (random: Random, n: number) => number[]][] = [
    ['a random walk', (random, n) => walk(random, n, 1)],
    ['noise around a level', (random, n) => walk(random, n, 0)],
    ['an autoregression', (random, n) => walk(random, n, 0.6)],
  ];

  test.each(series)('cover 80 and 95 %% of %s within six points', (_, draw) => {
    const covered = { at80: 0, at95: 0, of: 0 };
    for (let seed = 1; seed <= 60; seed++) {
      const values = draw(createRandom(seed), 120 + HORIZON);
      const found = forecast(values.slice(0, 120), { horizon: HORIZON, period: 1, nonNegative: false });
      const [inner, outer] = found.intervals;
      values.slice(120).forEach((value, step) => {
        if (value >= inner!.lower[step]! && value <= inner!.upper[step]!) covered.at80++;
        if (value >= outer!.lower[step]! && value <= outer!.upper[step]!) covered.at95++;
        covered.of++;
      });
    }

    expect(Math.abs(covered.at80 / covered.of - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(covered.at95 / covered.of - 0.95)).toBeLessThan(0.04);
  });

  test.each([
    ['six values', [12, 15, 11, 14, 13, 12]],
    ['an explosion', Array.from({ length: 24 }, (_, t) => 1.5 ** t)],
    ['negative values', Array.from({ length: 30 }, (_, t) => -20 + (t % 3))],
    [
      'a gap of a third',
      Array.from({ length: 36 }, (_, t) => (t > 12 && t < 24 ? Number.NaN : 30 + (t % 4))),
    ],
    ['one giant outlier', Array.from({ length: 48 }, (_, t) => (t === 30 ? 1e6 : 20 + (t % 5)))],
  ])('stay within reason for %s', (_, values) => {
    const { intervals } = forecast(values, { horizon: 6, period: 1 });
    const known = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
    const range = known.at(-1)! - known[0]!;

    for (let step = 0; step < 6; step++) {
      const width = intervals[1]!.upper[step]! - intervals[1]!.lower[step]!;
      expect(width).toBeGreaterThan(0);
      expect(width).toBeLessThan(12 * range);
    }
  });
});

/** y = share · y before + noise, around 100. */
function walk(random: Random, n: number, share: number): number[] {
  let deviation = 0;
  return Array.from({ length: n }, () => {
    deviation = share * deviation + standardNormal(random);
    return 100 + deviation;
  });
}
