import { describe, expect, test } from '@jest/globals';
import { harmonicRegression } from '../../lib/forecasting/index.ts';

const season = (n: number) =>
  Array.from({ length: n }, (_, i) => {
    const angle = (2 * Math.PI * (i + 1)) / 12;
    return 3 + 0.5 * (i + 1) + 2 * Math.cos(angle) - Math.sin(angle);
  });

describe('harmonicRegression', () => {
  test('finds the coefficients that made the series', () => {
    const { coefficients, names, mean } = harmonicRegression(season(48), { period: 12, horizon: 24 });

    expect(names).toEqual(['intercept', 'trend', 'cos1', 'sin1']);
    [3, 0.5, 2, -1].forEach((value, i) => {
      expect(coefficients[i]).toBeCloseTo(value, 10);
    });
    season(72)
      .slice(48)
      .forEach((value, i) => {
        expect(mean[i]).toBeCloseTo(value, 9);
      });
  });

  test('passes over gaps', () => {
    const values = season(48).map((value, i) => (i % 5 === 2 ? Number.NaN : value));

    const { coefficients } = harmonicRegression(values, { period: 12, horizon: 1 });

    expect(coefficients[2]).toBeCloseTo(2, 10);
  });

  // The line through (1,2), (2,2), (3,5): slope 1.5, sigma² = 1.5 over 1 degree; at t = 4 the leverage is 1/3 + 2²/2.
  test('gives the interval of Student’s t by hand', () => {
    const { mean, intervals } = harmonicRegression([2, 2, 5], {
      period: 1,
      horizon: 1,
      levels: [50],
    });

    expect(mean[0]).toBeCloseTo(6, 10);
    // With one degree of freedom the quartile of t is 1.
    expect(intervals[0]!.upper[0]).toBeCloseTo(6 + Math.sqrt(1.5 * (1 + 1 / 3 + 2)), 9);
  });

  test('leaves the sine out with a fixed phase and at half the period', () => {
    const values = season(30);

    const fixed = harmonicRegression(values, { period: 12, horizon: 1, phase: 'fixed' });
    const half = harmonicRegression(values, { period: 4, horizon: 1, harmonics: 9 });

    expect(fixed.names).toEqual(['intercept', 'trend', 'cos1']);
    expect(half.names).toEqual(['intercept', 'trend', 'cos1', 'sin1', 'cos2']);
  });

  test('keeps an observation for the error of a short series', () => {
    const { names, warnings, mean } = harmonicRegression([4, 6, 5], { period: 12, horizon: 2 });

    expect(names).toEqual(['intercept', 'trend']);
    expect(warnings[0]).toContain('3 observations carry 2 of 4 terms');
    expect(mean.every(Number.isFinite)).toBe(true);
  });

  test('forecasts a single value by itself', () => {
    expect(harmonicRegression([7], { period: 12, horizon: 2 }).mean).toEqual([7, 7]);
  });
});
