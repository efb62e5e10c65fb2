import { describe, expect, test } from '@jest/globals';
import { abcClasses, abcXyzTable, gini, herfindahl, topShare, xyzClass } from '../../lib/insight/index.ts';

const aSku = (sku: string, revenueMinor: number, weeklyUnits: readonly number[]) => ({
  sku,
  revenueMinor,
  periods: weeklyUnits.length,
  unitsSum: weeklyUnits.reduce((sum, units) => sum + units, 0),
  unitsSquareSum: weeklyUnits.reduce((sum, units) => sum + units * units, 0),
});

const STEADY = [5, 5, 5, 5, 5, 5, 5, 5];
/** Mean 2, deviation √3 ≈ 1.73: variation 0.87. */
const UNEVEN = [5, 1, 1, 1, 5, 1, 1, 1];
/** Mean 1, deviation √7: variation 2.6. */
const ERRATIC = [8, 0, 0, 0, 0, 0, 0, 0];

describe('abcClasses', () => {
  test('gives the SKU that crosses a bound the class that it completes', () => {
    // cumulative before each: 0, 50 %, 79 %, 94 %, 98 %
    const skus = [50, 29, 15, 4, 2].map((revenueMinor, i) => ({ sku: `s${i}`, revenueMinor }));

    expect([...abcClasses(skus).values()]).toEqual(['A', 'A', 'A', 'B', 'C']);
  });

  test('puts what sold nothing, or was returned on balance, in C', () => {
    const skus = [
      { sku: 'sold', revenueMinor: 10 },
      { sku: 'returned', revenueMinor: -3 },
      { sku: 'free', revenueMinor: 0 },
    ];

    expect(Object.fromEntries(abcClasses(skus))).toEqual({ sold: 'A', returned: 'C', free: 'C' });
  });

  test('calls everything C when nothing was sold for money', () => {
    expect([...abcClasses([{ sku: 'free', revenueMinor: 0 }]).values()]).toEqual(['C']);
  });
});

describe('xyzClass', () => {
  test.each([
    ['X', STEADY],
    ['Y', UNEVEN],
    ['Z', ERRATIC],
    ['Z', [0, 0, 0, 0, 0, 0, 0, 0]],
    ['N', [5, 5, 5, 5, 5, 5, 5]],
  ] as const)('is %s for weekly units %j', (expected, weeklyUnits) => {
    expect(xyzClass(aSku('s', 1, weeklyUnits))).toBe(expected);
  });

  test('holds the bounds themselves in the steadier class', () => {
    // one half of the weeks 1, the other 3: variation exactly 1/2; one half 0, the other 2: exactly 1
    expect(xyzClass(aSku('s', 1, [1, 3, 1, 3, 1, 3, 1, 3]))).toBe('X');
    expect(xyzClass(aSku('s', 1, [0, 2, 0, 2, 0, 2, 0, 2]))).toBe('Y');
  });
});

describe('abcXyzTable', () => {
  test('counts SKUs and their share of revenue, leaving empty classes out', () => {
    const skus = [aSku('a', 60, STEADY), aSku('b', 30, STEADY), aSku('c', 10, ERRATIC), aSku('d', 0, [1])];

    expect(abcXyzTable(skus)).toEqual([
      { class: 'AX', skus: 2, revenueShare: 0.9 },
      { class: 'BZ', skus: 1, revenueShare: 0.1 },
      { class: 'CN', skus: 1, revenueShare: 0 },
    ]);
  });
});

describe('concentration', () => {
  test('is least for equal amounts and greatest for one holder', () => {
    expect(herfindahl([2, 2, 2, 2])).toBeCloseTo(0.25, 12);
    expect(gini([2, 2, 2, 2])).toBe(0);
    expect(herfindahl([7, 0, 0, 0])).toBe(1);
    expect(gini([7, 0, 0, 0])).toBeCloseTo(0.75, 12);
  });

  test('adds the greatest amounts for the top share', () => {
    expect(topShare([1, 5, 4], 2)).toBeCloseTo(0.9, 12);
    expect(topShare([1, 5, 4], 10)).toBe(1);
  });

  test('counts negative amounts as 0 and says nothing when none is positive', () => {
    expect(topShare([10, -5], 1)).toBe(1);
    expect([herfindahl([]), gini([-1]), topShare([0], 1)]).toEqual([null, null, null]);
  });
});
