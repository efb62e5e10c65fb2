import type { CompleteSeries } from './complete-series.ts';

/** What a past window was forecast from. */
type PastDemand = {
  /** [n] chance of demand at a usual place of the season, seen before each step. */
  chanceBefore: Float64Array;
  /** [season] how much likelier demand is at each place. */
  factors: Float64Array;
  size: { mean: number; variance: number };
};

/** Variance of the rate that is assumed, at the weight of so many windows. */
const USUAL_UNREST = 0.3;
const WEIGHT_OF_THE_USUAL = 4;
const BOUNDS = { least: 0.02, most: 2 };
/** A window is at most this share of the history, and the first third of it is not judged. */
const LONGEST_SHARE = 1 / 5;
const UNJUDGED_SHARE = 1 / 3;

/**
 * Tell how much the rate of demand itself goes up and down from one stretch of time to the next, beyond chance.
 *
 * Where steps were independent given the rate, a window's sum S would vary about its forecast μ by the variance V of chance and
 * sizes alone. If the rate is multiplied by a number of mean 1 and variance v, it varies by V + v μ². So v is Σ((S − μ)² − V) over
 * Σ μ², over windows as long as the horizon, each forecast from what came before, drawn towards 0.3. Orders that come in clusters,
 * seasons nobody modelled and customers lost or won all end up here, which is what sums over a lead time suffer from.
 *
 * @param horizon - steps, ≥ 1
 * @returns variance of the rate over its mean, 0.02 to 2
 */
export function rateUnrest(
  { y, observed }: CompleteSeries,
  { chanceBefore, factors, size }: PastDemand,
  horizon: number,
): number {
  const n = y.length;
  const length = Math.max(1, Math.min(horizon, Math.floor(n * LONGEST_SHARE)));
  const apart = Math.max(1, Math.floor(length / 2));
  let excess = 0;
  let expected = 0;
  let windows = 0;
  for (let origin = n - length; origin >= Math.max(2, Math.floor(n * UNJUDGED_SHARE)); origin -= apart) {
    let sum = 0;
    let mean = 0;
    let variance = 0;
    for (let t = origin; t < origin + length; t++) {
      if (observed[t] === 0) continue;
      const chance = Math.min(1, chanceBefore[origin]! * factors[t % factors.length]!);
      sum += y[t]!;
      mean += chance * size.mean;
      variance += chance * size.variance + chance * (1 - chance) * size.mean ** 2;
    }
    excess += (sum - mean) ** 2 - variance;
    expected += mean * mean;
    // Windows overlap by half: two say as much as one.
    windows += 0.5;
  }
  const found = expected > 0 ? excess / expected : USUAL_UNREST;
  const unrest = (WEIGHT_OF_THE_USUAL * USUAL_UNREST + windows * found) / (WEIGHT_OF_THE_USUAL + windows);
  return Math.min(BOUNDS.most, Math.max(BOUNDS.least, unrest));
}
