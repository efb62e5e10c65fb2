import { describe, expect, test } from '@jest/globals';
import { arima } from '../../lib/forecasting/index.ts';
import { choleskyFactor, createRandom, standardNormal } from '../../lib/numeric/index.ts';

const NaNs = (count: number) => new Array<number>(count).fill(Number.NaN);
const randomWalk = (n: number, seed: number, slope = 0.4): number[] => {
  const random = createRandom(seed);
  let level = 50;
  let step = 0;
  return Array.from({ length: n }, () => {
    step = slope * step + standardNormal(random);
    level += step;
    return level;
  });
};

/** The log likelihood of an AR(1) in the differences, by its full covariance: an oracle that knows no recursion. */
function bruteForceLikelihood(levels: number[], ar: number, ma: number, sigma2: number): number {
  const n = levels.length;
  const autocovariance = Array.from({ length: n }, (_, lag) => {
    const first = ((1 + ar * ma) * (ar + ma)) / (1 - ar * ar);
    return lag === 0 ? (1 + 2 * ar * ma + ma * ma) / (1 - ar * ar) : first * ar ** (lag - 1);
  });
  // y_i − y_0 is a sum of differences; its covariance a double sum of theirs.
  const seen = levels.flatMap((level, i) => (i > 0 && !Number.isNaN(level) ? [i] : []));
  const covariance = new Float64Array(seen.length ** 2);
  seen.forEach((i, a) => {
    seen.forEach((j, b) => {
      let sum = 0;
      for (let s = 1; s <= i; s++) for (let t = 1; t <= j; t++) sum += autocovariance[Math.abs(s - t)]!;
      covariance[a * seen.length + b] = sigma2 * sum;
    });
  });
  const lower = choleskyFactor(covariance, seen.length)!;
  let value = -0.5 * seen.length * Math.log(2 * Math.PI);
  const solved: number[] = [];
  seen.forEach((i, a) => {
    let rest = levels[i]! - levels[0]!;
    for (let b = 0; b < a; b++) rest -= lower[a * seen.length + b]! * solved[b]!;
    solved.push(rest / lower[a * seen.length + a]!);
    value -= 0.5 * solved[a]! ** 2 + Math.log(lower[a * seen.length + a]!);
  });
  return value;
}

