import { gaussLegendre, logGamma, normalCdf, studentQuantile } from '../../numeric/index.ts';

const RULE = gaussLegendre(96);

/**
 * Compute the power of a two-sided t test in the direction of the effect: P(T > t) for a noncentral t, by integrating the
 * normal tail over the estimated error (Owen 1965). R's `power.t.test` gives the same.
 *
 * @param noncentrality - true effect over its standard error
 * @param degrees - degrees of freedom, above 0
 * @param alpha - two-sided level
 */
export function powerOfT(noncentrality: number, degrees: number, alpha: number): number {
  const critical = studentQuantile(1 - alpha / 2, degrees);
  const width = 10 / Math.sqrt(2 * degrees);
  const from = Math.max(0, 1 - width);
  const to = 1 + width;
  // s = √(χ²/ν): its density is 2 (ν/2)^(ν/2) / Γ(ν/2) · s^(ν−1) e^(−ν s²/2)
  const constant = Math.log(2) + (degrees / 2) * Math.log(degrees / 2) - logGamma(degrees / 2);
  let power = 0;
  RULE.nodes.forEach((node, i) => {
    const s = from + node * (to - from);
    const density = Math.exp(constant + (degrees - 1) * Math.log(s) - (degrees * s * s) / 2);
    power += RULE.weights[i]! * (to - from) * density * normalCdf(noncentrality - critical * s);
  });
  return power;
}
