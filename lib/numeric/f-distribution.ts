import { regularizedBeta } from './special-functions.ts';

/**
 * Compute the upper tail of Snedecor's F distribution: P(F > f).
 *
 * @param f - ≥ 0; infinity gives 0
 * @param numerator - degrees of freedom, above 0
 * @param denominator - degrees of freedom, above 0
 */
export function fUpperTail(f: number, numerator: number, denominator: number): number {
  if (f === Number.POSITIVE_INFINITY) return 0;
  return regularizedBeta(denominator / (denominator + numerator * f), denominator / 2, numerator / 2);
}