describe('arima', () => {
  // Without coefficients: sigma² is the mean square difference, and −2 log L = n (log 2πσ² + 1).
  test('has the closed form of a random walk', () => {
    const found = arima([1, 2, 4, 3], { order: [0, 1, 0], horizon: 2, levels: [95] });

    expect(found.sigma2).toBeCloseTo(2, 12);
    expect(found.logLikelihood).toBeCloseTo(-1.5 * (Math.log(2 * Math.PI * 2) + 1), 12);
    expect(found.aic).toBeCloseTo(-2 * found.logLikelihood + 2, 12);
    expect(found.mean).toEqual([3, 3]);
    expect(found.intervals[0]!.upper[1]).toBeCloseTo(3 + 1.959963984540054 * 2, 10);
  });

  test.each([
    ['without gaps', [] as number[]],
    ['with gaps', [5, 6, 7, 20, 33]],
    ['with a gap beside either end', [1, 38]],
  ])('maximises the likelihood of the full covariance, %s', (_, missing) => {
    const values = randomWalk(40, 11).map((value, i) => (missing.includes(i) ? Number.NaN : value));

    const { ar, sigma2, logLikelihood } = arima(values, { order: [1, 1, 0], horizon: 1 });

    expect(logLikelihood).toBeCloseTo(bruteForceLikelihood(values, ar[0]!, 0, sigma2), 8);
    for (const step of [-0.01, 0.01]) {
      expect(bruteForceLikelihood(values, ar[0]! + step, 0, sigma2)).toBeLessThan(logLikelihood);
      expect(bruteForceLikelihood(values, ar[0]!, 0, sigma2 * (1 + step))).toBeLessThan(logLikelihood);
    }
  });

  test('gives the likelihood in the units of the series, however far these are from one', () => {
    const values = randomWalk(60, 3);
    const factor = 2 ** 600;

    const plain = arima(values, { order: [2, 1, 0], horizon: 2 });
    const scaled = arima(
      values.map((value) => value * factor),
      { order: [2, 1, 0], horizon: 2 },
    );

    // a density is per unit: 59 differences lose log 2^600 each
    expect(scaled.logLikelihood).toBeCloseTo(plain.logLikelihood - 59 * 600 * Math.LN2, 6);
    expect(scaled.aic).toBeCloseTo(-2 * scaled.logLikelihood + 6, 6);
    expect(scaled.mean[1]! / factor).toBeCloseTo(plain.mean[1]!, 8);
    expect(scaled.sigma2).toBe(Number.MAX_VALUE);
  });

  test('maximises it for a mixed process with gaps', () => {
    const values = randomWalk(40, 5).map((value, i) => (i === 12 || i === 13 ? Number.NaN : value));

    const { ar, ma, sigma2, logLikelihood } = arima(values, { order: [1, 1, 1], horizon: 1 });

    expect(logLikelihood).toBeCloseTo(bruteForceLikelihood(values, ar[0]!, ma[0]!, sigma2), 7);
    for (const step of [-0.02, 0.02]) {
      expect(bruteForceLikelihood(values, ar[0]! + step, ma[0]!, sigma2)).toBeLessThan(logLikelihood);
      expect(bruteForceLikelihood(values, ar[0]!, ma[0]! + step, sigma2)).toBeLessThan(logLikelihood);
    }
  });

  test('agrees with itself whether gaps are integrated out or none is there', () => {
    const values = randomWalk(120, 3);

    const plain = arima(values, { order: [5, 1, 0], horizon: 4 });
    const padded = arima([...NaNs(3), ...values], { order: [5, 1, 0], horizon: 4 });
    const later = arima([...values, ...NaNs(2)], { order: [5, 1, 0], horizon: 2 });

    expect(padded.logLikelihood).toBeCloseTo(plain.logLikelihood, 8);
    expect(padded.mean[3]).toBeCloseTo(plain.mean[3]!, 6);
    expect(later.mean[1]).toBeCloseTo(plain.mean[3]!, 6);
    expect(later.distribution.sd[1]).toBeCloseTo(plain.distribution.sd[3]!, 6);
  });

  test('follows shift and scale', () => {
    const values = randomWalk(60, 9);
    const plain = arima(values, { order: [5, 1, 0], horizon: 5 });

    const moved = arima(
      values.map((value) => 1000 * value + 7e6),
      { order: [5, 1, 0], horizon: 5 },
    );

    moved.mean.forEach((mean, i) => {
      expect(mean / (1000 * plain.mean[i]! + 7e6)).toBeCloseTo(1, 9);
    });
    expect(moved.sigma2 / plain.sigma2 / 1e6).toBeCloseTo(1, 6);
    expect(moved.logLikelihood).toBeCloseTo(plain.logLikelihood - 59 * Math.log(1000), 4);
  });

  test.each([[1], [2], [3], [4], [5], [6], [7], [8]])('forecasts %i values by what order they carry', (n) => {
    const values = [5, 6, 8, 7, 9, 12, 11, 10].slice(0, n);

    const { mean, intervals, order } = arima(values, { order: [5, 1, 0], horizon: 6 });

    expect(order[0]).toBeLessThanOrEqual(Math.max(0, n - 3));
    expect([mean, intervals[0]!.lower, intervals[1]!.upper].flat().every(Number.isFinite)).toBe(true);
    if (n === 1) expect(mean).toEqual([5, 5, 5, 5, 5, 5]);
  });

  test.each([
    ['a constant', Array.from({ length: 30 }, () => 7), 7],
    ['an exact line', Array.from({ length: 40 }, (_, t) => 2 * t), 78],
    ['an alternation', Array.from({ length: 40 }, (_, t) => (t % 2 === 0 ? 1 : -1)), -1],
  ])('lowers the order of %s, whose likelihood has no maximum', (_, values, last) => {
    const found = arima(values, { order: [5, 1, 0], horizon: 3 });

    const { order, mean, warnings } = found;
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(order).toEqual([0, 1, 0]);
    expect(mean).toEqual([last, last, last]);
    expect(warnings.join()).toContain('lowered to (0,1,0)');
  });

  test('forecasts an explosive series with finite numbers', () => {
    const values = Array.from({ length: 60 }, (_, t) => Math.exp(0.2 * t));

    const { mean, intervals } = arima(values, { order: [5, 1, 0], horizon: 12 });

    expect([...mean, ...intervals[1]!.upper].every(Number.isFinite)).toBe(true);
  });

  test('differences twice', () => {
    // Second differences 1, −1, 1, −1 have mean square 1; from 5, 6 the last slope goes on.
    const found = arima([0, 0, 1, 1, 2, 2], { order: [0, 2, 0], horizon: 2 });

    expect(found.sigma2).toBeCloseTo(1, 10);
    expect(found.logLikelihood).toBeCloseTo(-2 * (Math.log(2 * Math.PI) + 1), 9);
    expect(found.mean[1]).toBeCloseTo(2, 9);
    expect(found.distribution.sd[1]).toBeCloseTo(Math.sqrt(5), 9);
  });

  test('refuses an order that is none', () => {
    expect(() => arima([1, 2], { order: [-1, 0, 0], horizon: 1 })).toThrow('order');
  });
});
