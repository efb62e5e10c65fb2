import { InputError } from '../domain/index.ts';
import { createRandom } from '../numeric/index.ts';
import { kMeans } from './k-means.ts';
import { normalisePoints } from './normalise.ts';
import { checkPoints, distinctRows, type Points } from './points.ts';
import { drawSilhouetteRows, meanSilhouette } from './silhouette.ts';

/** The numbers of clusters to try, whole and ≥ 1, and the seed of every try. */
export type ChooseKOptions = { min: number; max: number; seed: number };

/** How well one number of clusters fits. Silhouette: −1 to 1, 0 for a single cluster. */
export type KScore = { k: number; inertia: number; silhouette: number };

/** The number chosen, every try's score in order of k, and the reason in words. */
export type ChosenK = { k: number; scores: KScore[]; reason: string };

/** Rows on which silhouettes are measured, the same for every k. */
const SILHOUETTE_ROWS = 1000;
/** Silhouettes closer than this are a tie: the fewer clusters win. */
const TIE = 1e-9;

/**
 * Choose how many clusters points fall into: the k of greatest mean silhouette, ties to the smaller k.
 *
 * The range ends at the number of distinct rows: where that is below `min`, k is that number; constant data and a single
 * row give k = 1 with silhouette 0. More than 1,000 rows are measured on a seeded sample.
 *
 * @returns `scores` in order of k, and the reason in words
 * @throws InputError as `kMeans`, and when `min` to `max` is no range of whole numbers ≥ 1
 */
export function chooseK(points: Points, { min, max, seed }: ChooseKOptions): ChosenK {
  checkPoints(points);
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max < min)
    throw new InputError(`k from ${min} to ${max} is no range of whole numbers ≥ 1`);
  const { rows } = normalisePoints(points);
  const distinct = distinctRows(
    { rows, weights: new Float64Array(points.rows).fill(1), d: points.columns },
    max,
  ).length;
  const sample = drawSilhouetteRows(points, SILHOUETTE_ROWS, createRandom(seed));

  const scores: KScore[] = [];
  for (let k = Math.min(min, distinct); k <= Math.min(max, distinct); k++) {
    const { labels, inertia } = kMeans(points, { k, seed });
    const normalised = { data: rows, rows: points.rows, columns: points.columns };
    scores.push({ k, inertia, silhouette: meanSilhouette(normalised, labels, k, sample) });
  }
  const best = scores.reduce((a, b) => (b.silhouette > a.silhouette + TIE ? b : a));
  return { k: best.k, scores, reason: reasonFor(best, scores, distinct, max) };
}

function reasonFor(best: KScore, scores: readonly KScore[], distinct: number, max: number): string {
  if (distinct === 1) return 'k = 1: all rows are alike';
  const tried = scores.map(({ k }) => k);
  const range = `k = ${tried[0]} to ${tried.at(-1)}`;
  const limited = distinct < max ? `; there are only ${distinct} distinct rows` : '';
  if (tried.length === 1) return `k = ${best.k}: the only number tried${limited}`;
  return `k = ${best.k} has the greatest mean silhouette (${best.silhouette.toFixed(2)}) of ${range}${limited}`;
}
