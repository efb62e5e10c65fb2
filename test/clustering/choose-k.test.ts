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

  test.each([
    ['three', [0, 10, 20], 3],
    ['seven', [0, 10, 20, 40, 60, 100, 130], 7],
  ])('finds %s round clouds, however uneven', (_, centres, truth) => {
    const random = createRandom(truth);
    const data = centres.flatMap((centre, c) =>
      Array.from({ length: 15 + 5 * c }, () => [
        centre + standardNormal(random),
        (centre % 7) + standardNormal(random),
      ]).flat(),
    );
    const points = { data: Float64Array.from(data), rows: data.length / 2, columns: 2 };

    expect(chooseK(points, { min: 2, max: truth + 1, seed: 1 }).k).toBe(truth);
  });

  test('finds one of the two levels of groups that lie in groups', () => {
    const random = createRandom(3);
    const data = Array.from({ length: 180 }, (_, i) => {
      const [outer, inner] = [i % 3, Math.floor(i / 3) % 3];
      return [200 * outer + 20 * inner + standardNormal(random), 20 * (inner % 2) + standardNormal(random)];
    }).flat();

    const { k } = chooseK(
      { data: Float64Array.from(data), rows: 180, columns: 2 },
      { min: 2, max: 10, seed: 1 },
    );

    expect([3, 9]).toContain(k);
  });

  test('says of one round cloud that it is one, and answers 1 where that is allowed', () => {
    const random = createRandom(8);
    const data = Float64Array.from({ length: 600 }, () => standardNormal(random));
    const points = { data, rows: 150, columns: 4 };

    expect(chooseK(points, { min: 1, max: 6, seed: 1 })).toMatchObject({
      k: 1,
      reason: 'k = 1: by BIC no number from k = 1 to 6 describes the rows better than one round cloud',
    });
    expect(chooseK(points, { min: 2, max: 6, seed: 1 }).reason).toMatch(
      /by BIC one round cloud describes the rows as well: the clusters are parts of it, not groups apart$/,
    );
  });

  test('measures more than 20,000 rows on a sample, and the inertia on all of them', () => {
    const random = createRandom(5);
    const data = Float64Array.from({ length: 24_000 }, (_, i) => 30 * (i % 3) + standardNormal(random));
    const points = { data, rows: 24_000, columns: 1 };

    const { k, scores } = chooseK(points, { min: 2, max: 4, seed: 1 });

    expect(k).toBe(3);
    const exact = kMeans(points, { k: 3, seed: 1 }).inertia;
    expect(scores[1]!.inertia / exact).toBeGreaterThanOrEqual(1);
    expect(scores[1]!.inertia / exact).toBeLessThan(1.001);
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
