import type { Random } from '../numeric/index.ts';
import { rowDistanceSquared } from './points.ts';

/**
 * Choose k rows as starting centroids by greedy k-means++ (Arthur & Vassilvitskii 2007, with 2 + ln k trials a centroid).
 *
 * A row is drawn with probability proportional to its squared distance to the nearest centroid so far; of the trials the
 * one that leaves the least total wins, ties to the first drawn. The centroids are distinct. O(n·k·d·ln k).
 *
 * @param rows - [n × d] row-major, at least k of them distinct
 * @returns [k × d] row-major
 */
export function seedCentroids(rows: Float64Array, d: number, k: number, random: Random): Float64Array {
  const n = rows.length / d;
  const trials = 2 + Math.floor(Math.log(k));
  const centroids = new Float64Array(k * d);
  let chosen = Math.floor(random() * n);
  let nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  nearest = nearestWith(rows, d, nearest, chosen);
  centroids.set(rows.subarray(chosen * d, chosen * d + d));
  for (let c = 1; c < k; c++) {
    const total = sum(nearest);
    let best = nearest;
    let least = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < trials; trial++) {
      const candidate = drawProportional(nearest, total, random);
      const distances = nearestWith(rows, d, nearest, candidate);
      const left = sum(distances);
      if (left < least) {
        best = distances;
        least = left;
        chosen = candidate;
      }
    }
    nearest = best;
    centroids.set(rows.subarray(chosen * d, chosen * d + d), c * d);
  }
  return centroids;
}

/** Squared distances to the nearest centroid when `candidate` joins them. */
function nearestWith(
  rows: Float64Array,
  d: number,
  nearest: Float64Array<ArrayBuffer>,
  candidate: number,
): Float64Array<ArrayBuffer> {
  return nearest.map((least, i) => Math.min(least, rowDistanceSquared(rows, i, rows, candidate, d)));
}

function drawProportional(weights: Float64Array, total: number, random: Random): number {
  let left = random() * total;
  let lastPositive = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    lastPositive = i;
    left -= weights[i]!;
    if (left < 0) return i;
  }
  // rounding can leave a rest of about 1e-16 of the total
  return lastPositive;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
