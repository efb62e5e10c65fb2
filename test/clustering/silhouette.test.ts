import { describe, expect, test } from '@jest/globals';
import { meanSilhouette } from '../../lib/clustering/silhouette.ts';

const N = 60;
/** Three rings of sines around (0, 0), (4, 1) and (8, 4). */
const points = {
  data: Float64Array.from({ length: 2 * N }, (_, at) => {
    const i = Math.floor(at / 2);
    return at % 2 === 0 ? (i % 3) * 4 + Math.sin(i * 1.7) : (i % 3) ** 2 + Math.cos(i * 2.3);
  }),
  rows: N,
  columns: 2,
};
const labelsOf = (label: (i: number) => number) => Int32Array.from({ length: N }, (_, i) => label(i));

describe('meanSilhouette', () => {
  test.each([
    // scikit-learn 1.2.1, silhouette_score
    [2, labelsOf((i) => Number(i % 3 >= 1)), 0.5476393378631023],
    [3, labelsOf((i) => i % 3), 0.6959896606078158],
    [4, labelsOf((i) => (i % 3 < 2 ? i % 3 : i % 2 === 1 ? 2 : 3)), 0.42622521987164125],
  ])('gives scikit-learn’s number for %d clusters', (k, labels, expected) => {
    const everyRow = Array.from({ length: N }, (_, i) => i);

    expect(meanSilhouette(points, labels, k, everyRow)).toBeCloseTo(expected, 12);
  });
});
