import type { Random } from '../numeric/index.ts';
import { adjustedRand } from './adjusted-rand.ts';
import { bestStart } from './best-start.ts';
import { iterateLloyd } from './lloyd.ts';
import { partitionAround } from './partition.ts';
import { distinctRows, rowDistanceSquared, type WeightedRows } from './points.ts';

const RESAMPLES = 8;
const STARTS = 3;
const MOST_ITERATIONS = 50;
/** Rows of a resample, at most: enough for groups of a fiftieth. */
const MOST_ROWS = 2000;

/** The partition that is looked for again: some rows with their clusters. */
export type SampledPartition = { k: number; rows: readonly Float64Array[]; labels: Int32Array };

/** How well a partition is found again. */
export type Stability = {
  /** Mean adjusted Rand index, 1 is always. */
  adjustedRand: number;
  /** [k] mean over resamples of each cluster's greatest Jaccard similarity to a cluster found again (Hennig 2007), 0–1. */
  jaccard: Float64Array;
};

/**
 * Measure how well clusters are found again in other samples of the same rows: k-means on rows drawn with replacement
 * (bootstrap, Hennig 2007), its clusters compared with the given ones on the given rows.
 *
 * A resample with fewer distinct rows than clusters finds nothing again.
 *
 * @param from - the rows to draw from
 */
export function measureStability(from: WeightedRows, partition: SampledPartition, random: Random): Stability {
  const { k, labels } = partition;
  const jaccard = new Float64Array(k);
  let total = 0;
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const drawn = drawWithReplacement(from, random);
    if (distinctRows(drawn, k).length < k) continue;
    // without the search for swaps of kMeans, whose last per mille of inertia no comparison shows
    const found = partitionAround(bestStart(drawn, k, STARTS, random), drawn.weights.length);
    iterateLloyd(drawn, found, MOST_ITERATIONS);
    const again = nearestOf(partition.rows, found.centroids);
    total += adjustedRand(labels, again) / RESAMPLES;
    greatestJaccard(labels, again, k).forEach((similarity, c) => {
      jaccard[c]! += similarity / RESAMPLES;
    });
  }
  return { adjustedRand: total, jaccard };
}

function drawWithReplacement({ rows, weights, d }: WeightedRows, random: Random): WeightedRows {
  const size = Math.min(weights.length, MOST_ROWS);
  const drawn = { rows: new Float64Array(size * d), weights: new Float64Array(size).fill(1), d };
  for (let i = 0; i < size; i++) {
    const row = Math.floor(random() * weights.length);
    drawn.rows.set(rows.subarray(row * d, row * d + d), i * d);
  }
  return drawn;
}

/** Label rows by their nearest centroid, ties to the lowest. */
function nearestOf(rows: readonly Float64Array[], centroids: Float64Array): Int32Array {
  return Int32Array.from(rows, (row) => {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < centroids.length / row.length; c++) {
      const distance = rowDistanceSquared(row, 0, centroids, c, row.length);
      if (distance < least) [nearest, least] = [c, distance];
    }
    return nearest;
  });
}

/** [k] of each cluster of `a`: rows in both over rows in either, with the most similar cluster of `b`. */
function greatestJaccard(a: Int32Array, b: Int32Array, k: number): Float64Array {
  const together = new Float64Array(k * k);
  const ofA = new Float64Array(k);
  const ofB = new Float64Array(k);
  a.forEach((label, i) => {
    together[label * k + b[i]!]!++;
    ofA[label]!++;
    ofB[b[i]!]!++;
  });
  return ofA.map((size, c) => {
    let greatest = 0;
    for (let other = 0; other < k; other++) {
      const both = together[c * k + other]!;
      const either = size + ofB[other]! - both;
      if (either > 0) greatest = Math.max(greatest, both / either);
    }
    return greatest;
  });
}
