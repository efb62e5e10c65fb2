import { describe, expect, test } from '@jest/globals';
import { robustEffect } from '../../../lib/oversight/experiment/cluster-robust.ts';

/** Cluster, stratum, arm of the cluster, before, weight, outcome, arm of the row: drawn by R's `set.seed(7)`, rounded. */
const ROWS: readonly (readonly number[])[] = [
  [1, 1, 0, 0.75, 2, 3.292, 0],
  [1, 1, 0, 0.59, 4, 2.442, 1],
  [2, 2, 1, -0.98, 1, 3.014, 0],
  [2, 2, 1, -0.28, 6, 3.435, 1],
  [2, 2, 1, -0.87, 4, 1.736, 0],
  [2, 2, 1, 0.72, 7, 4.09, 1],
  [3, 0, 1, 0.11, 7, 3.638, 0],
  [3, 0, 1, -0.08, 3, 3.106, 1],
  [3, 0, 1, -0.42, 4, 3.813, 0],
  [3, 0, 1, -0.56, 1, 3.322, 1],
  [3, 0, 1, 1, 6, 4.124, 0],
  [4, 1, 0, -1.11, 9, 1.492, 1],
  [4, 1, 0, -0.14, 8, 2.33, 0],
  [4, 1, 0, 0.31, 1, 2.697, 1],
  [4, 1, 0, 1.22, 2, 2.952, 0],
  [4, 1, 0, -0.7, 3, 2.004, 1],
  [5, 2, 0, -0.29, 8, 3.268, 0],
  [5, 2, 0, -1.31, 5, 2.765, 1],
  [5, 2, 0, -0.39, 2, 3.024, 0],
  [6, 0, 0, -0.4, 7, 0.414, 1],
  [6, 0, 0, 1.35, 2, 2.142, 0],
  [6, 0, 0, 0.59, 1, 1.658, 1],
  [6, 0, 0, 0.1, 7, 0.979, 0],
  [6, 0, 0, 0.93, 2, 3.12, 1],
  [6, 0, 0, -0.26, 5, 1.203, 0],
  [6, 0, 0, -0.01, 1, 2.022, 1],
  [7, 1, 1, 0.37, 6, 3.866, 0],
  [7, 1, 1, 1.71, 8, 4.607, 1],
  [7, 1, 1, 0.72, 2, 3.628, 0],
  [8, 2, 0, 0.48, 7, 3.145, 1],
  [8, 2, 0, -1.57, 6, 2.021, 0],
  [8, 2, 0, 0.32, 4, 3.149, 1],
  [8, 2, 0, 0.17, 9, 3.459, 0],
  [8, 2, 0, -0.9, 3, 2.957, 1],
  [8, 2, 0, 0.08, 2, 4.216, 0],
  [8, 2, 0, 0.16, 8, 3.369, 1],
  [8, 2, 0, 0.54, 5, 3.65, 0],
  [8, 2, 0, 0.7, 3, 4.595, 1],
  [8, 2, 0, 0.32, 2, 3.6, 0],
  [9, 0, 0, 1.11, 9, 3.474, 1],
  [9, 0, 0, 0.77, 9, 2.885, 0],
  [10, 1, 1, 1.15, 8, 2.975, 1],
  [10, 1, 1, 1.26, 5, 3.484, 0],
  [10, 1, 1, 0.7, 2, 3.315, 1],
  [10, 1, 1, 0.43, 6, 3.375, 0],
  [10, 1, 1, -0.92, 8, 1.152, 1],
  [11, 2, 0, -0.62, 4, 1.302, 0],
  [11, 2, 0, -0.87, 9, 1.656, 1],
  [11, 2, 0, -1.64, 9, 1.446, 0],
  [11, 2, 0, -1.33, 7, 2.005, 1],
  [11, 2, 0, -0.89, 4, 1.189, 0],
  [11, 2, 0, -0.56, 9, 1.954, 1],
  [12, 0, 0, -0.06, 8, 3.377, 0],
  [12, 0, 0, 2.42, 3, 5.572, 1],
  [12, 0, 0, 0.34, 8, 3.706, 0],
  [12, 0, 0, 0, 6, 3.726, 1],
  [13, 1, 1, 0.03, 5, 4.843, 0],
  [13, 1, 1, -0.39, 9, 4.616, 1],
  [14, 2, 0, -0.79, 5, 2.899, 0],
  [14, 2, 0, -0.31, 3, 3.472, 1],
];

type Row = readonly number[];
const everything = ([, stratum, arm, before]: Row) => [
  1,
  arm!,
  Number(stratum === 1),
  Number(stratum === 2),
  before!,
];
const mixed = ([, stratum, , before, , , arm]: Row) => [
  1,
  arm!,
  Number(stratum === 1),
  Number(stratum === 2),
  before!,
];
const plain = ([, , arm]: Row) => [1, arm!];

function estimate(columns: (row: Row) => number[], { weighted = false, alone = false } = {}) {
  return robustEffect(
    {
      design: Float64Array.from(ROWS.flatMap(columns)),
      y: Float64Array.from(ROWS, (row) => row[5]!),
      weights: Float64Array.from(ROWS, (row) => (weighted ? row[4]! : 1)),
      cluster: Int32Array.from(ROWS, (row, i) => (alone ? i : row[0]!)),
    },
    columns(ROWS[0]!).length,
    1,
  );
}

