import { describe, expect, test } from '@jest/globals';
import { medianOf, quantileOfSorted } from '../../lib/numeric/index.ts';

describe('quantileOfSorted', () => {
  test('interpolates between neighbours as type 7 of Hyndman and Fan does', () => {
    // position (4 − 1) × 0.4 = 1.2 between 2 and 4
    expect(quantileOfSorted([1, 2, 4, 8], 0.4)).toBeCloseTo(2.4, 12);
    expect(quantileOfSorted([1, 2, 4, 8], 0)).toBe(1);
    expect(quantileOfSorted([1, 2, 4, 8], 1)).toBe(8);
  });

  test('answers the only value there is, and NaN for none', () => {
    expect(quantileOfSorted([3], 0.9)).toBe(3);
    expect(quantileOfSorted([], 0.5)).toBeNaN();
  });
});

describe('medianOf', () => {
  test('takes the middle, or the mean of the middle two, in any order', () => {
    expect(medianOf([9, 1, 5])).toBe(5);
    expect(medianOf([10, 1, 9, 2])).toBe(5.5);
  });
});
