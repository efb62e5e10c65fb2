import { InputError } from '../domain/index.ts';
import { createRandom, type Random } from '../numeric/index.ts';
import { bestStart } from './best-start.ts';
import { iterateLloyd, type LloydEnding } from './lloyd.ts';
import { normalisePoints } from './normalise.ts';
import { type Partition, partitionAround } from './partition.ts';
import { checkPoints, distinctRows, type Points, type WeightedRows } from './points.ts';
import { drawRows } from './sample-rows.ts';
import { swapCentroids } from './swap-centroids.ts';

/** How to part points. */
export type KMeansOptions = {
  /** Clusters wanted: 1 to the number of distinct rows (that weigh anything). */
  k: number;
  /** Any integer; equal seeds give equal results. */
  seed: number;
  /** [rows] how much each row counts, finite and ≥ 0; default 1 each. */
  weights?: ArrayLike<number>;
  /** k-means++ starts that ml-kmeans refines, of which the best goes on. Default 1, up to 10 below a thousand rows. */
  starts?: number;
  /** Exact iterations on all rows. Default 300. */
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

/** Rows on which an optimum is first looked for, and the least part of many rows. */
const SAMPLE_ROWS = 2000;
const SAMPLE_SHARE = 0.1;
/** Swaps without gain after which the search on the sample ends; on all rows, where they cost more, `patienceFor` says. */
const SAMPLE_PATIENCE = 10;
const LEAST_PATIENCE = 1;
const CLUSTERS_A_SWAP = 20;
/** On few rows a swap costs next to nothing: as many rows are looked at in vain, by at most a hundred swaps. */
const PATIENT_ROWS = 5000;
const MOST_PATIENCE = 100;
/** Rows below which further starts cost next to nothing. */
const FEW_ROWS = 1000;
const MOST_STARTS = 10;

/**
 * Part points into k clusters of least weighted inertia.
 *
 * A start refined by ml-kmeans on a few hundred rows is iterated on a seeded sample and swapped out of poor optima there, then
 * iterated and swapped once more on all rows, and ends at an exact fixed point. That mends what ml-kmeans leaves: an absolute
 * tolerance, labels of the centroids before the last update, silent empty clusters, NaN, no weights, one start. Points are centred and
 * scaled by one factor (`normalisePoints`), features are not standardised: their scales are the caller's weights. Holds a copy of the
 * points and four numbers a row. O(iterations·n·k·d), bounds sparing most of it; `docs/measured.md` has it beside scikit-learn.
 *
 * @param points - finite features; not changed
 * @throws InputError for NaN or infinite values, wrong lengths, options out of range, k above the distinct rows
 */
export function kMeans(points: Points, options: KMeansOptions): KMeansResult {
  checkPoints(points);
  const { k, seed, starts = defaultStarts(points.rows), maxIterations = 300 } = checkOptions(options);
  const weights = checkWeights(options.weights, points.rows);
  const { rows, restoreCentroids, restoreInertia } = normalisePoints(points);
  const all = { rows, weights, d: points.columns };
  const distinct = distinctRows(all, k);
  if (distinct.length < k)
    throw new InputError(
      `k is ${k}, but there are only ${distinct.length} distinct rows among ${points.rows}`,
    );

  const random = createRandom(seed);
  const size = Math.max(SAMPLE_ROWS, Math.round(points.rows * SAMPLE_SHARE));
  const sample = drawRows(all, size, distinct, random);
  const found = partitionAround(bestStart(sample, k, starts, random), sample.weights.length);
  if (sample !== all) searchOptimum(sample, found, maxIterations, SAMPLE_PATIENCE, random);
  const best = sample === all ? found : partitionAround(found.centroids, points.rows);
  const ending = searchOptimum(all, best, maxIterations, patienceFor(points.rows, k), random);
  return {
    centroids: restoreCentroids(best.centroids),
    labels: best.labels,
    inertia: restoreInertia(best.inertia),
    ...ending,
  };
}

/** Iterate, swap centroids for as long as that helps, and iterate what was swapped to its fixed point. */
function searchOptimum(
  points: WeightedRows,
  partition: Partition,
  maxIterations: number,
  patience: number,
  random: Random,
): LloydEnding {
  const first = iterateLloyd(points, partition, maxIterations);
  const left = maxIterations - first.iterations;
  const isAlone = partition.centroids.length === points.d;
  if (isAlone || left < 1 || !swapCentroids(points, partition, patience, random)) return first;
  const last = iterateLloyd(points, partition, left);
  return { iterations: first.iterations + last.iterations, converged: last.converged };
}

function defaultStarts(rows: number): number {
  return Math.min(Math.max(Math.floor(FEW_ROWS / rows), 1), MOST_STARTS);
}

function patienceFor(rows: number, k: number): number {
  return Math.min(Math.round(LEAST_PATIENCE + k / CLUSTERS_A_SWAP + PATIENT_ROWS / rows), MOST_PATIENCE);
}

const KNOWN_OPTIONS: ReadonlySet<string> = new Set(['k', 'seed', 'weights', 'starts', 'maxIterations']);

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

function checkWeights(given: ArrayLike<number> | undefined, rows: number): Float64Array {
  if (given === undefined) return new Float64Array(rows).fill(1);
  const weights = Float64Array.from(given);
  if (weights.length !== rows)
    throw new InputError(`there are ${weights.length} weights for ${rows} rows: each row needs one`);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong >= 0)
    throw new InputError(`the weight of row ${wrong} is ${weights[wrong]}; weights must be finite and ≥ 0`);
  return weights;
}
