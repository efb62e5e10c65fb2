import type { OriginErrors } from './origin-errors.ts';

/** Steps summed up to see how errors hang together, and what is assumed at the weight of a few origins. */
const MOST_SUMMED = 28;
const USUAL_SHARED = 0.1;
const LEAST_SHARED_WEIGHT = { calm: 2, erratic: 20 };

/**
 * Read how the errors of one path hang together: shocks whose variances add up to the growth, and a share that all steps have
 * in common, so large that sums over steps spread as they did from past origins.
 *
 * @param fitted - [h] sd of each step's error
 * @param erratic - 0 to 1: one large order makes all sums of a few origins look as if they went together, so more of them must say so
 */
export function errorTogetherness(
  origins: OriginErrors['origins'],
  fitted: readonly number[],
  erratic: number,
): { errorWeights: number[]; sharedShare: number[] } {
  const first = fitted[0]! > 0 ? fitted[0]! : 1;
  const errorWeights = fitted.map((sd, step) =>
    step === 0 ? 1 : Math.sqrt(Math.max(0, sd ** 2 - fitted[step - 1]! ** 2)) / first,
  );
  const { calm } = LEAST_SHARED_WEIGHT;
  let weights = calm + erratic * (LEAST_SHARED_WEIGHT.erratic - calm);
  let shares = weights * USUAL_SHARED;
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
