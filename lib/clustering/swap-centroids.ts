import type { Random } from '../numeric/index.ts';
import { settle } from './lloyd.ts';
import { assignRows, copyPartition, type Partition, partitionAround, replaceCentroid } from './partition.ts';
import type { WeightedRows } from './points.ts';

/** Rows drawn as the new place of a centroid, of which the most promising is tried. */
const CANDIDATES = 3;
/** Iterations of a trial: most of the gain shows in the first few. */
const TRIAL_ITERATIONS = 12;
/** After so many failures, the centroid that goes is drawn. */
const LEFT_TO_CHANCE = 3;
/** Swaps tried in all, for each cluster: a bound that is not met in practice. */
const MOST_TRIES = 50;

/**
 * Leave a poor local optimum: take one centroid away and put it on a row, let Lloyd's algorithm settle, keep what is better
 * (local search by swaps, Kanungo et al. 2004; rows drawn by their share of the inertia as in LS++, Lattanzi & Sohler 2019).
 *
 * For a row drawn, the change of inertia is known at once for every centroid that could go, in one pass over the rows (the sharing
 * of FastPAM, Schubert & Rousseeuw 2019), so only the most promising pair is tried. O(n·d + Lloyd) a swap.
 *
 * @param partition - as `iterateLloyd` leaves it; overwritten by one of no greater inertia, after a gain not at its fixed point
 * @param patience - swaps tried in a row without gain before the search ends
 * @returns whether anything was gained
 */
export function swapCentroids(
  points: WeightedRows,
  partition: Partition,
  patience: number,
  random: Random,
): boolean {
  const { centroids, labels } = partition;
  const k = centroids.length / points.d;
  const most = MOST_TRIES * k;
  const trial = partitionAround(centroids, labels.length);
  let gained = false;
  for (let tries = 0, failures = 0; tries < most && failures < patience; tries++) {
    const swap = mostPromising(points, partition, random);
    if (swap === null) break;
    // what looks best at once is not always what settles best: now and then chance decides (random swap, Fränti 2018)
    if (failures % LEFT_TO_CHANCE === LEFT_TO_CHANCE - 1) swap.slot = Math.floor(random() * k);
    copyPartition(partition, trial);
    replaceCentroid(points, trial, swap.slot, swap.row);
    settle(points, trial, TRIAL_ITERATIONS);
    failures++;
    // a gain within rounding is none
    if (!(trial.inertia < partition.inertia * (1 - 1e-9))) continue;
    copyPartition(trial, partition);
    // what a swap promises is read from exact distances
    assignRows(points, partition);
    gained = true;
    failures = 0;
  }
  return gained;
}

type Swap = { row: number; slot: number; change: number };

function mostPromising(points: WeightedRows, partition: Partition, random: Random): Swap | null {
  let best: Swap | null = null;
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    const row = drawByInertia(points, partition, random);
    if (row < 0) return null;
    const swap = bestSlot(points, partition, row);
    if (best === null || swap.change < best.change) best = swap;
  }
  return best;
}

/** Draw a row with probability proportional to its part of the inertia; −1 where there is none. */
function drawByInertia({ weights }: WeightedRows, { own, inertia }: Partition, random: Random): number {
  let left = random() * inertia;
  let last = -1;
  for (let i = 0; i < own.length; i++) {
    const part = weights[i]! * own[i]! * own[i]!;
    if (!(part > 0)) continue;
    last = i;
    left -= part;
    if (left < 0) return i;
  }
  // rounding can leave a rest of about 1e-16 of the inertia
  return last;
}

/**
 * Tell which centroid had best go when one is put on a row, and what that changes before anything settles.
 *
 * A row that the new centroid is nearest to gains whoever goes; any other row loses only if its own goes.
 */
function bestSlot({ rows, weights, d }: WeightedRows, partition: Partition, row: number): Swap {
  const { centroids, labels, own, next } = partition;
  const losses = new Float64Array(centroids.length / d);
  let gain = 0;
  const at = row * d;
  for (let i = 0; i < labels.length; i++) {
    const from = i * d;
    let distance = 0;
    for (let column = 0; column < d; column++) {
      const difference = rows[from + column]! - rows[at + column]!;
      distance += difference * difference;
    }
    const paid = own[i]! * own[i]!;
    if (distance < paid) gain += weights[i]! * (paid - distance);
    else losses[labels[i]!]! += weights[i]! * (Math.min(next[i]! * next[i]!, distance) - paid);
  }
  let slot = 0;
  for (let c = 1; c < losses.length; c++) if (losses[c]! < losses[slot]!) slot = c;
  return { row, slot, change: losses[slot]! - gain };
}
