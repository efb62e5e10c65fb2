import { describe, expect, test } from '@jest/globals';
import { neededMargin, pairedSaving } from '../../../lib/forecasting/contest/paired-saving.ts';

describe('pairedSaving', () => {
  test('gives the textbook standard error of a mean where reviews do not overlap', () => {
    // sample sd of 1, 2, 3 is 1
    expect(pairedSaving([1, 2, 3], 1)).toEqual({
      mean: 2,
      standardError: expect.closeTo(1 / Math.sqrt(3), 12),
      count: 3,
      degreesOfFreedom: 2,
    });
  });

  test('widens where neighbours go together, by Newey and West', () => {
    const savings = [3, 3, -1, -1, 3, 3, -1, -1];
    // mean 1, deviations ±2: γ₀ = 4, γ₁ = (4 products of 4, 3 of −4) / 8 = .5; long-run variance 4 + 2·½·.5 = 4.5
    const { standardError, degreesOfFreedom } = pairedSaving(savings, 2);

    expect(standardError).toBeCloseTo(Math.sqrt(4.5 / 7), 12);
    expect(degreesOfFreedom).toBe(3.5);
  });

  test('concludes nothing from one review, and is sure of savings that are all the same', () => {
    expect(pairedSaving([5], 1).standardError).toBe(Number.POSITIVE_INFINITY);
    expect(pairedSaving([5, 5, 5], 3)).toMatchObject({ mean: 5, standardError: 0, count: 3 });
  });
});

describe('neededMargin', () => {
  test('is the 5 % point of Student’s t, shared among the rivals; infinite below six reviews', () => {
    // tables: t(.95; 11) = 1.796, t(.975; 11) = 2.201
    expect(neededMargin(12, { degreesOfFreedom: 11 }, 1)).toBeCloseTo(1.796, 3);
    expect(neededMargin(12, { degreesOfFreedom: 11 }, 2)).toBeCloseTo(2.201, 3);
    // three reviews share each day of demand; Kiefer & Vogelsang (2005), Bartlett, b = .25: 2.206
    expect(neededMargin(12, { degreesOfFreedom: 11 / 3 }, 1)).toBeCloseTo(2.2, 1);
    expect(neededMargin(5, { degreesOfFreedom: 4 }, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
