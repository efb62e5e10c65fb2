import { InputError } from '../domain/index.ts';
import { decideK, type KDecision } from './decide-k.ts';
import { checkPoints, type Points } from './points.ts';
import { scoreEachK } from './score-k.ts';

/** The numbers of clusters to try, whole and ≥ 1, and the seed of every try. */
export type ChooseKOptions = {
  min: number;
  max: number;
  seed: number;
  /** The number that stands and goes only for a clearly better one; none by default. */
  prefer?: number;
  /** Numbers below it are chosen only where clusters lie apart (silhouette above .5); by default any is. */
  fewest?: number;
};

/** How well one number of clusters fits. */
export type KScore = {
  k: number;
  /** Of all rows, in the points' units squared. */
  inertia: number;
  /** Mean silhouette (Rousseeuw 1987), −1 to 1; 0 for a single cluster. */
  silhouette: number;
  /** Mean adjusted Rand index with partitions of resampled rows: 1 is found again each time, 0 by chance. */
  stability: number;
  /** Bayesian information criterion of round clouds, greater is better; `null` where each row is a cluster. */
  bic: number | null;
};

/** The number chosen, every try's score in order of k, and the reason in words. */
export type ChosenK = { k: number; scores: KScore[]; reason: string };

/**
 * Choose how many clusters points fall into, by silhouette, stability under resampling and BIC (`decideK` has the rule).
 *
 * The range ends at the number of distinct rows: where that is below `min`, k is that number; constant data and a single
 * row give k = 1. Silhouette and stability are measured on a seeded sample of 1,000 rows; of more than 20,000 rows
 * the clusters are found on so many, and `inertia` is that of all rows about them.
 *
 * @returns `scores` in order of k, and the reason in words
 * @throws InputError as `kMeans`, and when `min` to `max` is no range of whole numbers ≥ 1
 */
export function chooseK(points: Points, { min, max, seed, prefer, fewest }: ChooseKOptions): ChosenK {
  checkPoints(points);
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max < min)
    throw new InputError(`k from ${min} to ${max} is no range of whole numbers ≥ 1`);
  const { scores, single, distinct } = scoreEachK(points, { min, max, seed });
  if (distinct === 1) return { k: 1, scores, reason: 'k = 1: all rows are alike' };
  const decision = decideK(scores, {
    single,
    ...(prefer === undefined ? {} : { prefer }),
    ...(fewest === undefined ? {} : { fewest }),
  });
  const limited = distinct < max ? `; there are only ${distinct} distinct rows` : '';
  return { k: decision.best.k, scores, reason: reasonFor(decision, scores) + limited };
}

/** Say in words why so many. */
function reasonFor(decision: KDecision, scores: readonly KScore[]): string {
  const { best, kept, oneCloud } = decision;
  const figures = `mean silhouette ${best.silhouette.toFixed(2)}, found again in resamples to ${best.stability.toFixed(2)}`;
  const cloud = oneCloud
    ? '; by BIC one round cloud describes the rows as well: the clusters are parts of it, not groups apart'
    : '';
  if (scores.length === 1) return `k = ${best.k}: the only number tried (${figures})${cloud}`;
  const range = `k = ${scores[0]!.k} to ${scores.at(-1)!.k}`;
  if (best.k === 1)
    return `k = 1: by BIC no number from ${range} describes the rows better than one round cloud`;
  if (kept !== undefined)
    return `k = ${best.k} as before (${figures}); k = ${kept.k} (${kept.silhouette.toFixed(2)}, ${kept.stability.toFixed(2)}) is not clearly better${cloud}`;
  return `k = ${best.k} of ${range}: ${groundFor(decision)} (${figures})${cloud}`;
}

function groundFor({ stable, apart, near }: KDecision): string {
  if (stable === 'none')
    return 'no number is found again, so the greatest mean silhouette of the least unstable';
  const among = stable === 'all' ? '' : ' of those found again';
  if (!apart) return `groups do not lie apart, so the greatest BIC${among}`;
  return near === 1
    ? `the greatest mean silhouette${among}`
    : `the greatest BIC of ${near} whose silhouettes are near the greatest${among}`;
}