describe('robustEffect', () => {
  // R 4.2.2, clubSandwich 0.5.8: vcovCR(lm(...), cluster, type = 'CR2'), coef_test(test = 'Satterthwaite');
  // where rows are weighted, of rows and design times the root of the weight
  test.each([
    ['two arms alone', plain, {}, [0.782756097561, 0.458939478314, 6.7878256601]],
    ['strata and a pre-period', everything, {}, [0.818608252854, 0.462765949968, 4.27641820873]],
    ['weights', everything, { weighted: true }, [0.779364479806, 0.445223505703, 4.02477210085]],
    [
      'arms mixed within clusters',
      mixed,
      { weighted: true },
      [-0.114480229505, 0.121683948004, 9.94723069794],
    ],
    [
      'a row a cluster',
      everything,
      { weighted: true, alone: true },
      [0.779364479806, 0.253422129272, 18.448728195],
    ],
  ])(
    'gives the effect, CR2 error and degrees of freedom of clubSandwich: %s',
    (_, columns, how, expected) => {
      const seen = estimate(columns, how)!;

      const [effect, error, degrees] = expected as [number, number, number];
      expect(seen.effect).toBeCloseTo(effect, 10);
      expect(seen.standardError / error).toBeCloseTo(1, 9);
      expect(seen.degrees / degrees).toBeCloseTo(1, 8);
    },
  );

  test('has the published degrees of freedom of 3 units against 27: 2.5 (Imbens & Kolesár 2016, §III.B)', () => {
    const n = 30;
    const rows = {
      design: Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 1 : Number(i < 6))),
      y: Float64Array.from({ length: n }, (_, i) => (i * 7) % 11),
      weights: new Float64Array(n).fill(1),
      cluster: Int32Array.from({ length: n }, (_, i) => i),
    };

    const { degrees } = robustEffect(rows, 2, 1)!;

    // (n₀ + n₁)² (n₀ − 1)(n₁ − 1) / (n₁² (n₁ − 1) + n₀² (n₀ − 1))
    expect(degrees).toBeCloseTo((30 ** 2 * 26 * 2) / (9 * 2 + 27 ** 2 * 26), 10);
    expect(degrees).toBeCloseTo(2.5, 1);
  });

  test('takes the pre-period off as the published covariance analysis does (Snedecor & Cochran 1967, p. 422)', () => {
    // SAS/STAT, PROC GLM, "Analysis of Covariance": drugs A, D and F, score before and after; A − F = −3.446138280
    const scores = {
      A: '11 6 8 0 5 2 14 8 19 11 6 4 10 13 6 1 11 8 3 0',
      D: '6 0 6 2 7 3 8 1 18 18 8 4 19 14 8 9 5 1 15 9',
      F: '16 13 13 10 11 18 9 5 21 23 16 12 12 5 12 16 7 1 12 20',
    };
    const rows = Object.entries(scores).flatMap(([drug, text]) => {
      const numbers = text.split(' ').map(Number);
      return numbers.flatMap((before, i) => (i % 2 === 0 ? [{ drug, before, after: numbers[i + 1]! }] : []));
    });
    const effectWith = (columns: (row: (typeof rows)[0]) => number[]) =>
      robustEffect(
        {
          design: Float64Array.from(rows.flatMap(columns)),
          y: Float64Array.from(rows, ({ after }) => after),
          weights: new Float64Array(30).fill(1),
          cluster: Int32Array.from(rows, (_, i) => i),
        },
        columns(rows[0]!).length,
        1,
      )?.effect;

    // means 5.3 and 12.3 after, 9.3 and 12.9 before
    expect(effectWith(({ drug }) => [1, Number(drug === 'A'), Number(drug === 'D')])).toBeCloseTo(-7, 12);
    expect(
      effectWith(({ drug, before }) => [1, Number(drug === 'A'), Number(drug === 'D'), before]),
    ).toBeCloseTo(-3.44613828, 8);
  });

  test("is Welch's variance where each cluster is a row and nothing is adjusted for", () => {
    const y = [1, 4, 2, 8, 5, 7, 1, 9];
    const arm = [1, 1, 1, 0, 0, 0, 0, 0];
    const { effect, standardError } = robustEffect(
      {
        design: Float64Array.from(arm.flatMap((treated) => [1, treated])),
        y: Float64Array.from(y),
        weights: new Float64Array(8).fill(1),
        cluster: Int32Array.from(y, (_, i) => i),
      },
      2,
      1,
    )!;

    // means 7/3 and 6; variances 7/3 and 10
    expect(effect).toBeCloseTo(7 / 3 - 6, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(7 / 3 / 3 + 10 / 5), 12);
  });

  test('tells nothing of the error of an arm with one unit', () => {
    const seen = robustEffect(
      {
        design: Float64Array.of(1, 1, 1, 0, 1, 0),
        y: Float64Array.of(3, 1, 2),
        weights: new Float64Array(3).fill(1),
        cluster: Int32Array.of(0, 1, 2),
      },
      2,
      1,
    )!;

    expect(seen.effect).toBeCloseTo(1.5, 12);
    expect(seen.degrees).toBeLessThan(1.0001);
  });

  test('has no answer where all are in one arm', () => {
    const rows = { y: Float64Array.of(3, 1), weights: Float64Array.of(1, 1), cluster: Int32Array.of(0, 1) };

    expect(robustEffect({ ...rows, design: Float64Array.of(1, 1, 1, 1) }, 2, 1)).toBeNull();
  });
});
