import type { SeriesProfile } from '../../domain/known-future.ts';
import { quantileOfSorted } from '../../numeric/index.ts';

/** A series and where in the season it starts. */
export type ProfileMember = {
  /** NaN = not observed. */
  values: ArrayLike<number>;
  /** Place of the first value in the season, 0 to period − 1. */
  phase?: number;
};

/** Observations that a series needs to tell something of its kind: four seasons, or this many without one. */
const LEAST_SEASONS = 4;
const LEAST_VALUES = 8;
/** Series of which less than this is no profile. */
const LEAST_SERIES = 3;
/** Factors are drawn to 1 as if so many seasons without a pattern had been seen. */
const FLAT_SEASONS = 4;
const SIZES = 20;
/** Share of steps without demand above which demand is told by chance and size. */
export const LUMPY_SHARE = 0.35;

/**
 * Draw the profile of a category: season, level, how both differ between its series, and the sizes of demand.
 *
 * Every series counts the same in the season and the spread, whatever it sells; series with too few observations, with
 * negative values, or that never sold are left out.
 *
 * @returns `null` where fewer than three series can be read
 */
export function profileOf(members: readonly ProfileMember[], period: number): SeriesProfile | null {
  const season = period >= 2 ? Math.round(period) : 1;
  const least = season > 1 ? LEAST_SEASONS * season : LEAST_VALUES;
  const read = members.map((member) => readMember(member, season)).filter((one) => one !== null);
  const usable = read.filter(({ observed, mean }) => observed >= least && mean > 0);
  if (usable.length < LEAST_SERIES) return null;
  const levels = winsorised(usable.map(({ mean }) => mean));
  const level = average(levels);
  const between = average(levels.map((value) => (value - level) ** 2));
  const sizes = usable.flatMap(({ relativeSizes }) => relativeSizes).sort((a, b) => a - b);
  return {
    period: season,
    season: seasonOf(usable, season),
    level,
    levelVariation: Math.max(0.01, between / level ** 2),
    noise: noiseOf(usable),
    zeroShare: average(usable.map(({ zeroShare }) => zeroShare)),
    sizes: Array.from({ length: SIZES }, (_, i) =>
      quantileOfSorted(Float64Array.from(sizes), (i + 0.5) / SIZES),
    ),
    size: average(winsorised(usable.map(({ size }) => size))),
    series: usable.length,
  };
}

type ReadMember = {
  observed: number;
  mean: number;
  /** Half the mean square of differences from a season before: what a level that stays leaves unsaid. */
  variance: number;
  zeroShare: number;
  size: number;
  relativeSizes: number[];
  /** [season] sums relative to the mean, and how often each place was seen. */
  sums: Float64Array;
  counts: Float64Array;
};

function readMember({ values, phase = 0 }: ProfileMember, season: number): ReadMember | null {
  const known: number[] = [];
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    if (!Number.isFinite(value)) continue;
    if (value < 0) return null;
    known.push(value);
    sums[(t + phase) % season]! += value;
    counts[(t + phase) % season]!++;
  }
  const mean = average(known);
  const demands = known.filter((value) => value > 0);
  const size = average(demands);
  let squares = 0;
  let pairs = 0;
  for (let t = season; t < values.length; t++) {
    const difference = values[t]! - values[t - season]!;
    if (!Number.isFinite(difference)) continue;
    squares += difference ** 2;
    pairs++;
  }
  return {
    observed: known.length,
    mean,
    variance: pairs === 0 ? mean ** 2 : squares / (2 * pairs),
    zeroShare: 1 - demands.length / known.length,
    size,
    // evenly spaced, so that a long series says no more than a short one
    relativeSizes: evenly(demands.sort((a, b) => a - b)).map((value) => value / size),
    sums: sums.map((sum) => sum / mean),
    counts,
  };
}

/**
 * Fit variance / mean² = ofMean / mean + ofSquare over the series, weighed by their size; neither is negative.
 * Rare demand has a variance in proportion to its mean, as sums of independent orders do; series that hardly sold
 * would bend the fit.
 */
function noiseOf(members: readonly ReadMember[]): SeriesProfile['noise'] {
  if (average(members.map(({ zeroShare }) => zeroShare)) > LUMPY_SHARE)
    return { ofMean: average(winsorised(members.map(({ variance, mean }) => variance / mean))), ofSquare: 0 };
  const points = members.map(({ mean, variance }) => ({ x: 1 / mean, y: variance / mean ** 2 }));
  let fit = { ofMean: 0, ofSquare: average(points.map(({ y }) => y)) };
  // relative variances err in proportion to themselves
  for (let pass = 0; pass < 3; pass++) {
    const weighed = points.map(({ x, y }) => ({ x, y, w: 1 / (fit.ofMean * x + fit.ofSquare + 1e-12) ** 2 }));
    const total = weighed.reduce((sum, { w }) => sum + w, 0);
    const xBar = weighed.reduce((sum, { x, w }) => sum + x * w, 0) / total;
    const yBar = weighed.reduce((sum, { y, w }) => sum + y * w, 0) / total;
    const products = weighed.reduce((sum, { x, y, w }) => sum + w * (x - xBar) * (y - yBar), 0);
    const squares = weighed.reduce((sum, { x, w }) => sum + w * (x - xBar) ** 2, 0);
    const ofMean = squares > 0 ? Math.min(yBar / xBar, Math.max(0, products / squares)) : 0;
    fit = { ofMean, ofSquare: Math.max(0, yBar - ofMean * xBar) };
  }
  return fit;
}

function seasonOf(members: readonly ReadMember[], season: number): number[] {
  if (season < 2) return [1];
  const factors = Array.from({ length: season }, (_, place) => {
    let sum = FLAT_SEASONS;
    let count = FLAT_SEASONS;
    for (const { sums, counts, observed } of members) {
      sum += (sums[place]! * season) / observed;
      count += (counts[place]! * season) / observed;
    }
    return sum / count;
  });
  const mean = average(factors);
  return factors.map((factor) => factor / mean);
}

function evenly(sorted: readonly number[]): number[] {
  if (sorted.length === 0) return [];
  const values = Float64Array.from(sorted);
  return Array.from({ length: SIZES }, (_, i) => quantileOfSorted(values, (i + 0.5) / SIZES));
}

/** Pull the outermost twentieths in: one giant must not make every new product's level a guess. */
function winsorised(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [quantileOfSorted(sorted, 0.05), quantileOfSorted(sorted, 0.95)];
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
