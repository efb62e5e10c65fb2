import { digamma, logGamma } from '../numeric/index.ts';

// read once: a global's property is slow to look up in a test runner's context
const { log } = Math;

/** Gaps up to here are summed term by term: exact where differences of log gammas would cancel. */
const LONGEST_SUM = 200;

/**
 * Tabulate ln (z)ₓ = ln Γ(z + x) − ln Γ(z) and its slope in z at the places wanted.
 *
 * Summed, not subtracted: with z near 1e6 the difference of two log gammas keeps nine digits only.
 *
 * @param z - above 0
 * @param wanted - whole numbers ≥ 0, ascending
 * @param values - [greatest wanted + 1], overwritten at the wanted places
 * @param slopes - [greatest wanted + 1], overwritten at the wanted places
 */
export function tabulateRising(
  z: number,
  wanted: ArrayLike<number>,
  values: Float64Array,
  slopes: Float64Array,
): void {
  let [at, value, slope] = [0, 0, 0];
  for (let k = 0; k < wanted.length; k++) {
    const x = wanted[k]!;
    if (x - at > LONGEST_SUM) {
      value += logGamma(z + x) - logGamma(z + at);
      slope += digamma(z + x) - digamma(z + at);
      at = x;
    }
    for (; at < x; at++) {
      value += log(z + at);
      slope += 1 / (z + at);
    }
    values[x] = value;
    slopes[x] = slope;
  }
}
