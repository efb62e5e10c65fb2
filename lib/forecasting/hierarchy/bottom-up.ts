import { InputError } from '../../domain/errors.ts';
import { quantileOfSorted } from '../../numeric/index.ts';
import { samplePaths } from '../sample-paths.ts';
import { type CommonShares, commonShares } from './common-shares.ts';
import type { SampledTotals } from './sampled-totals.ts';

/** A group of series by its totals, and a seed of its own. */
export type Group = { totals: SampledTotals; seed: number };

/** What to tell of the totals. */
export type BottomUpOptions = {
  /** 0 to 1, answered in their order. */
  probabilities: readonly number[];
  /** Sums are told to the end of each block of so many steps too: 7 for weeks of days. */
  blockSteps: number;
  /** Of the factor that all groups have in common. */
  seed: number;
  /** Futures that quantiles are read from; default 2048. */
  draws?: number;
  /** Default: estimated from the shocks. */
  shares?: CommonShares;
};

/** A total's distribution, step by step and summed from the first step to the end of each block. */
export type TotalForecast = {
  /** [days] sums of the series' means. */
  mean: number[];
  /** One [days] a probability. */
  quantiles: number[][];
  cumulative: { steps: number; mean: number; quantiles: number[] }[];
};

/**
 * Forecast groups and their market from their series' sampled futures, so that means add up exactly and quantiles are those of
 * sums, which sums of quantiles are not.
 *
 * A future of a group is its mean, plus what its series vary by themselves (shrunk to the share that is their own), plus two
 * normal factors, the market's and the group's, by which all its series move together: each with the sum of the sds as its
 * size, and hanging together over the days as the series' errors do. Without the factors a market's interval is far too narrow. The
 * market's futures are the sums of the groups', so that they all tell one story. A day of a future may fall below 0: only a
 * quantile is held at it, for lifting each closed Sunday would lift the sums off their mean. Bytes depend on the order of groups alone.
 * O(groups · draws · days²).
 *
 * @throws InputError when there is no group, or the groups' shapes differ
 */
export function bottomUp(
  groups: readonly Group[],
  options: BottomUpOptions,
): { market: TotalForecast; groups: TotalForecast[]; shares: CommonShares } {
  const shape = checkShapes(groups);
  const { draws = 2048 } = options;
  const shares = options.shares ?? commonShares(groups.map(({ totals }) => totals));
  const sums = new Float64Array(draws * shape.days);
  const means = new Float64Array(shape.days);
  const told = groups.map(({ totals, seed }, place) => {
    const futures = futuresOf({ totals, seed }, { shares, draws, marketSeed: options.seed, place });
    for (let at = 0; at < sums.length; at++) sums[at]! += futures[at]!;
    for (let day = 0; day < shape.days; day++) means[day]! += totals.mean[day]!;
    return describeFutures(totals, futures, options);
  });
  const nonNegative = groups.every(({ totals }) => totals.nonNegative);
  return { market: describeFutures({ mean: means, nonNegative }, sums, options), groups: told, shares };
}

function checkShapes(groups: readonly Group[]): SampledTotals {
  const [first] = groups;
  if (first === undefined) throw new InputError('there is no group to add up');
  const { days, times } = first.totals;
  for (const { totals } of groups)
    if (totals.days !== days || totals.times !== times)
      throw new InputError(
        `groups of ${totals.days} days and ${totals.times} times stand beside ${days}, ${times}`,
      );
  return first.totals;
}

type Draw = { shares: CommonShares; draws: number; marketSeed: number; place: number };

/** @returns [draws × days] */
function futuresOf({ totals, seed }: Group, { shares, draws, marketSeed, place }: Draw): Float64Array {
  const { days, paths, futures, mean } = totals;
  // the same seed draws the same shocks for every group, each then feels them by its own load
  const ofMarket = factorFutures(totals, shares.market, draws, marketSeed);
  const ofGroup = factorFutures(totals, shares.group, draws, seed);
  const ownWeight = Math.sqrt(Math.max(0, 1 - shares.market - shares.group));
  const centre = meanOfFutures(totals);
  const out = new Float64Array(draws * days);
  for (let draw = 0; draw < draws; draw++) {
    // each round through the sampled futures pairs those of different groups anew
    const path = (draw + Math.floor(draw / paths) * (place + 1)) % paths;
    for (let day = 0; day < days; day++) {
      const at = draw * days + day;
      const own = ownWeight * (futures[path * days + day]! - centre[day]!);
      out[at] = mean[day]! + own + ofMarket[at]! + ofGroup[at]!;
    }
  }
  return out;
}

/**
 * Sample what a common factor does to a total: as if one series had all of its sd. The later half mirrors the earlier one
 * (antithetic draws), which halves the work and leaves the mean where it was.
 */
function factorFutures(totals: SampledTotals, share: number, draws: number, seed: number): Float64Array {
  const { days, load, weightedErrors, weightedShares } = totals;
  if (share === 0) return new Float64Array(draws * days);
  const size = load.reduce((sum, sd) => sum + sd, 0) / days;
  const distribution = {
    centre: Array.from(load, () => 0),
    sd: Array.from(load, (sd) => Math.sqrt(share) * sd),
    errorWeights: Array.from(weightedErrors, (sum, day) => (day === 0 || size === 0 ? 1 : sum / size)),
    sharedShare: Array.from(weightedShares, (sum, day) => (load[day]! > 0 ? sum / load[day]! : 0)),
    nonNegative: false,
  };
  const half = samplePaths(distribution, { paths: Math.ceil(draws / 2), days, seed });
  const out = new Float64Array(draws * days);
  out.set(half);
  for (let at = half.length; at < out.length; at++) out[at] = -half[at - half.length]!;
  return out;
}

function meanOfFutures({ days, paths, futures }: SampledTotals): Float64Array {
  const centre = new Float64Array(days);
  for (let at = 0; at < futures.length; at++) centre[at % days]! += futures[at]! / paths;
  return centre;
}

function describeFutures(
  { mean, nonNegative }: Pick<SampledTotals, 'mean' | 'nonNegative'>,
  futures: Float64Array,
  { probabilities, blockSteps }: BottomUpOptions,
): TotalForecast {
  const days = mean.length;
  const draws = futures.length / days;
  const running = new Float64Array(draws);
  const column = new Float64Array(draws);
  const quantiles = probabilities.map(() => new Array<number>(days));
  const cumulative: TotalForecast['cumulative'] = [];
  let meanSoFar = 0;
  const quantilesOf = (values: Float64Array) => {
    const sorted = Float64Array.from(values).sort();
    return probabilities.map((probability) => {
      const value = quantileOfSorted(sorted, probability);
      return nonNegative ? Math.max(0, value) : value;
    });
  };
  for (let day = 0; day < days; day++) {
    for (let draw = 0; draw < draws; draw++) {
      column[draw] = futures[draw * days + day]!;
      running[draw]! += column[draw]!;
    }
    meanSoFar += mean[day]!;
    for (const [i, value] of quantilesOf(column).entries()) quantiles[i]![day] = value;
    if ((day + 1) % blockSteps === 0)
      cumulative.push({ steps: day + 1, mean: meanSoFar, quantiles: quantilesOf(running) });
  }
  return { mean: [...mean], quantiles, cumulative };
}
