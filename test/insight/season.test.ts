import { describe, expect, test } from '@jest/globals';
import type { Season } from '../../lib/domain/index.ts';
import { seasonOf, strengthOf } from '../../lib/insight/index.ts';
import { monthsOf } from './months-of-revenue.ts';

const RISING_BY_HALF = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5, 1.5];

function measured(season: Season) {
  if (season.kind !== 'measured') throw new Error(`the season is ${season.kind}`);
  return season;
}

describe('seasonOf', () => {
  test('finds what R’s lm finds on the logarithms, with its interval, strength and F test', () => {
    // R 4.2.2: lm(log(revenue) ~ t + month) with sum contrasts; 1 − var(R) / var(S + R); anova against the trend alone
    const revenue = [
      ...[120, 98, 175, 140, 110, 160, 205, 150, 140, 190, 160, 210],
      ...[140, 160, 120, 166, 202, 181, 130, 176, 199, 165, 240, 205],
      ...[161, 130, 198],
    ];

    const { indices, strength, pValue, months } = measured(seasonOf(monthsOf(revenue)));

    expect(months).toBe(27);
    expect(strength).toBeCloseTo(0.393328059833, 9);
    expect(pValue).toBeCloseTo(0.6319647964, 9);
    expect(indices[0]).toEqual({
      value: expect.closeTo(0.858282807516, 9),
      low: expect.closeTo(0.66613773607, 9),
      high: expect.closeTo(1.10585144451, 9),
    });
    expect(indices[11]).toEqual({
      value: expect.closeTo(1.21391327839, 9),
      low: expect.closeTo(0.892771787775, 9),
      high: expect.closeTo(1.65057349216, 9),
    });
  });

  test('takes a pure season under a steady growth for what it is', () => {
    const revenue = [0, 1, 2].flatMap((year) =>
      RISING_BY_HALF.map((index, month) => 1e6 * index * 1.01 ** (12 * year + month)),
    );

    const { indices, strength, pValue } = measured(seasonOf(monthsOf(revenue.map(Math.round))));

    // the mean of ten months of 1 and two of 1.5
    const mean = 13 / 12;
    indices.forEach(({ value }, month) => {
      expect(value).toBeCloseTo(RISING_BY_HALF[month]! / mean, 4);
    });
    expect(strength).toBeGreaterThan(0.999);
    expect(pValue).toBeLessThan(1e-12);
  });

  test('finds no season where every month is the same', () => {
    expect(measured(seasonOf(monthsOf(new Array<number>(30).fill(500))))).toMatchObject({
      strength: 0,
      pValue: 1,
    });
  });

  test('offers the shape of the newest twelve months as provisional under two years', () => {
    const season = seasonOf(monthsOf([...new Array<number>(13).fill(100), 7], [13]));

    expect(season).toMatchObject({ kind: 'provisional', months: 13, indices: new Array(12).fill(1) });
  });

  test('leaves months open that it has not seen, and says so of a month without revenue', () => {
    expect(seasonOf(monthsOf([100, 300, 200]))).toMatchObject({
      kind: 'provisional',
      indices: [0.5, 1.5, 1, ...new Array(9).fill(null)],
      detail: expect.stringMatching(/24 whole months, there are 3/),
    });
    expect(seasonOf(monthsOf([...new Array<number>(30).fill(100), 0]))).toMatchObject({
      kind: 'provisional',
      detail: expect.stringMatching(/a month had no revenue/),
    });
  });

  test('has no shape for fewer than three whole months', () => {
    expect(seasonOf(monthsOf([1, 2, 3], [2]))).toMatchObject({ kind: 'tooShort', months: 2 });
    expect(seasonOf([])).toMatchObject({ kind: 'tooShort', months: 0 });
    expect(seasonOf(monthsOf([0, 0, 0, 0]))).toMatchObject({ kind: 'tooShort' });
  });
});

describe('strengthOf', () => {
  test('is 1 without a remainder, 0 without a season, and never below', () => {
    expect(strengthOf([1, -1, 1, -1], [0, 0, 0, 0])).toBe(1);
    expect(strengthOf([0, 0, 0, 0], [1, -1, 2, -2])).toBe(0);
    expect(strengthOf([1, -1], [-1, 1])).toBe(0);
    // S + R = 3, −1, 1, −3 around 0: 20; R = 2, 0, 0, −2: 8
    expect(strengthOf([1, -1, 1, -1], [2, 0, 0, -2])).toBeCloseTo(1 - 8 / 20, 12);
  });
});
