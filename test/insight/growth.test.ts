import { describe, expect, test } from '@jest/globals';
import { changeBetween, comparablePeriods, growthOf, type PeriodSums } from '../../lib/insight/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';
import { monthsOf } from './months-of-revenue.ts';

const young = { periods: null, trailing: null };

/** Sum the revenue of buyers in two periods up. */
function sumsOf(pairs: readonly (readonly [current: number, previous: number])[]): PeriodSums {
  const add = (of: (current: number, previous: number) => number) =>
    pairs.reduce((sum, [current, previous]) => sum + of(current, previous), 0);
  return {
    buyers: pairs.length,
    currentMinor: add((x) => x),
    previousMinor: add((_, y) => y),
    currentSquares: add((x) => x * x),
    products: add((x, y) => x * y),
    previousSquares: add((_, y) => y * y),
  };
}

describe('growthOf', () => {
  test('is the yearly rate that leads from the first twelve whole months to the last', () => {
    // 10 % a year: year for year 1,200, 1,320, 1,452
    const months = monthsOf([0, 1, 2].flatMap((year) => new Array<number>(12).fill(10_000 * 1.1 ** year)));

    const { compoundAnnual } = growthOf(months, young);

    expect(compoundAnnual).toEqual({
      rate: expect.closeTo(0.1, 12),
      from: '2023-01',
      to: '2025-12',
      years: 2,
    });
  });

  test('never uses a partial month', () => {
    const revenues = [1, ...new Array<number>(24).fill(100), 1];

    const { compoundAnnual, lastWholeMonth } = growthOf(monthsOf(revenues, [0, 25]), young);

    expect(compoundAnnual).toMatchObject({ rate: 0, from: '2023-02', to: '2025-01', years: 1 });
    expect(lastWholeMonth).toBe('2025-01');
  });

  test('has no yearly rate below two years', () => {
    expect(growthOf(monthsOf(new Array<number>(23).fill(5)), young).compoundAnnual).toBeNull();
  });
});

describe('changeBetween', () => {
  test('has no doubt where every buyer grows alike', () => {
    const change = changeBetween(sumsOf([2, 4, 6, 8, 10].map((previous) => [previous * 1.5, previous])));

    expect(change?.value).toBeCloseTo(0.5, 9);
    expect(change?.low).toBeCloseTo(0.5, 6);
    expect(change?.high).toBeCloseTo(0.5, 6);
  });

  test('has an interval as wide as resampling the buyers gives', () => {
    const random = createRandom(11);
    const pairs = Array.from({ length: 200 }, () => {
      const previous = 50 + 100 * random();
      return [previous * (0.6 + random()), previous] as const;
    });
    const change = changeBetween(sumsOf(pairs));
    const resampled = Array.from({ length: 2_000 }, () => {
      const drawn = sumsOf(pairs.map(() => pairs[Math.floor(random() * pairs.length)]!));
      return drawn.currentMinor / drawn.previousMinor - 1;
    }).sort((a, b) => a - b);

    expect(change?.low).toBeCloseTo(resampled[50]!, 2);
    expect(change?.high).toBeCloseTo(resampled[1_949]!, 2);
  });

  test('says nothing of fewer than five buyers, nor of a period without revenue', () => {
    expect(changeBetween(sumsOf([1, 2, 3, 4].map((one) => [one, one])))).toBeNull();
    expect(changeBetween(sumsOf([1, 2, 3, 4, 5].map((one) => [one, 0])))).toBeNull();
  });
});

describe('comparablePeriods', () => {
  test('compares years where there are two, the partial month left out', () => {
    expect(comparablePeriods(monthsOf(new Array<number>(25).fill(1), [24]))).toEqual({
      months: 12,
      current: { from: '2024-01-01', to: '2024-12-31' },
      previous: { from: '2023-01-01', to: '2023-12-31' },
    });
  });

  test('compares a quarter with that of a year before from 15 months on', () => {
    expect(comparablePeriods(monthsOf(new Array<number>(15).fill(1)))).toEqual({
      months: 3,
      current: { from: '2024-01-01', to: '2024-03-31' },
      previous: { from: '2023-01-01', to: '2023-03-31' },
    });
    expect(comparablePeriods(monthsOf(new Array<number>(14).fill(1)))).toBeNull();
    expect(comparablePeriods([])).toBeNull();
  });
});
