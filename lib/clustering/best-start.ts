import { kmeans as mlKMeans } from 'ml-kmeans';
import type { Random } from '../numeric/index.ts';
import { assignRows, partitionAround } from './partition.ts';
import { distinctRows, type WeightedRows } from './points.ts';
import { drawRows } from './sample-rows.ts';
import { seedCentroids } from './seed-centroids.ts';

/** Rows on which a start is refined, and at least so many a cluster. */
const FEWEST_ROWS = 300;
const ROWS_A_CLUSTER = 25;
const REFINE_ITERATIONS = 20;
/** Squared movement at which ml-kmeans stops; the points are scaled to 1, so it is relative. */
const REFINE_TOLERANCE = 1e-8;

/** Refine k-means++ starts by ml-kmeans, each on rows of its own, and keep the one of least inertia on all; ties to the earliest. */
export function bestStart(points: WeightedRows, k: number, starts: number, random: Random): Float64Array {
  const { d, weights } = points;
  const needed = distinctRows(points, k);
  const partition = partitionAround(new Float64Array(k * d), weights.length);
  let best = new Float64Array(k * d);
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < (k === 1 ? 1 : starts); start++) {
    const part = drawRows(points, Math.max(FEWEST_ROWS, ROWS_A_CLUSTER * k), needed, random);
    partition.centroids.set(refinedStart(part.rows, d, k, random));
    assignRows(points, partition);
    if (partition.inertia < least) {
      best = partition.centroids.slice();
      least = partition.inertia;
    }
  }
  return best;
}

function refinedStart(rows: Float64Array, d: number, k: number, random: Random): Float64Array {
  const rowOf = (table: Float64Array, i: number) => Array.from(table.subarray(i * d, i * d + d));
  const seeds = seedCentroids(rows, d, k, random);
  const refined = mlKMeans(
    Array.from({ length: rows.length / d }, (_, i) => rowOf(rows, i)),
    k,
    {
      initialization: Array.from({ length: k }, (_, c) => rowOf(seeds, c)),
      maxIterations: REFINE_ITERATIONS,
      tolerance: REFINE_TOLERANCE,
    },
  );
  return Float64Array.from(refined.centroids.flat());
}
