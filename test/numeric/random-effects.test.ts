import { describe, expect, test } from '@jest/globals';
import { poolRandomEffects } from '../../lib/numeric/index.ts';

/** Thirteen trials of the BCG vaccine (Colditz et al. 1994): cases and others, vaccinated and not. */
const BCG = [
  [4, 119, 11, 128],
  [6, 300, 29, 274],
  [3, 228, 11, 209],
  [62, 13536, 248, 12619],
  [33, 5036, 47, 5761],
  [180, 1361, 372, 1079],
  [8, 2537, 10, 619],
  [505, 87886, 499, 87892],
  [29, 7470, 45, 7232],
  [17, 1699, 65, 1600],
  [186, 50448, 141, 27197],
  [5, 2493, 3, 2338],
  [27, 16886, 29, 17825],
] as const;

const logRiskRatio = ([a, b, c, d]: (typeof BCG)[number]) => ({
  value: Math.log(a / (a + b) / (c / (c + d))),
  standardError: Math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)),
});

describe('poolRandomEffects', () => {
  test('gives the figures of R’s metafor (method DL) on the BCG trials', () => {
    const { mean, betweenSd, weight } = poolRandomEffects(BCG.map(logRiskRatio));

    expect(mean).toBeCloseTo(-0.7141, 4);
    expect(betweenSd ** 2).toBeCloseTo(0.3088, 4);
    expect(Math.sqrt(1 / weight)).toBeCloseTo(0.1787, 4);
  });

  test('finds no difference between equal estimates, and takes one alone as it is', () => {
    const equal = { value: -2, standardError: 0.5 };

    expect(poolRandomEffects([equal, equal, equal, equal])).toEqual({ mean: -2, betweenSd: 0, weight: 16 });
    expect(poolRandomEffects([equal])).toEqual({ mean: -2, betweenSd: 0, weight: 4 });
  });
});
