// read once: a global's property is slow to look up in a test runner's context
const { abs } = Math;

const MOST_TERMS = 20_000;

/**
 * Compute Gauss's hypergeometric function ₂F₁(a, b; c; z) for real z below 1.
 *
 * Its power series from 0 up; below 0 after Pfaff's transformation (Abramowitz & Stegun 15.3.4–5), in the form whose
 * terms cancel less. Slow where z comes close to 1 (some 37 / (1 − z) terms).
 *
 * @param c - above 0
 * @param z - below 1
 * @returns NaN outside that
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(c > 0 && z < 1)) return Number.NaN;
  if (z >= 0) return powerSeries(a, b, c, z);
  const mirrored = z / (z - 1);
  return abs(c - a) <= abs(c - b)
    ? (1 - z) ** -b * powerSeries(c - a, b, c, mirrored)
    : (1 - z) ** -a * powerSeries(a, c - b, c, mirrored);
}

function powerSeries(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (abs(term) <= 1e-17 * abs(sum)) break;
  }
  return sum;
}
