import { quantileOfSorted, type Random } from '../numeric/index.ts';
import type { DemandMoments } from './demand-distribution.ts';

/** Quantiles of a sum of days, as a forecast stores them. Units. */
export type SumQuantiles = { days: number; mean: number; p50: number; p90: number; p95: number; p99: number };

/** What a location must cover: the sum over its markets, from tomorrow over lead time and review. */
export type LocationDemand = {
  days: number;
  moments: DemandMoments;
  /** [draws] sampled sums, ascending */
  sums: Float64Array;
};

const DRAWS = 2000;

/**
 * Sum the demand of a location's markets by sampling: each draw adds one path sum from every market. The quantile of a
 * sum is not the sum of quantiles.
 *
 * Markets are drawn independently. Periods of other lengths are brought to `days` in proportion of mean and variance.
 *
 * @param markets - a forecast's quantiles each, at least one
 */
export function sumOverMarkets(
  markets: readonly SumQuantiles[],
  days: number,
  random: Random,
): LocationDemand {
  const sums = new Float64Array(DRAWS);
  for (const market of markets) {
    const knots = knotsOf(market);
    const ratio = days / market.days;
    const mean = meanOf(knots);
    for (let draw = 0; draw < DRAWS; draw++)
      sums[draw]! += Math.max(0, mean * ratio + (valueAt(knots, random()) - mean) * Math.sqrt(ratio));
  }
  sums.sort();
  const moments = markets.map((market) => momentsOfSum(market, days));
  return {
    days,
    sums,
    moments: {
      mean: moments.reduce((sum, { mean }) => sum + mean, 0),
      variance: moments.reduce((sum, { variance }) => sum + variance, 0),
    },
  };
}

/** Read the demand that is covered with a probability. Units. */
export function coveredAt({ sums }: LocationDemand, serviceLevel: number): number {
  return quantileOfSorted(sums, serviceLevel);
}

/** Give mean and variance of one market's demand over so many days, from the quantiles of its forecast. */
export function momentsOfSum(market: SumQuantiles, days: number): DemandMoments {
  const knots = knotsOf(market);
  const mean = meanOf(knots);
  let square = 0;
  for (let i = 1; i < knots.length; i++) {
    const [from, low] = knots[i - 1]!;
    const [to, high] = knots[i]!;
    square += ((to - from) * (low * low + low * high + high * high)) / 3;
  }
  const ratio = days / market.days;
  return { mean: market.mean * ratio, variance: Math.max(square - mean * mean, 0) * ratio };
}

type Knot = readonly [probability: number, units: number];

/**
 * Lay a piecewise linear quantile function through the forecast's quantiles. Its lower end is set so that the mean is
 * the forecast's, as far as 0 and the median allow.
 */
function knotsOf({ mean, p50, p90, p95, p99 }: SumQuantiles): Knot[] {
  const top = p99 + (p99 - p95);
  const above = 0.2 * (p50 + p90) + 0.025 * (p90 + p95) + 0.02 * (p95 + p99) + 0.005 * (p99 + top);
  const least = Math.min(p50, Math.max(0, (mean - above) / 0.25 - p50));
  return [
    [0, least],
    [0.5, p50],
    [0.9, p90],
    [0.95, p95],
    [0.99, p99],
    [1, top],
  ];
}

function meanOf(knots: readonly Knot[]): number {
  let mean = 0;
  for (let i = 1; i < knots.length; i++)
    mean += ((knots[i]![0] - knots[i - 1]![0]) * (knots[i]![1] + knots[i - 1]![1])) / 2;
  return mean;
}

function valueAt(knots: readonly Knot[], probability: number): number {
  let i = 1;
  while (i < knots.length - 1 && probability > knots[i]![0]) i++;
  const [from, low] = knots[i - 1]!;
  const [to, high] = knots[i]!;
  return low + ((high - low) * (probability - from)) / (to - from);
}
