import { describe, expect, test } from '@jest/globals';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';
import { alwaysValidMultiple, alwaysValidPValue, testSampleRatio } from '../../../lib/oversight/index.ts';

describe('alwaysValidMultiple', () => {
  test("is the normal mixture's boundary, by hand", () => {
    // r = 1: √(2 · (ln 2 + 2 ln 20)) = √(2 · (0.693147 + 5.991465))
    expect(alwaysValidMultiple(1, 0.05)).toBeCloseTo(Math.sqrt(2 * 6.684612), 5);
  });

  test('is the half width of the confidence sequence of Waudby-Smith et al. (thm 2.2) with ρ² = τ²/σ²', () => {
    const [t, sigma, rho, alpha] = [250, 3, 0.1, 0.05];

    const published =
      sigma *
      Math.sqrt(
        ((2 * (t * rho ** 2 + 1)) / (t ** 2 * rho ** 2)) * Math.log(Math.sqrt(t * rho ** 2 + 1) / alpha),
      );

    const standardError = sigma / Math.sqrt(t);
    const ratio = (rho * sigma) ** 2 / standardError ** 2;
    expect(alwaysValidMultiple(ratio, alpha) * standardError).toBeCloseTo(published, 12);
  });

  test('is left by a path without a difference in fewer than 5 % of paths, however long', () => {
    const random = createRandom(5);
    let left = 0;
    for (let path = 0; path < 1000; path++) {
      let sum = 0;
      for (let t = 1; t <= 400; t++) {
        sum += standardNormal(random);
        if (Math.abs(sum) > alwaysValidMultiple(t * 0.05, 0.05) * Math.sqrt(t)) {
          left++;
          break;
        }
      }
    }

    expect(left / 1000).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 1000));
    expect(left / 1000).toBeGreaterThan(0.01);
  });
});

describe('alwaysValidPValue', () => {
  test('is alpha just where the estimate reaches the boundary of alpha', () => {
    expect(alwaysValidPValue(alwaysValidMultiple(3, 0.05), 3)).toBeCloseTo(0.05, 12);
    expect(alwaysValidPValue(-alwaysValidMultiple(3, 0.01), 3)).toBeCloseTo(0.01, 12);
    expect(alwaysValidPValue(0, 3)).toBe(1);
  });
});

describe('testSampleRatio', () => {
  test('finds the mismatch of 821,588 to 815,482 users: p = 1.8e-6 (Kohavi, Tang & Xu 2020, ch. 3)', () => {
    const { pValue, mismatch } = testSampleRatio({ ai: 815_482, human: 821_588 }, 0.5);

    expect(pValue).toBeGreaterThan(1.75e-6);
    expect(pValue).toBeLessThan(1.85e-6);
    expect(mismatch).toBe(true);
  });

  test('is not moved by a few units', () => {
    // χ² = 2 · 2² / 500 = 0.016; R 4.2.2: pchisq(0.016, 1, lower = FALSE) = 0.8993433
    const { pValue, mismatch } = testSampleRatio({ ai: 502, human: 498 }, 0.5);

    expect(pValue).toBeCloseTo(0.8993433, 6);
    expect(mismatch).toBe(false);
  });
});
