import { describe, expect, test } from '@jest/globals';
import {
  logBeta,
  logGamma,
  normalCdf,
  normalDensity,
  normalQuantile,
  regularizedBeta,
  regularizedGamma,
  studentCdf,
  studentQuantile,
} from '../../lib/numeric/index.ts';

describe('normalCdf and normalQuantile', () => {
  // Abramowitz & Stegun, tables 26.1 and 26.5, to the digits of R 4.2 pnorm and qnorm.
  test('agree with tabulated values', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 15);
    expect(normalCdf(1.96)).toBeCloseTo(0.97500210485178, 14);
    expect(normalCdf(-3)).toBeCloseTo(0.00134989803163009, 15);
    expect(normalCdf(-10) / 7.61985302416053e-24).toBeCloseTo(1, 8);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 14);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
  });

  test('invert one another over the whole range', () => {
    for (let x = -8; x <= 6; x += 0.125) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 6);
  });

  test('answer the ends with infinities and the outside with NaN', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalCdf(40)).toBe(1);
  });

  test('have the density as their slope', () => {
    const step = 1e-5;

    const slope = (normalCdf(0.7 + step) - normalCdf(0.7 - step)) / (2 * step);

    expect(slope).toBeCloseTo(normalDensity(0.7), 9);
  });
});

describe('studentQuantile', () => {
  // One degree is the Cauchy distribution, two have a closed form: t = (2p − 1) / sqrt(2 p (1 − p)).
  test('agrees with the closed forms of one and two degrees', () => {
    for (const p of [0.01, 0.2, 0.6, 0.9, 0.999]) {
      expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 11);
      expect(studentQuantile(p, 2) / ((2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeCloseTo(1, 11);
    }
  });

  test('agrees with the table for ten degrees and turns into the normal quantile', () => {
    expect(studentQuantile(0.975, 10)).toBeCloseTo(2.228138852, 9);
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(normalQuantile(0.975), 5);
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect(studentCdf(studentQuantile(0.07, 4.5), 4.5)).toBeCloseTo(0.07, 13);
  });
});

describe('gamma and beta functions', () => {
  test('agree with factorials and the root of pi', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 13);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
    expect(logGamma(0.1)).toBeCloseTo(Math.log(9.513507698668732), 12);
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13);
  });

  // P(1, x) = 1 − e^−x; P(n, x) is the Poisson tail; I_x(2, 1) = x².
  test('have the closed forms of whole arguments', () => {
    for (const x of [0.01, 0.5, 2, 9]) expect(regularizedGamma(1, x)).toBeCloseTo(1 - Math.exp(-x), 13);
    expect(regularizedGamma(3, 4)).toBeCloseTo(1 - Math.exp(-4) * (1 + 4 + 8), 13);
    for (const x of [0, 0.1, 0.5, 0.99, 1]) expect(regularizedBeta(x, 2, 1)).toBeCloseTo(x * x, 13);
  });
});
