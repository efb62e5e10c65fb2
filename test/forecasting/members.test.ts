import { describe, expect, test } from '@jest/globals';
import { completeSeries } from '../../lib/forecasting/complete-series.ts';
import { fitConditionalArima, forecastConditionalArima } from '../../lib/forecasting/conditional-arima.ts';
import {
  fitDynamicTheta,
  forecastDynamicTheta,
  traceDynamicTheta,
} from '../../lib/forecasting/dynamic-theta.ts';
import { stretchTail } from '../../lib/forecasting/heavy-tails.ts';
import { findLongSeason } from '../../lib/forecasting/long-season.ts';
import { findSeason, withoutSeason, withSeason } from '../../lib/forecasting/seasonal-factors.ts';
import { keepWithin, largestMoves } from '../../lib/forecasting/trend-guard.ts';
import { fitTrendSmoothing, forecastTrendSmoothing } from '../../lib/forecasting/trend-smoothing.ts';
import { createRandom, normalQuantile, standardNormal, studentQuantile } from '../../lib/numeric/index.ts';

const noise = (length: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => standardNormal(random));
};
const allObserved = (y: Float64Array) => new Uint8Array(y.length).fill(1);

describe('dynamic theta', () => {
  // Fiorucci et al. 2016, eq. 13: μ = ℓ + (1 − 1/θ) [(1 − α)ⁿ Aₙ + (1 − (1 − α)ⁿ⁺¹)/α Bₙ], A and B by least squares on 1 … n.
  test('updates its line as a regression on all that came would', () => {
    const y = noise(25, 3).map((value, t) => 40 + 0.8 * t + value);
    const { alpha, theta } = { alpha: 0.4, theta: 2.5 };
    const n = y.length;
    let [level, sumTY, sumY] = [y[0]!, 0, 0];
    y.forEach((value, i) => {
      level = alpha * value + (1 - alpha) * level;
      sumTY += (i + 1) * value;
      sumY += value;
    });
    const slope = (sumTY - ((n + 1) / 2) * sumY) / ((n * (n * n - 1)) / 12);
    const intercept = sumY / n - (slope * (n + 1)) / 2;
    const keep = 1 - alpha;
    const line = keep ** n * intercept + ((1 - keep ** (n + 1)) / alpha) * slope;

    const found = forecastDynamicTheta(traceDynamicTheta(y, { firstLevel: y[0]!, alpha, theta }), n, 1);

    expect(found[0]).toBeCloseTo(level + (1 - 1 / theta) * line, 9);
  });

  test('forecasts from a past origin as if the rest had not come', () => {
    const y = noise(40, 9).map((value, t) => 40 + 0.8 * t + value);
    const model = fitDynamicTheta(y, allObserved(y));

    const past = forecastDynamicTheta(model, 25, 4);

    expect([...past]).toEqual([...forecastDynamicTheta(traceDynamicTheta(y.slice(0, 25), model), 25, 4)]);
  });

  test('repeats a constant', () => {
    const flat = new Float64Array(12).fill(5);

    expect([...forecastDynamicTheta(fitDynamicTheta(flat, allObserved(flat)), 12, 3)]).toEqual([5, 5, 5]);
  });
});

describe('trend smoothing', () => {
  test('finds no worse an error than a fine grid over smoothing and first level', () => {
    const y = noise(40, 8).map((value, t) => 20 + 3 * Math.sin(t / 9) + value);
    const squares = (alpha: number, first: number) => {
      let [level, sum] = [first, 0];
      for (const value of y) {
        sum += (value - level) ** 2;
        level += alpha * (value - level);
      }
      return sum;
    };
    let least = Number.POSITIVE_INFINITY;
    for (let alpha = 0.01; alpha < 1; alpha += 0.01) {
      for (let first = 15; first < 25; first += 0.1) least = Math.min(least, squares(alpha, first));
    }

    const model = fitTrendSmoothing(y, allObserved(y), 'none');

    expect(squares(model.alpha, model.firstLevel) / least).toBeLessThan(1.002);
  });

  test('continues a line, and lets a damped slope die out', () => {
    const line = Float64Array.from({ length: 30 }, (_, t) => 10 + 2 * t);
    const observed = allObserved(line);

    const straight = forecastTrendSmoothing(fitTrendSmoothing(line, observed, 'linear'), 30, 5);
    const damped = forecastTrendSmoothing(
      { ...fitTrendSmoothing(line, observed, 'linear'), phi: 0.5 },
      30,
      40,
    );

    straight.forEach((value, step) => void expect(value).toBeCloseTo(70 + 2 * step, 3));
    expect(damped[39]! - damped[38]!).toBeLessThan(1e-6);
  });
});

