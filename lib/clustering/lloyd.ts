import { assignNearest } from './assign-nearest.ts';
import { rowDistanceSquared } from './points.ts';

/** Where Lloyd's algorithm ended: labels and inertia belong to exactly these centroids. */
export type LloydResult = {
  centroids: Float64Array;
  labels: Int32Array;
  inertia: number;
  iterations: number;
  converged: boolean;
};

/**
 * Iterate k-means to its fixed point: assign, move each centroid to its rows' mean, until no label changes (Lloyd 1982).
 *
 * There is no tolerance: when `converged`, every centroid is the mean of its rows and every row is with its nearest
 * centroid. A centroid left without rows takes the row that is farthest from its own; since that lowers the inertia, the
 * iteration still ends. Stops unconverged after `maxIterations`, with labels and inertia of the returned centroids and
 * no cluster empty. O(n·k·d) an iteration.
 *
 * @param rows - [n × d] row-major, at least k of them distinct
 * @param start - [k × d] row-major
 * @param d - features per row
 * @param maxIterations - ≥ 1
 */
export function iterateLloyd(
  rows: Float64Array,
  start: Float64Array,
  d: number,
  maxIterations: number,
): LloydResult {
  const n = rows.length / d;
  const centroids = start.slice();
  const labels = new Int32Array(n);
  const before = new Int32Array(n).fill(-1);
  const counts = new Int32Array(start.length / d);
  for (let iterations = 1; ; iterations++) {
    const inertia = assignNearest(rows, centroids, d, labels);
    const refilled = refillEmpty(rows, centroids, d, labels, counts);
    if (!refilled) {
      const converged = labels.every((label, i) => label === before[i]);
      if (converged || iterations >= maxIterations)
        return { centroids, labels, inertia, iterations, converged };
    }
    before.set(labels);
    moveToMeans(rows, labels, counts, d, centroids);
  }
}

/** Count rows by label and give each empty cluster the farthest row of a cluster that has more than one. */
function refillEmpty(
  rows: Float64Array,
  centroids: Float64Array,
  d: number,
  labels: Int32Array,
  counts: Int32Array,
): boolean {
  counts.fill(0);
  for (const label of labels) counts[label]!++;
  let refilled = false;
  for (let c = 0; c < counts.length; c++) {
    if (counts[c]! > 0) continue;
    const row = farthestRow(rows, centroids, d, labels, counts);
    counts[labels[row]!]!--;
    labels[row] = c;
    counts[c] = 1;
    centroids.set(rows.subarray(row * d, row * d + d), c * d);
    refilled = true;
  }
  return refilled;
}

function farthestRow(
  rows: Float64Array,
  centroids: Float64Array,
  d: number,
  labels: Int32Array,
  counts: Int32Array,
): number {
  let farthest = 0;
  let greatest = -1;
  for (let i = 0; i < labels.length; i++) {
    if (counts[labels[i]!]! < 2) continue;
    const distance = rowDistanceSquared(rows, i, centroids, labels[i]!, d);
    if (distance > greatest) {
      farthest = i;
      greatest = distance;
    }
  }
  return farthest;
}

/** Overwrite each centroid with the mean of its rows; every count is ≥ 1. */
function moveToMeans(
  rows: Float64Array,
  labels: Int32Array,
  counts: Int32Array,
  d: number,
  centroids: Float64Array,
): void {
  centroids.fill(0);
  for (let i = 0; i < labels.length; i++) {
    const target = labels[i]! * d;
    for (let column = 0; column < d; column++) centroids[target + column]! += rows[i * d + column]!;
  }
  for (let i = 0; i < centroids.length; i++) centroids[i]! /= counts[Math.floor(i / d)]!;
}
