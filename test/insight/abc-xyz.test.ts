import { describe, expect, test } from '@jest/globals';
import { abcClasses, abcXyzTable, xyzClass } from '../../lib/insight/index.ts';

/** SKUs in sums: revenue and units week by week. */
const aggregatesOf = (...skus: [revenueMinor: number, weeklyUnits: readonly number[]][]) => ({
  revenueMinor: skus.map(([revenueMinor]) => revenueMinor),
  periods: skus.map(([, units]) => units.length),
  unitsSum: skus.map(([, units]) => sum(units)),
  unitsSquareSum: skus.map(([, units]) => sum(units.map((one) => one * one))),
});

const xyzOf = (units: readonly number[]) =>
  xyzClass({
    periods: units.length,
    unitsSum: sum(units),
    unitsSquareSum: sum(units.map((one) => one * one)),
  });

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

const STEADY = [5, 5, 5, 5, 5, 5, 5, 5];
/** Mean 2, deviation √3 ≈ 1.73: variation 0.87. */
const UNEVEN = [5, 1, 1, 1, 5, 1, 1, 1];
/** Mean 1, deviation √7: variation 2.6. */
const ERRATIC = [8, 0, 0, 0, 0, 0, 0, 0];

describe('abcClasses', () => {
  test('gives the SKU that crosses a bound the class that it completes', () => {
    // cumulative before each: 0, 50 %, 79 %, 94 %, 98 %
    expect(abcClasses([50, 29, 15, 4, 2])).toEqual(['A', 'A', 'A', 'B', 'C']);
  });

  test('puts what sold nothing, or was returned on balance, in C', () => {
    expect(abcClasses([10, -3, 0])).toEqual(['A', 'C', 'C']);
  });

  test('calls everything C when nothing was sold for money', () => {
    expect(abcClasses([0])).toEqual(['C']);
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
    expect(xyzOf(weeklyUnits)).toBe(expected);
  });

  test('holds the bounds themselves in the steadier class', () => {
    // one half of the weeks 1, the other 3: variation exactly 1/2; one half 0, the other 2: exactly 1
    expect(xyzOf([1, 3, 1, 3, 1, 3, 1, 3])).toBe('X');
    expect(xyzOf([0, 2, 0, 2, 0, 2, 0, 2])).toBe('Y');
  });
});

describe('abcXyzTable', () => {
  test('counts SKUs and their share of revenue, leaving empty classes out', () => {
    const skus = aggregatesOf([60, STEADY], [30, STEADY], [10, ERRATIC], [0, [1]]);

    expect(abcXyzTable(skus)).toEqual([
      { class: 'AX', skus: 2, revenueShare: 0.9 },
      { class: 'BZ', skus: 1, revenueShare: 0.1 },
      { class: 'CN', skus: 1, revenueShare: 0 },
    ]);
  });

  test('names the twelve SKUs of most revenue of each class, the greatest first', () => {
    const many = Array.from({ length: 14 }, (_, place): [number, number[]] => [place + 1, STEADY]);
    const names = many.map((_, place) => `S-${place + 1}`);

    const [largest] = abcXyzTable({ ...aggregatesOf(...many), sku: names });

    // of 105 in all, 14 + 13 + … + 7 are 84, or 80 %
    expect(largest?.skus).toBe(8);
    expect(largest?.largest?.slice(0, 2)).toEqual([
      { sku: 'S-14', revenueShare: 14 / 105 },
      { sku: 'S-13', revenueShare: 13 / 105 },
    ]);
    const [all] = abcXyzTable({
      ...aggregatesOf(...many.map((): [number, number[]] => [0, STEADY])),
      sku: names,
    });
    expect(all?.largest?.map(({ sku }) => sku)).toEqual(names.slice(0, 12));
  });
});
