import { normalQuantile } from './normal.ts';

/**
 * Bound a proportion by Wilson's score interval (Wilson 1927), which stays within 0 and 1 and holds for small counts.
 *
 * @param successes - 0 to `trials`
 * @param trials - above 0
 * @param confidence - 0 to 1
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  confidence = 0.95,
): { low: number; high: number } {
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  // at the ends the bound is the end itself, which rounding would miss
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half };
}
