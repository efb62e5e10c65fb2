import { describe, expect, test } from '@jest/globals';
import {
  createRandom,
  mean,
  sampleGamma,
  sampleNegativeBinomial,
  samplePoisson,
  variance,
} from '../../lib/numeric/index.ts';

const DRAWS = 10_000;

function draws(sample: () => number): Float64Array {
  return Float64Array.from({ length: DRAWS }, sample);
}

describe('sampleGamma', () => {
  test.each([0.3, 1, 4.5, 60])('has mean and variance %d, its shape', (shape) => {
    const random = createRandom(11);
    const sample = draws(() => sampleGamma(random, shape));

    expect(Math.min(...sample)).toBeGreaterThan(0);
    expect(Math.abs(mean(sample) / shape - 1)).toBeLessThan(5 / Math.sqrt(DRAWS * shape));
    expect(Math.abs(variance(sample) / shape - 1)).toBeLessThan(0.15);
  });

  test.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])(
    'refuses the shape %d at once, and searches no draw for ever',
    (shape) => {
      expect(() => sampleGamma(createRandom(1), shape)).toThrow(`shape ${shape}`);
    },
  );
});

describe('samplePoisson', () => {
  test.each([0.05, 3, 40, 1200])('has mean and variance %d', (rate) => {
    const random = createRandom(12);
    const sample = Float64Array.from({ length: rate > 100 ? 1000 : DRAWS }, () =>
      samplePoisson(random, rate),
    );

    expect(Math.abs(mean(sample) / rate - 1)).toBeLessThan(5 / Math.sqrt(sample.length * rate));
    expect(Math.abs(variance(sample) / rate - 1)).toBeLessThan(0.15);
  });

  test('draws 0 as often as exp(−mean) says', () => {
    const random = createRandom(13);
    const zeros = draws(() => samplePoisson(random, 1.2)).filter((count) => count === 0).length;

    expect(Math.abs(zeros / DRAWS - Math.exp(-1.2))).toBeLessThan(0.02);
  });

  test('gives 0 for a mean of 0', () => {
    expect(samplePoisson(createRandom(1), 0)).toBe(0);
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses the mean %d at once', (rate) => {
    expect(() => samplePoisson(createRandom(1), rate)).toThrow(`mean ${rate}`);
  });
});

describe('sampleNegativeBinomial', () => {
  test('has the variance mean + mean² / size', () => {
    const random = createRandom(14);
    const sample = draws(() => sampleNegativeBinomial(random, 6, 3));

    expect(mean(sample)).toBeCloseTo(6, 0);
    expect(Math.abs(variance(sample) / 18 - 1)).toBeLessThan(0.15);
  });
});