describe('conditional ARIMA', () => {
  test('finds the coefficient of least squares within its tolerance, and forecasts by its recursion', () => {
    const shocks = noise(600, 4);
    const y = new Float64Array(600);
    for (let t = 1; t < 600; t++) y[t] = 0.7 * y[t - 1]! + shocks[t]!;
    const order = { p: 1, d: 0, q: 0, D: 0, Q: 0, drift: false } as const;

    const model = fitConditionalArima(y, allObserved(y), order, 1);

    let [products, squares] = [0, 0];
    for (let t = 1; t < 600; t++) {
      products += y[t]! * y[t - 1]!;
      squares += y[t - 1]! ** 2;
    }
    expect(Math.abs((model?.phi ?? 0) - products / squares)).toBeLessThan(0.02);
    const ar = model?.phi ?? 0;
    expect(model && forecastConditionalArima(y, model, 1, 2)[1]).toBeCloseTo(ar * ar * y[599]!, 10);
  });

  // (1 − B)(1 − B⁴) y = 0 without shocks: each step repeats the last season plus the newest seasonal difference.
  test('sums up seasonal and plain differences', () => {
    const y = Float64Array.from({ length: 24 }, (_, t) => [3, 8, 1, 5][t % 4]! + t);
    const order = { p: 0, d: 1, q: 0, D: 1, Q: 0, drift: false } as const;

    const model = fitConditionalArima(y, allObserved(y), order, 4);

    expect(model && [...forecastConditionalArima(y, model, 4, 5)]).toEqual([27, 33, 27, 32, 31]);
  });

  test('is left out where the series is too short for its order', () => {
    const order = { p: 1, d: 0, q: 1, D: 1, Q: 1, drift: true } as const;

    expect(fitConditionalArima(noise(14, 1), new Uint8Array(14).fill(1), order, 12)).toBeNull();
  });
});

describe('seasons', () => {
  test('finds an exact multiplicative season and puts it back', () => {
    const factors = [0.5, 1.5, 1.2, 0.8];
    const y = Float64Array.from({ length: 24 }, (_, t) => (100 + t) * factors[t % 4]!);

    const season = findSeason(y, 4, 2, true);

    expect(season?.kind).toBe('multiplicative');
    factors.forEach((factor, place) => void expect(season?.factors[24 + place]).toBeCloseTo(factor, 1));
    const back = withSeason(withoutSeason(y, season).slice(20), season);
    back.forEach((value, step) => void expect(value / y[20 + step]!).toBeCloseTo(1, 1));
  });

  test('sees one in fewer than one in eight series of noise, and shrinks a weak one', () => {
    const seen = Array.from({ length: 100 }, (_, seed) => findSeason(noise(60, seed), 12, 2, false));
    const weak = noise(48, 5).map((value, t) => value + [1, -1, 0, 0][t % 4]!);

    expect(seen.filter((season) => season !== null).length).toBeLessThan(12.5);
    const kept = findSeason(weak, 4, 2, false)?.kept ?? 0;
    expect(kept).toBeGreaterThan(0.5);
    expect(kept).toBeLessThan(1);
  });

  test('follows a season that moves', () => {
    const y = Float64Array.from(
      { length: 120 },
      (_, t) => 100 + (t < 60 ? 30 : -10) * Math.cos((2 * Math.PI * t) / 12) + 0.1 * Math.sin(t),
    );

    const season = findSeason(y, 12, 1.2, false);

    expect(season?.memory).toBeLessThan(1);
    expect(season?.factors[120]).toBeLessThan(0);
  });

  test('finds the year in three years of days, none in noise that has none to two digits', () => {
    const day = noise(1095, 6);
    const yearly = day.map((value, t) => 100 + 30 * Math.cos((2 * Math.PI * t) / 365.25) + 5 * value);

    const found = findLongSeason(yearly, 7, 30, true);

    expect(found?.factors[1095]).toBeCloseTo(1.3, 1);
    expect(findLongSeason(yearly.slice(0, 700), 7, 30, true)).toBeNull();
    expect(findLongSeason(yearly, 7, 30, false)).toBeNull();
    const flat = findLongSeason(
      day.map((value) => 100 + 5 * value),
      7,
      30,
      true,
    );
    expect(Math.abs((flat?.factors[1095] ?? 1) - 1)).toBeLessThan(0.02);
  });
});

describe('guards and gaps', () => {
  // The largest move over one step is 4, over two 5: three quarters of them are 3 and 3.75.
  test('hold a forecast to three quarters of the largest move over as many steps', () => {
    const bounds = largestMoves(Float64Array.of(0, 1, 5, 4), 2);
    const steps = Float64Array.of(50, -50);

    keepWithin(steps, 10, bounds);

    expect([...bounds]).toEqual([3, 3.75]);
    expect([...steps]).toEqual([13, 6.25]);
  });

  test('fill a gap by the line between its neighbours and mark it', () => {
    const { y, observed } = completeSeries(Float64Array.of(Number.NaN, 2, Number.NaN, 6, Number.NaN), 1);

    expect([...y]).toEqual([2, 4, 6, 6]);
    expect([...observed]).toEqual([1, 0, 1, 0]);
  });
});

describe('heavy tails', () => {
  test("keep the 80 % interval and come within 4 % of Student's t inside the 99 % one", () => {
    for (const degrees of [3, 5, 10, 30]) {
      const scale = normalQuantile(0.9) / studentQuantile(0.9, degrees);
      expect(stretchTail(normalQuantile(0.9), degrees)).toBeCloseTo(normalQuantile(0.9), 12);
      for (const probability of [0.6, 0.975, 0.995]) {
        const exact = scale * studentQuantile(probability, degrees);
        expect(Math.abs(stretchTail(normalQuantile(probability), degrees) / exact - 1)).toBeLessThan(0.04);
      }
    }
    expect(stretchTail(1.7, undefined)).toBe(1.7);
  });
});
