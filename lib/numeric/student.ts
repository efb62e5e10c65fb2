import { normalQuantile } from './normal.ts';
import { logGamma, regularizedBeta } from './special-functions.ts';

/**
 * Compute the distribution function of Student's t.
 *
 * @param t - any number
 * @param degrees - degrees of freedom, above 0
 */
export function studentCdf(t: number, degrees: number): number {
  const tail = 0.5 * regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/**
 * Invert Student's t by safeguarded Newton steps on its distribution function.
 *
 * @param probability - 0 to 1; the ends give infinities
 * @param degrees - degrees of freedom, above 0; above 1e7 the normal quantile is returned
 */
export function studentQuantile(probability: number, degrees: number): number {
  if (degrees > 1e7 || probability <= 0 || probability >= 1) return normalQuantile(probability);
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees);
  const logConstant = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
  let low = 0;
  let high = 1;
  while (studentCdf(high, degrees) < probability && high < 1e300) high *= 2;
  let t = Math.min(Math.max(normalQuantile(probability), low), high);
  for (let step = 0; step < 200; step++) {
    const excess = studentCdf(t, degrees) - probability;
    if (excess > 0) high = t;
    else low = t;
    const density = Math.exp(logConstant - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees));
    let next = t - excess / density;
    // A Newton step may leave the bracket on heavy tails; halving never does.
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - t) <= 1e-14 * Math.abs(next)) return next;
    t = next;
  }
  return t;
}
