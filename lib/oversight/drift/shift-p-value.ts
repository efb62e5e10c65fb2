import { normalDensity } from '../../numeric/index.ts';

/**
 * Give the chance that the largest standardised CUSUM of a stable series, over places between two shares of it, exceeds a size
 * (Miller & Siegmund 1982, eq. 3; the supremum of a standardised Brownian bridge, two-sided).
 *
 * @param size - ≥ 0
 * @returns at most 1; 1 for sizes below 1, where the approximation ends
 */
export function shiftPValue(size: number, { from, to }: { from: number; to: number }): number {
  if (size <= 1) return 1;
  const span = Math.log((to * (1 - from)) / (from * (1 - to)));
  return Math.min(1, normalDensity(size) * ((size - 1 / size) * span + 4 / size));
}
