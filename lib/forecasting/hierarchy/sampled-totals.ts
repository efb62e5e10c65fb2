import { InputError } from '../../domain/errors.ts';
import type { ForecastDistribution } from '../distribution.ts';
import { samplePaths } from '../sample-paths.ts';

/** Sizes that all totals of one run share. */
export type TotalsShape = {
  /** Steps ahead. */
  days: number;
  /** Futures sampled of every series. */
  paths: number;
  /** Past times at which the shocks of all series are told. */
  times: number;
};

/**
 * What a group of series comes to, in sums: all that its distribution is made of, however many series there are. Totals of
 * parts add up to those of the whole.
 */
export type SampledTotals = TotalsShape & {
  series: number;
  /** Whether no series can fall below 0. */
  nonNegative: boolean;
  /** [days] sum of the means. */
  mean: Float64Array;
  /** [paths × days] row-major: sums of futures sampled from each series by itself. */
  futures: Float64Array;
  /** [days] sums of each day's sd, those times its shared share, and the series' mean sd times its error weight. */
  load: Float64Array;
  weightedErrors: Float64Array;
  weightedShares: Float64Array;
  /** [times] sums over the series of their shocks, and of the size (root mean square) of those that have one there. */
  shocks: Float64Array;
  sizes: Float64Array;
  /** Sums of squares over series and times of both. */
  shockSquares: number;
  sizeSquares: number;
};

/** Start a group with no series. */
export function emptyTotals({ days, paths, times }: TotalsShape): SampledTotals {
  return {
    days,
    paths,
    times,
    series: 0,
    nonNegative: true,
    mean: new Float64Array(days),
    futures: new Float64Array(paths * days),
    load: new Float64Array(days),
    weightedErrors: new Float64Array(days),
    weightedShares: new Float64Array(days),
    shocks: new Float64Array(times),
    sizes: new Float64Array(times),
    shockSquares: 0,
    sizeSquares: 0,
  };
}

/** A series as it enters a total. */
export type SeriesForecast = {
  /** [≥ days] the mean that is shown of the series: totals are the sums of what is shown. */
  mean: ArrayLike<number>;
  distribution: ForecastDistribution;
  /** [times], NaN where there is none: see `levelShocks`. */
  shocks: Float64Array;
  /** Of its own, or its futures would hang together with another's. */
  seed: number;
};

/**
 * Add a series: sample its futures by itself, and take its shocks down. O(paths · days²).
 *
 * @param totals - overwritten
 * @throws InputError when the shocks are not of these times, or fewer days are forecast
 */
export function addSeries(totals: SampledTotals, series: SeriesForecast): void {
  const { days, paths } = totals;
  const { distribution, mean, seed } = series;
  if (series.shocks.length !== totals.times)
    throw new InputError(`${series.shocks.length} shocks where ${totals.times} times are told`);
  const futures = samplePaths(distribution, { paths, days, seed });
  const sd = spreadOfDays(futures, days);
  const size = sd.reduce((sum, each) => sum + each, 0) / days;
  totals.series++;
  totals.nonNegative &&= distribution.nonNegative || distribution.lumpy !== undefined;
  addTo(totals.futures, futures);
  for (let day = 0; day < days; day++) {
    totals.mean[day]! += mean[day]!;
    totals.load[day]! += sd[day]!;
    totals.weightedErrors[day]! += size * distribution.errorWeights[day]!;
    totals.weightedShares[day]! += sd[day]! * distribution.sharedShare[day]!;
  }
  addShocks(totals, series.shocks);
}

/**
 * Add one part's totals to another's. In one order of parts the result is the same to the last bit.
 *
 * @param into - overwritten
 * @throws InputError when their shapes differ
 */
export function mergeTotals(into: SampledTotals, part: SampledTotals): void {
  if (into.days !== part.days || into.paths !== part.paths || into.times !== part.times)
    throw new InputError(
      `totals of ${part.paths} paths, ${part.days} days and ${part.times} times do not add to those of ${into.paths}, ${into.days} and ${into.times}`,
    );
  into.series += part.series;
  into.nonNegative &&= part.nonNegative;
  into.shockSquares += part.shockSquares;
  into.sizeSquares += part.sizeSquares;
  for (const name of summedArrays) addTo(into[name], part[name]);
}

/** The arrays of totals that add up element by element. */
export const summedArrays = [
  'mean',
  'futures',
  'load',
  'weightedErrors',
  'weightedShares',
  'shocks',
  'sizes',
] as const;

function addShocks(totals: SampledTotals, shocks: Float64Array): void {
  let squares = 0;
  let told = 0;
  for (const shock of shocks) {
    if (Number.isNaN(shock)) continue;
    squares += shock * shock;
    told++;
  }
  if (told === 0) return;
  const size = Math.sqrt(squares / told);
  totals.shockSquares += squares;
  totals.sizeSquares += squares;
  shocks.forEach((shock, time) => {
    if (Number.isNaN(shock)) return;
    totals.shocks[time]! += shock;
    totals.sizes[time]! += size;
  });
}

/** Sd of each day over the futures: of what was sampled, whatever distribution it came from. */
function spreadOfDays(futures: Float64Array, days: number): Float64Array {
  const paths = futures.length / days;
  return Float64Array.from({ length: days }, (_, day) => {
    let sum = 0;
    let squares = 0;
    for (let path = 0; path < paths; path++) {
      const value = futures[path * days + day]!;
      sum += value;
      squares += value * value;
    }
    return Math.sqrt(Math.max(0, squares / paths - (sum / paths) ** 2));
  });
}

function addTo(into: Float64Array, values: Float64Array): void {
  for (let at = 0; at < into.length; at++) into[at]! += values[at]!;
}
