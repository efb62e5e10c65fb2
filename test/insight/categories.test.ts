import { describe, expect, test } from '@jest/globals';
import { priceIndex, toldCategories } from '../../lib/insight/index.ts';

const size = (category: string | null, revenueMinor: number, buyers: number) => ({
  category,
  revenueMinor,
  buyers,
});

describe('toldCategories', () => {
  test('are the largest, and the others are told together', () => {
    const sizes = [size('a', 10, 9), size('b', 30, 9), size('c', 20, 9)];

    expect(toldCategories(sizes, 2)).toEqual(['b', 'c']);
    expect(toldCategories(sizes, 9)).toEqual(['b', 'c', 'a']);
  });

  test('are none of one to four buyers; the smallest other goes with those, or they could be told by difference', () => {
    expect(toldCategories([size('a', 50, 9), size('b', 30, 9), size('c', 10, 4)], 9)).toEqual(['a']);
    expect(toldCategories([size('a', 50, 4)], 9)).toEqual([]);
  });

  test('stay where there are large ones among the others', () => {
    const sizes = [size('a', 50, 9), size('b', 30, 9), size('c', 10, 4), size('d', 5, 9)];

    expect(toldCategories(sizes, 2)).toEqual(['a', 'b']);
  });

  test('of no known buyer are told: they are about nobody', () => {
    expect(toldCategories([size(null, 5, 0), size('a', 9, 0)], 9)).toEqual(['a', null]);
  });
});

describe('priceIndex', () => {
  const ratios = [1.1, 0.9, 1.05, 1.2, 0.95, 1.02];
  const weights = [5, 1, 3, 8, 2, 6];
  const sum = (of: (w: number, l: number) => number) =>
    weights.reduce((total, w, i) => total + of(w, Math.log(ratios[i]!)), 0);
  const sums = {
    skus: 6,
    weight: sum((w) => w),
    weighted: sum((w, l) => w * l),
    weightSquares: sum((w) => w * w),
    squaresWeighted: sum((w, l) => w * w * l),
    squaresTwice: sum((w, l) => w * w * l * l),
  };

  test('is the weighted mean that R’s lm finds, its error that of sandwich’s HC1', () => {
    // R 4.2.2: lm(log(ratio) ~ 1, weights = w), vcovHC(type = 'HC1') of sandwich 3.0-2, qt(.975, 5)
    expect(priceIndex(sums)).toEqual({
      value: expect.closeTo(1.08295617425, 8),
      low: expect.closeTo(0.972010619275, 8),
      high: expect.closeTo(1.20656508487, 8),
    });
  });

  test('says nothing of fewer than five SKUs', () => {
    expect(priceIndex({ ...sums, skus: 4 })).toBeNull();
  });
});
