import { rowDistanceSquared, type WeightedRows } from './points.ts';

/** Centroids, and what is known of how every row lies to them. */
export type Partition = {
  /** [k × d] row-major. */
  centroids: Float64Array;
  /** [n] the cluster of each row. */
  labels: Int32Array;
  /** [n] distance to the row's own centroid, or more. */
  own: Float64Array;
  /** [n] distance to the nearest other centroid, or less; Infinity where there is none. */
  next: Float64Array;
  /** Weighted sum of squared distances to the own centroids. */
  inertia: number;
};

/** Start a partition from centroids, which are copied; no row is assigned yet. */
export function partitionAround(centroids: Float64Array, n: number): Partition {
  return {
    centroids: centroids.slice(),
    labels: new Int32Array(n),
    own: new Float64Array(n),
    next: new Float64Array(n),
    inertia: Number.POSITIVE_INFINITY,
  };
}

/** Overwrite a partition with another of the same shape. */
export function copyPartition(from: Partition, to: Partition): void {
  to.centroids.set(from.centroids);
  to.labels.set(from.labels);
  to.own.set(from.own);
  to.next.set(from.next);
  to.inertia = from.inertia;
}

/**
 * Put every row with its nearest centroid, ties to the lowest, all distances exact. O(n·k·d), allocates nothing.
 *
 * A centroid that no row with weight is nearest to takes the row that is farthest from its own, until none is left empty: each such
 * move lowers the inertia, and there are enough distinct rows for all.
 */
export function assignRows(points: WeightedRows, partition: Partition): void {
  const { rows, weights, d } = points;
  const { centroids, labels, own } = partition;
  for (;;) {
    let inertia = 0;
    for (let i = 0; i < labels.length; i++) {
      scanRow(rows, d, i, partition);
      inertia += weights[i]! * own[i]! * own[i]!;
    }
    partition.inertia = inertia;
    const empty = emptyCluster(points, partition);
    if (empty < 0) return;
    const row = farthestRow(points, partition);
    centroids.set(rows.subarray(row * d, (row + 1) * d), empty * d);
  }
}

/** Find a row's nearest two centroids: its label and both distances are overwritten. */
export function scanRow(rows: Float64Array, d: number, i: number, partition: Partition): void {
  const { centroids, labels, own, next } = partition;
  const from = i * d;
  let label = 0;
  let least = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (let start = 0, c = 0; start < centroids.length; start += d, c++) {
    let distance = 0;
    for (let column = 0; column < d; column++) {
      const difference = rows[from + column]! - centroids[start + column]!;
      distance += difference * difference;
    }
    if (distance < least) {
      second = least;
      least = distance;
      label = c;
    } else if (distance < second) second = distance;
  }
  labels[i] = label;
  own[i] = Math.sqrt(least);
  next[i] = Math.sqrt(second);
}

/** Make `own` and `inertia` exact, labels kept. O(n·d). */
export function measureRows({ rows, weights, d }: WeightedRows, partition: Partition): void {
  const { centroids, labels, own } = partition;
  let inertia = 0;
  for (let i = 0; i < labels.length; i++) {
    const squared = rowDistanceSquared(rows, i, centroids, labels[i]!, d);
    own[i] = Math.sqrt(squared);
    inertia += weights[i]! * squared;
  }
  partition.inertia = inertia;
}

/**
 * Put a centroid on a row, and every row with the nearest again, bounds kept valid. O(n·d) and k·d more for each row that loses its
 * centroid.
 *
 * @param slot - the centroid that goes
 */
export function replaceCentroid(
  { rows, d }: WeightedRows,
  partition: Partition,
  slot: number,
  row: number,
): void {
  const { centroids, labels, own, next } = partition;
  centroids.set(rows.subarray(row * d, (row + 1) * d), slot * d);
  for (let i = 0; i < labels.length; i++) {
    const distance = Math.sqrt(rowDistanceSquared(rows, i, centroids, slot, d));
    if (labels[i] === slot) {
      if (distance <= next[i]!) own[i] = distance;
      else scanRow(rows, d, i, partition);
    } else if (distance < own[i]!) {
      labels[i] = slot;
      next[i] = own[i]!;
      own[i] = distance;
    } else if (distance < next[i]!) next[i] = distance;
  }
}

function emptyCluster({ weights, d }: WeightedRows, { centroids, labels }: Partition): number {
  const filled = new Uint8Array(centroids.length / d);
  for (let i = 0; i < labels.length; i++) if (weights[i]! > 0) filled[labels[i]!] = 1;
  return filled.indexOf(0);
}

function farthestRow({ weights }: WeightedRows, { own }: Partition): number {
  let farthest = 0;
  let greatest = -1;
  for (let i = 0; i < own.length; i++) {
    if (weights[i] === 0 || own[i]! <= greatest) continue;
    farthest = i;
    greatest = own[i]!;
  }
  return farthest;
}
