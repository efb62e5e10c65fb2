import type { StockRules } from './simulate-stock-cost.ts';

/** What each has of a blend, the default first; sums to 1. */
export type BlendWeights = number[];

/** Reviews' worth of belief in the default alone. */
const PRIOR_REVIEWS = 6;
/** Of the default's cost, added to everyone's: who cost nothing so far does not get it all. */
const COST_FLOOR_SHARE = 0.01;

/**
 * Blend order levels: at every review by the costs that were known by then alone, so that the blend is judged as the rest are.
 *
 * Weights go by inverse cost (Bates & Granger 1969, with cost in place of variance), shrunk to the default by six reviews.
 *
 * @param entries - the default first: [k] levels, and [k] costs of the steps that each review's order is there for
 * @returns [k] blended levels, and the weights after the last review
 */
export function blendLevels(
  entries: readonly { levels: Float64Array; costs: Float64Array }[],
  { leadTimeSteps, reviewSteps }: Pick<StockRules, 'leadTimeSteps' | 'reviewSteps'>,
): { levels: Float64Array; weights: BlendWeights } {
  const lag = Math.ceil((leadTimeSteps + reviewSteps) / reviewSteps);
  const reviews = entries[0]?.levels.length ?? 0;
  const levels = Float64Array.from({ length: reviews }, (_, review) =>
    weightsBy(entries, Math.max(0, review - lag + 1)).reduce(
      (sum, weight, place) => sum + weight * entries[place]!.levels[review]!,
      0,
    ),
  );
  return { levels, weights: weightsBy(entries, reviews) };
}

function weightsBy(entries: readonly { costs: Float64Array }[], known: number): BlendWeights {
  const costs = entries.map((entry) => entry.costs.subarray(0, known).reduce((sum, cost) => sum + cost, 0));
  const floor = COST_FLOOR_SHARE * (costs[0] ?? 0);
  const trust = known / (known + PRIOR_REVIEWS);
  // without any cost there is nothing to tell them apart by
  const inverse = costs.map((cost) => (floor > 0 ? 1 / (cost + floor) : 1));
  const total = inverse.reduce((sum, weight) => sum + weight, 0);
  return inverse.map((weight, place) => (trust * weight) / total + (place === 0 ? 1 - trust : 0));
}
