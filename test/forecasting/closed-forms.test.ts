import { describe, expect, test } from '@jest/globals';
import {
  arima,
  cumulativeDemand,
  forecast,
  harmonicRegression,
  seasonalNaive,
} from '../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

const HORIZON = 12;
const steps = Array.from({ length: HORIZON }, (_, step) => step + 1);

/** A walk whose increments follow φ of the one before. */
function aWalk(length: number, phi: number): number[] {
  const random = createRandom(8);
  let level = 100;
  let move = 0;
  return Array.from({ length }, () => {
    move = phi * move + standardNormal(random);
    level += move;
    return level;
  });
}

describe('closed forms', () => {
  test('a straight line with a cosine goes on as it is', () => {
    const at = (t: number) => 20 + 0.5 * t + 6 * Math.cos((2 * Math.PI * t) / 12);
    const values = Array.from({ length: 60 }, (_, i) => at(i + 1));

    const { mean, coefficients } = harmonicRegression(values, {
      period: 12,
      horizon: HORIZON,
      phase: 'fixed',
    });

    [20, 0.5, 6].forEach((wanted, i) => void expect(coefficients[i]).toBeCloseTo(wanted, 9));
    mean.forEach((value, step) => void expect(value).toBeCloseTo(at(61 + step), 9));
  });

  test('a season without noise is repeated by default, and known for sure', () => {
    const at = (t: number) => 50 + 20 * Math.cos((2 * Math.PI * t) / 7);
    const values = Array.from({ length: 70 }, (_, t) => at(t));

    const { mean, intervals } = forecast(values, { period: 7, horizon: HORIZON, levels: [95] });

    mean.forEach((value, step) => {
      expect(value).toBeCloseTo(at(70 + step), 3);
      expect(intervals[0]!.upper[step]! - intervals[0]!.lower[step]!).toBeLessThan(0.1);
    });
  });

  test('arima(1,1,0) goes on by d·φ·(1 − φʰ)/(1 − φ), and errs by its summed ψ weights', () => {
    const values = aWalk(300, 0.6);

    const { mean, ar, sigma2, distribution } = arima(values, { order: [1, 1, 0], horizon: HORIZON });

    const phi = ar[0]!;
    const last = values.at(-1)!;
    const move = last - values.at(-2)!;
    let variance = 0;
    for (const h of steps) {
      // ψ of step j: 1 + φ + … + φʲ
      variance += ((1 - phi ** h) / (1 - phi)) ** 2 * sigma2;
      expect(mean[h - 1]).toBeCloseTo(last + (move * phi * (1 - phi ** h)) / (1 - phi), 6);
      expect(distribution.sd[h - 1]).toBeCloseTo(Math.sqrt(variance), 6);
    }
  });

  test('arima(0,1,1) is flat, and its variance grows by (1 + θ)² a step', () => {
    const { mean, ma, sigma2, distribution } = arima(aWalk(300, -0.4), {
      order: [0, 1, 1],
      horizon: HORIZON,
    });

    for (const h of steps) {
      expect(mean[h - 1]).toBeCloseTo(mean[0]!, 9);
      const variance = sigma2 * (1 + (h - 1) * (1 + ma[0]!) ** 2);
      expect(distribution.sd[h - 1]! ** 2 / variance).toBeCloseTo(1, 4);
    }
  });

  test('a random walk errs by σ√h a step, and by σ√(1² + … + h²) in the sum', () => {
    const { distribution, sigma2 } = arima(aWalk(400, 0), { order: [0, 1, 0], horizon: HORIZON });
    const [low, high] = cumulativeDemand(distribution, HORIZON, [0.1587, 0.8413], {
      paths: 20_000,
    }).quantiles;

    for (const h of steps) expect(distribution.sd[h - 1]).toBeCloseTo(Math.sqrt(h * sigma2), 9);
    const sd = Math.sqrt(sigma2 * steps.reduce((sum, h) => sum + h * h, 0));
    // one sd on each side; 20,000 paths leave about 1 %
    expect((high! - low!) / 2 / sd).toBeGreaterThan(0.97);
    expect((high! - low!) / 2 / sd).toBeLessThan(1.03);
  });

  test('the seasonal naive errs by the root mean square of seasonal differences, √k of it k seasons ahead', () => {
    // differences over 4 steps: 4, 4, 4, 4, 2, 2, 2, 2; far above 0, where no bound bends the distribution
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 7, 8, 9, 10].map((value) => value + 1000);

    const { mean, distribution } = seasonalNaive(values, { period: 4, horizon: 8 });

    expect(mean).toEqual([1007, 1008, 1009, 1010, 1007, 1008, 1009, 1010]);
    // the few differences widen all steps alike, by Student's t
    expect(distribution.sd[4]! / distribution.sd[0]!).toBeCloseTo(Math.SQRT2, 9);
    expect(distribution.sd[0]).toBeGreaterThanOrEqual(Math.sqrt((4 * 16 + 4 * 4) / 8));
  });
});
