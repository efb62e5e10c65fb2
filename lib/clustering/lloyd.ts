import { assignRows, measureRows, type Partition, scanRow } from './partition.ts';
import { rowDistanceSquared, type WeightedRows } from './points.ts';

/** How an iteration ended. */
export type LloydEnding = { iterations: number; converged: boolean };

/**
 * Bring a partition to its fixed point: move each centroid to its rows' mean, reassign, until no label changes (Lloyd 1982).
 *
 * There is no tolerance: when `converged`, every centroid is the mean of its rows and every row is with its nearest centroid, ties to
 * the lowest, by a last exact pass.
 *
 * @param partition - only its centroids are read; overwritten, all parts exact and belonging together, no cluster empty
 * @param maxIterations - assignments, ≥ 1
 */
export function iterateLloyd(points: WeightedRows, partition: Partition, maxIterations: number): LloydEnding {
  const { centroids, labels } = partition;
  const totals = createTotals(centroids.length / points.d, points.d);
  const before = new Int32Array(labels.length);
  assignRows(points, partition);
  for (let iterations = 1; iterations < maxIterations; ) {
    iterations += settle(points, partition, maxIterations - iterations);
    // sums that were changed row by row carry rounding: the last centroids are made of fresh ones
    sumClusters(points, labels, totals);
    moveToMeans(centroids, totals, points.d);
    before.set(labels);
    assignRows(points, partition);
    // rounding in the bounds can leave a row beside its nearest centroid: then it goes on
    if (labels.every((label, i) => label === before[i]))
      return { iterations, converged: iterations < maxIterations };
  }
  return { iterations: maxIterations, converged: false };
}

/**
 * Iterate from valid bounds, which spare most of the work (Hamerly 2010): a row is looked at again only when its own centroid may
 * have come to lie farther than another. O(n·k·d) at worst an iteration, near O(n + changes·k·d) late in the search.
 *
 * Ends when no label changes, when a cluster has lost its last row, or after `maxIterations`; `own` and `inertia` are exact then.
 *
 * @returns iterations made, ≥ 1
 */
export function settle(points: WeightedRows, partition: Partition, maxIterations: number): number {
  const { centroids, labels } = partition;
  const totals = createTotals(centroids.length / points.d, points.d);
  sumClusters(points, labels, totals);
  let iterations = 0;
  for (
    let changes = 1;
    changes > 0 && iterations < maxIterations && !totals.members.includes(0);
    iterations++
  ) {
    const moves = moveToMeans(centroids, totals, points.d);
    changes = reassign(points, partition, totals, moves);
  }
  measureRows(points, partition);
  return Math.max(1, iterations);
}

/** What each cluster's mean is made of. */
type Totals = {
  /** [k × d] weighted sums. */
  sums: Float64Array;
  /** [k] */
  weights: Float64Array;
  /** [k] rows that weigh anything. */
  members: Int32Array;
  /** [k] how far the last move took each centroid. */
  drift: Float64Array;
};

function createTotals(k: number, d: number): Totals {
  return {
    sums: new Float64Array(k * d),
    weights: new Float64Array(k),
    members: new Int32Array(k),
    drift: new Float64Array(k),
  };
}

function sumClusters({ rows, weights, d }: WeightedRows, labels: Int32Array, totals: Totals): void {
  totals.sums.fill(0);
  totals.weights.fill(0);
  totals.members.fill(0);
  for (let i = 0; i < labels.length; i++)
    if (weights[i]! > 0) addRow(rows, i, weights[i]!, d, labels[i]!, totals, 1);
}

/** Add a row to a cluster's totals (`sign` 1) or take it out (−1). */
function addRow(
  rows: Float64Array,
  i: number,
  weight: number,
  d: number,
  label: number,
  totals: Totals,
  sign: 1 | -1,
): void {
  const { sums, weights, members } = totals;
  members[label]! += sign;
  weights[label]! += sign * weight;
  for (let column = 0; column < d; column++)
    sums[label * d + column]! += sign * weight * rows[i * d + column]!;
}

function reassign(
  { rows, weights, d }: WeightedRows,
  partition: Partition,
  totals: Totals,
  moves: Moves,
): number {
  const { centroids, labels, own: upper, next: lower } = partition;
  const { drift } = totals;
  const half = halfGaps(centroids, d);
  let changes = 0;
  for (let i = 0; i < labels.length; i++) {
    const own = labels[i]!;
    upper[i]! += drift[own]!;
    lower[i]! -= own === moves.farthest ? moves.next : moves.most;
    const bound = Math.max(lower[i]!, half[own]!);
    if (upper[i]! <= bound) continue;
    upper[i] = Math.sqrt(rowDistanceSquared(rows, i, centroids, own, d));
    if (upper[i]! <= bound) continue;
    scanRow(rows, d, i, partition);
    if (labels[i] === own) continue;
    changes++;
    if (weights[i] === 0) continue;
    addRow(rows, i, weights[i]!, d, own, totals, -1);
    addRow(rows, i, weights[i]!, d, labels[i]!, totals, 1);
  }
  return changes;
}

/** Which centroid moved most, how far, and how far the next. */
type Moves = { farthest: number; most: number; next: number };

/** Move centroids to their means; one without rows stays. */
function moveToMeans(centroids: Float64Array, { sums, weights, members, drift }: Totals, d: number): Moves {
  const moves = { farthest: 0, most: 0, next: 0 };
  for (let c = 0; c < members.length; c++) {
    let squared = 0;
    for (let place = c * d; place < (c + 1) * d && members[c]! > 0; place++) {
      const mean = sums[place]! / weights[c]!;
      squared += (mean - centroids[place]!) ** 2;
      centroids[place] = mean;
    }
    drift[c] = Math.sqrt(squared);
    if (drift[c]! > moves.most) {
      moves.next = moves.most;
      moves.most = drift[c]!;
      moves.farthest = c;
    } else if (drift[c]! > moves.next) moves.next = drift[c]!;
  }
  return moves;
}

/** Half of each centroid's distance to the nearest other: rows nearer than that cannot change. */
function halfGaps(centroids: Float64Array, d: number): Float64Array {
  const half = new Float64Array(centroids.length / d).fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < half.length; a++)
    for (let b = a + 1; b < half.length; b++) {
      const gap = Math.sqrt(rowDistanceSquared(centroids, a, centroids, b, d)) / 2;
      if (gap < half[a]!) half[a] = gap;
      if (gap < half[b]!) half[b] = gap;
    }
  return half;
}
