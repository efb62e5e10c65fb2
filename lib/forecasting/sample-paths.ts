import { InputError } from '../domain/errors.ts';
import { createRandom, quantileOfSorted, type Random, standardNormal } from '../numeric/index.ts';
import { type ForecastDistribution, valueAt } from './distribution.ts';
import { sampleLumpyPath } from './lumpy-demand.ts';

/** How many paths of how many steps, and their seed. */
export type PathOptions = {
  /** How many, ≥ 1. */
  paths: number;
  /** Steps of each, at most those forecast. */
  days: number;
  seed: number;
};

/**
 * Sample futures: each path is one way in which the steps may come out together.
 *
 * Every step has the forecast's own distribution; the steps of a path hang together by the model's error weights and by the
 * shared error of its coefficients. Sums over steps, or over series sampled with seeds of their own, are distributions of sums
 * (a sum of quantiles is not a quantile of the sum). O(paths · days²).
 *
 * @returns [paths × days] row-major
 * @throws InputError when more steps are asked for than were forecast
 */
export function samplePaths(distribution: ForecastDistribution, options: PathOptions): Float64Array {
  const { paths, days, seed } = options;
  checkDays(distribution, days);
  const random = createRandom(seed);
  const norms = errorNorms(distribution.errorWeights, days);
  const shocks = new Float64Array(days);
  const out = new Float64Array(paths * days);
  for (let path = 0; path < paths; path++) {
    const steps = out.subarray(path * days, (path + 1) * days);
    if (distribution.lumpy) sampleLumpyPath(distribution.lumpy, random, steps);
    else samplePath(distribution, random, norms, shocks, steps);
  }
  return out;
}

/**
 * Add up the steps of each path.
 *
 * @param paths - [n × days] row-major
 * @returns [n]
 */
export function pathTotals(paths: Float64Array, days: number): Float64Array {
  const totals = new Float64Array(days === 0 ? 0 : paths.length / days);
  for (let path = 0; path < totals.length; path++) {
    let sum = 0;
    for (let day = 0; day < days; day++) sum += paths[path * days + day]!;
    totals[path] = sum;
  }
  return totals;
}

/** The distribution of a sum over steps. */
export type CumulativeDemand = { mean: number; quantiles: number[] };

/**
 * Tell the distribution of the sum over the first steps, from sampled paths.
 *
 * @param probabilities - 0 to 1, answered in their order
 * @param options - `paths` default 1000, `seed` default 1
 */
export function cumulativeDemand(
  distribution: ForecastDistribution,
  days: number,
  probabilities: readonly number[],
  { paths = 1000, seed = 1 }: { paths?: number; seed?: number } = {},
): CumulativeDemand {
  checkDays(distribution, days);
  if (days === 0) return { mean: 0, quantiles: probabilities.map(() => 0) };
  return describeTotals(pathTotals(samplePaths(distribution, { paths, days, seed }), days), probabilities);
}

/** Describe totals (or sums of several series' totals): their mean and the quantiles asked for. */
export function describeTotals(totals: Float64Array, probabilities: readonly number[]): CumulativeDemand {
  const sorted = Float64Array.from(totals).sort();
  return {
    mean: sorted.reduce((sum, total) => sum + total, 0) / sorted.length,
    quantiles: probabilities.map((probability) => quantileOfSorted(sorted, probability)),
  };
}

function samplePath(
  distribution: ForecastDistribution,
  random: Random,
  norms: Float64Array,
  shocks: Float64Array,
  out: Float64Array,
): void {
  const { errorWeights, sharedShare } = distribution;
  const shared = standardNormal(random);
  for (let day = 0; day < out.length; day++) {
    shocks[day] = standardNormal(random);
    let error = 0;
    for (let lag = 0; lag <= day; lag++) error += errorWeights[lag]! * shocks[day - lag]!;
    const share = sharedShare[day]!;
    const z = Math.sqrt(1 - share) * (error / norms[day]!) + Math.sqrt(share) * shared;
    out[day] = valueAt(distribution, day, z);
  }
}

/** Root of ψ₀² + … + ψ_h²: what makes each step's error a standard normal. */
function errorNorms(weights: readonly number[], days: number): Float64Array {
  let squares = 0;
  return Float64Array.from({ length: days }, (_, lag) => {
    squares += weights[lag]! ** 2;
    return Math.sqrt(squares);
  });
}

function checkDays({ centre }: ForecastDistribution, days: number): void {
  if (!Number.isSafeInteger(days) || days < 0 || days > centre.length) {
    throw new InputError(`${days} steps are asked for where ${centre.length} are forecast`);
  }
}
