import { normalQuantile, studentQuantile } from '../numeric/index.ts';
import { errorTogetherness } from './error-togetherness.ts';
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

/** How much the errors must say before the variance grows otherwise than the model's own shocks let it. */
const WEIGHT_OF_THE_MODEL = 120;
const GROWTHS = { from: -1, to: 1, by: 0.125 };
/** Errors are Student's t of these degrees, here and in the intervals: heavier than normal as demand's are. */
const TAIL_DEGREES = 6;
const SCALE_STEPS = 8;
/** Coefficients that fitting took: the level's and trend's, a share of the season's, and more where the trend carries further. */
const COEFFICIENTS = { ofLevel: 6, ofASeasonFactor: 0.4, ofAStep: 0.8 };
const MOST_COEFFICIENTS_SHARE = 0.7;
/** Share of the variance so found, set on coverage. */
const CALIBRATION = 0.96;

/**
 * Tell how far a forecast will err from how far it erred from past origins, and from how its own shocks add up.
 *
 * The variance of step h is σ² (1 + ψ₁² + … + ψ²ₕ₋₁) hᵞ (n + k) / (n − k): the model's own growth with the shock response ψ (Box
 * & Jenkins 1970, eq. 5.1.16); a correction γ by quasi-likelihood, held near 0; and what fitting k coefficients took, since an error
 * within the sample is too small by 1 − k/n and one beyond it larger by 1 + k/n (Akaike 1969, final prediction error).
 * σ is the scale of a t of six degrees, by maximum likelihood, so that one odd month does not widen all.
 * `docs/forecasting.md` tells how the constants were set.
 *
 * @param n - length of the history
 * @param seasonFactors - how many factors of seasons were estimated
 */
export function spreadOfErrors(
  { origins, response, erratic }: OriginErrors,
  horizon: number,
  n: number,
  seasonFactors: number,
): ErrorSpread {
  const shape = shockVariance(response, horizon);
  const growth = fitGrowth(origins, shape);
  const grown = shape.map((variance, step) => variance * (step + 1) ** growth);
  const scale = fitScale(origins, grown);
  const fitted = grown.map((variance) => Math.sqrt(scale * variance));
  const widening = studentQuantile(0.9, TAIL_DEGREES) / normalQuantile(0.9);
  return {
    sd: fitted.map((sd, step) => widening * sd * Math.sqrt(CALIBRATION * cost(n, seasonFactors, step))),
    tailDegrees: TAIL_DEGREES,
    ...errorTogetherness(origins, fitted, erratic),
  };
}

type Origins = OriginErrors['origins'];

/** Variance of each step that a shock of variance 1 at every step adds up to. */
function shockVariance(response: Float64Array, horizon: number): number[] {
  let variance = 1;
  return Array.from({ length: horizon }, (_, step) => {
    if (step > 0) variance += response[step - 1]! ** 2;
    return variance;
  });
}

/** By what fitting took, the variance ahead exceeds that of the past. */
function cost(n: number, seasonFactors: number, step: number): number {
  const { ofLevel, ofASeasonFactor, ofAStep } = COEFFICIENTS;
  const spent = Math.min(
    MOST_COEFFICIENTS_SHARE * n,
    ofLevel + ofASeasonFactor * seasonFactors + ofAStep * step,
  );
  return (n + spent) / (n - spent);
}

function fitGrowth(origins: Origins, shape: readonly number[]): number {
  const squares = new Float64Array(shape.length);
  let count = 0;
  let total = 0;
  let logs = 0;
  for (const { errors, weight } of origins) {
    for (let step = 0; step < errors.length; step++) {
      if (Number.isNaN(errors[step]!)) continue;
      squares[step]! += (weight * errors[step]! ** 2) / shape[step]!;
      logs += weight * Math.log(step + 1);
      total += weight;
      count++;
    }
  }
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let growth = GROWTHS.from; growth <= GROWTHS.to; growth += GROWTHS.by) {
    let scale = 0;
    for (let step = 0; step < shape.length; step++) scale += squares[step]! / (step + 1) ** growth;
    if (!(scale > 0)) return 0;
    const loss = count * (Math.log(scale) + (growth * logs) / total) + WEIGHT_OF_THE_MODEL * growth ** 2;
    if (loss < least) [best, least] = [growth, loss];
  }
  return best;
}

/** σ² of errors that are σ √variance times a t of six degrees, by the EM steps of Lange, Little & Taylor (1989). */
function fitScale(origins: Origins, variance: readonly number[]): number {
  const squares: number[] = [];
  const weights: number[] = [];
  let total = 0;
  let scale = 0;
  for (const { errors, weight } of origins) {
    for (let step = 0; step < errors.length; step++) {
      if (Number.isNaN(errors[step]!)) continue;
      const square = errors[step]! ** 2 / variance[step]!;
      squares.push(square);
      weights.push(weight);
      scale += weight * square;
      total += weight;
    }
  }
  scale /= total;
  for (let pass = 0; pass < SCALE_STEPS && scale > 0; pass++) {
    let sum = 0;
    for (let i = 0; i < squares.length; i++) {
      sum += (weights[i]! * squares[i]! * (TAIL_DEGREES + 1)) / (TAIL_DEGREES + squares[i]! / scale);
    }
    scale = sum / total;
  }
  return scale > 0 ? scale : 0;
}
