import { describe, expect, test } from '@jest/globals';
import { chooseK, kMeans } from '../../lib/clustering/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';

const column = (...values: number[]) => ({
  data: Float64Array.from(values),
  rows: values.length,
  columns: 1,
});

describe('chooseK', () => {
  test('scores two pairs with the silhouette computed by hand', () => {
    // rows 0, 1 | 10, 11: a = 1; b = 10.5 for the outer rows, 9.5 for the inner ones
    const byHand = ((10.5 - 1) / 10.5 + (9.5 - 1) / 9.5) / 2;

    const { k, scores } = chooseK(column(0, 1, 10, 11), { min: 2, max: 3, seed: 1 });

    expect(k).toBe(2);
    expect(scores[0]).toMatchObject({ k: 2, inertia: 1 });
    expect(scores[0]?.silhouette).toBeCloseTo(byHand, 12);
  });

  test('counts a row alone in its cluster as 0', () => {
    // rows 0 | 10, 11: 0 for the first; (b − a)/b with a = 1, b = 10 and 11 for the others
    const byHand = (0 + 9 / 10 + 10 / 11) / 3;

    const { scores } = chooseK(column(0, 10, 11), { min: 2, max: 2, seed: 1 });

    expect(scores[0]?.silhouette).toBeCloseTo(byHand, 12);
  });

  test('finds the five groups that 5,000 rows were drawn from', () => {
    const random = createRandom(4);
    const data = Float64Array.from(
      { length: 10_000 },
      (_, i) => 10 * (Math.floor(i / 2) % 5) ** (1 + (i % 2)) + standardNormal(random),
    );

    const { k, reason } = chooseK({ data, rows: 5000, columns: 2 }, { min: 2, max: 7, seed: 1 });

    expect(k).toBe(5);
    expect(reason).toMatch(
      /^k = 5 of k = 2 to 7: .*\(mean silhouette 0\.\d\d, found again in resamples to 1\.00\)$/,
    );
  });

  test('reports the inertia that kMeans gives for the same seed', () => {
    const points = column(1, 2, 4, 8, 16, 32, 64);

    const { scores } = chooseK(points, { min: 2, max: 4, seed: 7 });

    for (const { k, inertia } of scores) expect(inertia).toBe(kMeans(points, { k, seed: 7 }).inertia);
    expect(scores.map(({ k }) => k)).toEqual([2, 3, 4]);
  });

  test('answers k = 1 for a single row and for constant data', () => {
    const alike = {
      k: 1,
      scores: [{ k: 1, inertia: 0, silhouette: 0, stability: 1, bic: null }],
      reason: 'k = 1: all rows are alike',
    };

    expect(chooseK(column(5), { min: 2, max: 6, seed: 1 })).toEqual(alike);
    expect(chooseK(column(5, 5, 5, 5), { min: 2, max: 6, seed: 1 })).toEqual(alike);
  });

  test('ends its range at the number of distinct rows and says so', () => {
    const { scores, reason } = chooseK(column(1, 1, 2, 2, 9, 9), { min: 2, max: 6, seed: 1 });

    expect(scores.map(({ k }) => k)).toEqual([2, 3]);
    expect(reason).toMatch(/there are only 3 distinct rows/);
  });

  test('gives a tie to the fewer clusters', () => {
    // k = 1 scores 0 by convention, and k = 2 scores 0 because both rows stand alone
    expect(chooseK(column(1, 2), { min: 1, max: 2, seed: 1 }).k).toBe(1);
  });

  test('refuses a range that is none', () => {
    expect(() => chooseK(column(1, 2), { min: 3, max: 2, seed: 1 })).toThrow(/k from 3 to 2 is no range/);
    expect(() => chooseK(column(1, 2), { min: 0, max: 2, seed: 1 })).toThrow(/k from 0 to 2/);
  });
});
