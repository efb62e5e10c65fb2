import { kmeans as mlKMeans } from 'ml-kmeans';
import { InputError } from '../domain/index.ts';
import { createRandom, type Random } from '../numeric/index.ts';
import { assignNearest } from './assign-nearest.ts';
import { iterateLloyd } from './lloyd.ts';
import { normalisePoints } from './normalise.ts';
import { checkPoints, distinctRows, type Points } from './points.ts';
import { drawRows } from './sample-rows.ts';
import { seedCentroids } from './seed-centroids.ts';

/** How to part points. */
export type KMeansOptions = {
  /** Clusters wanted: 1 to the number of distinct rows. */
  k: number;
  /** Any integer; equal seeds give equal results. */
  seed: number;
  /** Starts to choose from. Default: 10, more for few rows (100 below 200 rows), where they cost next to nothing. */
  starts?: number;
  /** Exact iterations on all rows at the end. Default 300. */
  maxIterations?: number;
};

/** Clusters of points. `labels` and `inertia` belong to exactly these centroids; no cluster is empty. */
export type KMeansResult = {
  /** [k × columns] row-major, in the points' units. */
  centroids: Float64Array;
  /** [rows], 0 to k − 1: the nearest centroid, ties to the lowest. */
  labels: Int32Array;
  /** Sum of squared distances to the chosen centroids, in the points' units squared. */
  inertia: number;
  /** Exact iterations on all rows. */
  iterations: number;
  /** Whether no label changed any more: each centroid is then the mean of its rows. */
  converged: boolean;
};

/** Rows on which starts are refined; with more rows a seeded sample of this size stands for them. */
const SAMPLE_ROWS = 4000;
const REFINE_ITERATIONS = 100;
/** Squared movement at which ml-kmeans stops; the points are scaled to 1, so it is relative. */
const REFINE_TOLERANCE = 1e-12;

/**
 * Part points into k clusters of least inertia.
 *
 * The points are centred and scaled by one factor (`normalisePoints`), k-means++ starts are refined by ml-kmeans on all
 * rows or a sample of 4,000, and the best of them is iterated to its exact fixed point on all rows. That mends what
 * ml-kmeans leaves: an absolute tolerance, labels of the centroids before the last update, silent empty clusters, NaN.
 * Features are not standardised: their scales are the caller's weights. O(starts·sample·k·d + iterations·n·k·d).
 *
 * @param points - finite features; not changed
 * @throws InputError for NaN or infinite values, wrong lengths, options out of range, k above the distinct rows
 */
export function kMeans(points: Points, options: KMeansOptions): KMeansResult {
  checkPoints(points);
  const { k, seed, starts = defaultStarts(points.rows), maxIterations = 300 } = checkOptions(options);
  const { rows, restoreCentroids, restoreInertia } = normalisePoints(points);
  const d = points.columns;
  const distinct = distinctRows(rows, d, k);
  if (distinct.length < k)
    throw new InputError(
      `k is ${k}, but there are only ${distinct.length} distinct rows among ${points.rows}`,
    );

  const random = createRandom(seed);
  const sample = drawRows(rows, d, SAMPLE_ROWS, distinct, random);
  const best = bestStart(sample, d, k, starts, random);
  const { centroids, inertia, ...ending } = iterateLloyd(rows, best, d, maxIterations);
  return { centroids: restoreCentroids(centroids), inertia: restoreInertia(inertia), ...ending };
}

function defaultStarts(rows: number): number {
  return Math.min(Math.max(Math.round(20_000 / rows), 10), 100);
}

const KNOWN_OPTIONS: ReadonlySet<string> = new Set(['k', 'seed', 'starts', 'maxIterations']);

function checkOptions(options: KMeansOptions): KMeansOptions {
  const unknown = Object.keys(options).filter((option) => !KNOWN_OPTIONS.has(option));
  if (unknown.length > 0) throw new InputError(`kMeans has no option ${unknown.join(', ')}`);
  if (!Number.isInteger(options.seed)) throw new InputError(`seed is ${options.seed}; it must be an integer`);
  for (const name of ['k', 'starts', 'maxIterations'] as const) {
    const value = options[name];
    if (value === undefined && name !== 'k') continue;
    if (value === undefined || !Number.isInteger(value) || value < 1)
      throw new InputError(`${name} is ${value}; it must be a whole number ≥ 1`);
  }
  return options;
}

/** Refine k-means++ starts and keep the one of least inertia on these rows; ties to the earliest. */
function bestStart(rows: Float64Array, d: number, k: number, starts: number, random: Random): Float64Array {
  const table = Array.from({ length: rows.length / d }, (_, i) =>
    Array.from(rows.subarray(i * d, i * d + d)),
  );
  const labels = new Int32Array(table.length);
  let best = new Float64Array(k * d);
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < (k === 1 ? 1 : starts); start++) {
    const seeds = seedCentroids(rows, d, k, random);
    const initialization = Array.from({ length: k }, (_, c) => Array.from(seeds.subarray(c * d, c * d + d)));
    const refined = mlKMeans(table, k, {
      initialization,
      maxIterations: REFINE_ITERATIONS,
      tolerance: REFINE_TOLERANCE,
    });
    const centroids = Float64Array.from(refined.centroids.flat());
    const inertia = assignNearest(rows, centroids, d, labels);
    if (inertia < least) {
      best = centroids;
      least = inertia;
    }
  }
  return best;
}
