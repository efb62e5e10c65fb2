import { InputError } from '../domain/index.ts';
import { rowDistanceSquared } from './points.ts';

/**
 * Label every row with its nearest centroid: the E-step of Lloyd's algorithm.
 *
 * Ties go to the lowest centroid, so equal inputs give equal labels. O(n·k·d), allocates nothing.
 *
 * @param rows - [n × d] row-major, one scale for all features
 * @param centroids - [k × d] row-major, same scale as `rows`
 * @param d - features per row, ≥ 1
 * @param labels - [n], overwritten with centroid indices
 * @returns inertia: sum of squared distances to the chosen centroids, ≥ 0
 * @throws InputError when a length does not fit `d` and `labels`
 */
export function assignNearest(
  rows: Float64Array,
  centroids: Float64Array,
  d: number,
  labels: Int32Array,
): number {
  const k = countCentroids(rows, centroids, d, labels);
  let inertia = 0;
  for (let i = 0; i < labels.length; i++) {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < k; c++) {
      const distance = rowDistanceSquared(rows, i, centroids, c, d);
      if (distance < least) {
        nearest = c;
        least = distance;
      }
    }
    labels[i] = nearest;
    inertia += least;
  }
  return inertia;
}

function countCentroids(rows: Float64Array, centroids: Float64Array, d: number, labels: Int32Array): number {
  if (!Number.isInteger(d) || d < 1 || rows.length !== labels.length * d)
    throw new InputError(`rows ${rows.length} do not fit d=${d}, n=${labels.length}`);
  if (centroids.length === 0 || centroids.length % d !== 0)
    throw new InputError(`centroids ${centroids.length} do not fit d=${d}`);
  return centroids.length / d;
}
