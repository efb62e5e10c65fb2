import { normalQuantile, studentQuantile } from '../numeric/index.ts';
import { degreesOfRatio } from './heavy-tails.ts';
import type { OriginErrors } from './origin-errors.ts';

/** How far a forecast errs at each step ahead, and how the steps of one future hang together. */
export type ErrorSpread = {
  /** [h] in the units of the comparable errors. */
  sd: number[];
  tailDegrees: number;
  /** [h] and [h]; see `ForecastDistribution`. */
  errorWeights: number[];
  sharedShare: number[];
};

/** Variance grows with steps to this power where the errors do not say otherwise, and how much they must say. */
const USUAL_GROWTH = 0.7;
const WEIGHT_OF_THE_USUAL = 20;
/** Share of the fitted sd, and its rise where few values had to carry the coefficients: both set on coverage. */
const CALIBRATION = 0.93;
const VALUES_SPENT = 10;
/** Origins that weigh as much as the distribution assumed. */
const WEIGHT_OF_THE_ASSUMED = 5;
/** Quantiles of 80 and 95 % that errors divided by their own root mean square have when they are as usual. */
const USUAL_80 = normalQuantile(0.9);
const USUAL_95 = 2.05;

/**
 * Tell how far a forecast will err from how far it erred from past origins.
 *
 * The variance grows as a power of the steps ahead, fitted by quasi-likelihood and held near 0.7. Widths of the 80 and
 * 95 % interval are those of Student's t, whose degrees grow with the history, blended with the errors' own quantiles. What fitting
 * took is given back by the factor √((1 + 10/n)(1 + h/n)). `docs/forecasting.md` tells how the constants were set.
 *
 * @param n - length of the history
 */
export function spreadOfErrors({ origins }: OriginErrors, horizon: number, n: number): ErrorSpread {
  const { scale, growth } = fitGrowth(origins, horizon);
  const fitted = Array.from({ length: horizon }, (_, step) => Math.sqrt(scale * (step + 1) ** growth));
  const degrees = Math.min(15, Math.max(3, n / 12));
  let at80 = studentQuantile(0.9, degrees);
  let at95 = studentQuantile(0.975, degrees);
  if (scale > 0) {
    const found = quantilesOf(origins, fitted);
    const trust = (origins.length / (origins.length + WEIGHT_OF_THE_ASSUMED)) * Math.min(1, n / 100);
    at80 *= 1 - trust + (trust * found.at80) / USUAL_80;
    at95 *= 1 - trust + (trust * found.at95) / USUAL_95;
  }
  const widening = (CALIBRATION * Math.sqrt(1 + VALUES_SPENT / n) * at80) / USUAL_80;
  return {
    sd: fitted.map((sd, step) => widening * sd * Math.sqrt(1 + step / n)),
    tailDegrees: at80 > 0 ? degreesOfRatio(at95 / at80) : 30,
    ...togetherness(origins, fitted),
  };
}

type Origins = OriginErrors['origins'];

function fitGrowth(origins: Origins, horizon: number): { scale: number; growth: number } {
  const squares = new Float64Array(horizon);
  const weights = new Float64Array(horizon);
  let count = 0;
  let total = 0;
  for (const { errors, weight } of origins) {
    for (let step = 0; step < errors.length; step++) {
      if (Number.isNaN(errors[step]!)) continue;
      squares[step]! += weight * errors[step]! ** 2;
      weights[step]! += weight;
      total += weight;
      count++;
    }
  }
  let best = { scale: 0, growth: USUAL_GROWTH };
  let least = Number.POSITIVE_INFINITY;
  for (let growth = 0; growth <= 2; growth += 0.125) {
    let scale = 0;
    let logs = 0;
    for (let step = 0; step < horizon; step++) {
      scale += squares[step]! / (step + 1) ** growth;
      logs += weights[step]! * Math.log(step + 1);
    }
    scale /= total;
    if (!(scale > 0)) break;
    const loss =
      (count / total) * (total * Math.log(scale) + growth * logs) +
      WEIGHT_OF_THE_USUAL * (growth - USUAL_GROWTH) ** 2;
    if (loss < least) [best, least] = [{ scale, growth }, loss];
  }
  return best;
}

/** Bins of the histogram that quantiles are read from: a hundredth each, the last one open. */
const BINS = 800;
const BINS_A_UNIT = 100;

/** Weighted quantiles of the sizes of errors divided by the sd fitted, to a hundredth: a histogram costs no sort. */
function quantilesOf(origins: Origins, fitted: readonly number[]): { at80: number; at95: number } {
  const bins = new Float64Array(BINS);
  let total = 0;
  for (const { errors, weight } of origins) {
    for (let step = 0; step < errors.length; step++) {
      if (Number.isNaN(errors[step]!)) continue;
      const bin = Math.floor((BINS_A_UNIT * Math.abs(errors[step]!)) / fitted[step]!);
      bins[Math.min(BINS - 1, bin)]! += weight;
      total += weight;
    }
  }
  let sum = 0;
  let at80 = Number.NaN;
  for (let bin = 0; bin < BINS; bin++) {
    sum += bins[bin]!;
    const size = (bin + 0.5) / BINS_A_UNIT;
    if (Number.isNaN(at80) && sum >= 0.8 * total) at80 = size;
    if (sum >= 0.95 * total) return { at80, at95: size };
  }
  return { at80: USUAL_80, at95: USUAL_95 };
}

/**
 * Read how the errors of one path hang together: shocks whose variances add up to the growth, and a share that all steps have
 * in common, so large that sums over steps spread as they did from past origins.
 */
function togetherness(
  origins: Origins,
  fitted: readonly number[],
): Pick<ErrorSpread, 'errorWeights' | 'sharedShare'> {
  const first = fitted[0]! > 0 ? fitted[0]! : 1;
  const errorWeights = fitted.map((sd, step) =>
    step === 0 ? 1 : Math.sqrt(Math.max(0, sd ** 2 - fitted[step - 1]! ** 2)) / first,
  );
  let weights = LEAST_SHARED_WEIGHT;
  let shares = LEAST_SHARED_WEIGHT * USUAL_SHARED;
  for (const { errors, weight } of origins) {
    const steps = Math.min(errors.length, MOST_SUMMED);
    if (steps < 2 || !(fitted[0]! > 0) || errors.some(Number.isNaN)) continue;
    let sum = 0;
    for (let step = 0; step < steps; step++) sum += errors[step]! / fitted[step]!;
    const apart = varianceOfSum(errorWeights, steps);
    shares += (weight * (sum * sum - apart)) / (steps * steps - apart);
    weights += weight;
  }
  const shared = Math.min(0.9, Math.max(0.02, shares / weights));
  return { errorWeights, sharedShare: fitted.map(() => shared) };
}

/** Steps summed up to see how errors hang together, and what is assumed at the weight of a few origins. */
const MOST_SUMMED = 28;
const USUAL_SHARED = 0.1;
const LEAST_SHARED_WEIGHT = 2;

/** Variance of a sum of steps that each have variance 1 and share the shocks of `weights`. */
function varianceOfSum(weights: readonly number[], steps: number): number {
  const norms: number[] = [];
  let squares = 0;
  for (let step = 0; step < steps; step++) {
    squares += weights[step]! ** 2;
    norms.push(Math.sqrt(squares));
  }
  let variance = 0;
  for (let shock = 0; shock < steps; shock++) {
    let sum = 0;
    for (let step = shock; step < steps; step++) sum += weights[step - shock]! / norms[step]!;
    variance += sum * sum;
  }
  return variance;
}
