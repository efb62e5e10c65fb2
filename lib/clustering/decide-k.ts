import type { KScore } from './choose-k.ts';

/** Which number it is, and by what. */
export type KDecision = {
  best: KScore;
  /** The number that the rule names, where `prefer` stood against it. */
  kept?: KScore;
  /** Whether all, some or none of the numbers tried are stable. */
  stable: 'all' | 'some' | 'none';
  /** Whether the clusters lie apart, so that silhouettes tell their number. */
  apart: boolean;
  /** Numbers among which BIC decided. */
  near: number;
  /** BIC is greatest for a single cluster. */
  oneCloud: boolean;
};

/** Adjusted Rand index from which a partition counts as found again; beside the most stable one where none reaches it. */
const STABLE = 0.6;
const NEAR_STABILITY = 0.1;
/** Mean silhouette above which there is reasonable structure; up to it, it is weak (Kaufman & Rousseeuw 1990, table 4). */
const STRUCTURE = 0.5;
/** Silhouettes within this of the greatest are near: they differ as much from one sample to another. */
const NEAR_SILHOUETTE = 0.05;
/** What another number must have more of before it takes the place of the one that stands. */
const CLEARLY_BETTER_SILHOUETTE = 0.05;
const CLEARLY_BETTER_STABILITY = 0.2;

/**
 * Decide for a number of clusters.
 *
 * Stable ones first: adjusted Rand index under resampling of .6 or more; where none has that, those within .1 of the greatest, of
 * which the greatest silhouette decides. Of stable ones the well parted, where any is: silhouette above .5 and within .05 of the
 * greatest. Where clusters don't lie apart, silhouettes favour the coarsest cut without end and are not asked. Of what is left
 * the greatest BIC, ties to the smaller k. A single cluster is chosen, where it is among those tried, only when its BIC is the greatest of all.
 *
 * @param scores - in order of k, one or more
 * @param options - `single` is the BIC of one cluster; numbers below `fewest` are taken only where clusters lie apart; `prefer` stands unless it has become unstable or the rule's number exceeds its
 *   silhouette by .05 or its stability by .2
 */
export function decideK(
  scores: readonly KScore[],
  { single, prefer, fewest = 1 }: { single: number | null; prefer?: number; fewest?: number },
): KDecision {
  const oneCloud = single !== null && scores.every((score) => single >= bicOf(score));
  const all = scores.filter(({ k }) => k > 1);
  const [first] = scores;
  if (all.length === 0 || (oneCloud && first!.k === 1))
    return { best: first!, stable: 'all', apart: false, near: 1, oneCloud };

  const lieApart = greatestOf(all.filter(isStable), 'silhouette') > STRUCTURE;
  const enough = all.filter(({ k }) => lieApart || k >= fewest);
  const several = enough.length > 0 ? enough : all;
  const isAnyStable = several.some(isStable);
  const bar = isAnyStable ? STABLE : greatestOf(several, 'stability') - NEAR_STABILITY;
  const candidates = several.filter(({ stability }) => stability >= bar);
  const greatest = greatestOf(candidates, 'silhouette');
  const apart = greatest > STRUCTURE;
  const near = candidates.filter(({ silhouette }) => !apart || silhouette >= greatest - NEAR_SILHOUETTE);
  const stable = !isAnyStable ? 'none' : candidates.length === several.length ? 'all' : 'some';
  const merit = (score: KScore) => (stable === 'none' ? score.silhouette : bicOf(score));
  const best = near.reduce((a, b) => (merit(b) > merit(a) ? b : a));
  const ground = { stable, apart, near: near.length, oneCloud } as const;
  const standing = several.find(({ k, stability }) => k === prefer && stability >= bar - NEAR_STABILITY);
  return standing !== undefined && standing !== best && !isClearlyBetter(best, standing)
    ? { best: standing, kept: best, ...ground }
    : { best, ...ground };
}

const isStable = ({ stability }: KScore) => stability >= STABLE;

const bicOf = ({ bic }: KScore) => bic ?? Number.NEGATIVE_INFINITY;

const greatestOf = (scores: readonly KScore[], what: 'silhouette' | 'stability') =>
  Math.max(...scores.map((score) => score[what]));

const isClearlyBetter = (one: KScore, other: KScore) =>
  one.silhouette > other.silhouette + CLEARLY_BETTER_SILHOUETTE ||
  one.stability > other.stability + CLEARLY_BETTER_STABILITY;
