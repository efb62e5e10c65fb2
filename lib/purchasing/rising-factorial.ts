import { digamma, logGamma } from '../numeric/index.ts';

// read once: a global's property is slow to look up in a test runner's context
const { log } = Math;

/** Gaps up to here are summed term by term: exact where differences of log gammas would cancel. */
const LONGEST_SUM = 200;

/** ln (z)ₓ = ln Γ(z + x) − ln Γ(z) and its slope in z, at place x. */
export type RisingTable = {
  values: Float64Array;
  slopes: Float64Array;
  /** Fill both for another z, above 0. */
  tabulate(z: number): void;
};

/**
 * Make room for logarithms of rising factorials at the places wanted; other places hold 0.
 *
 * They are summed, not subtracted: with z near 1e6 the difference of two log gammas keeps nine digits only.
 *
 * @param wanted - whole numbers ≥ 0, ascending
 */
export function createRisingTable(wanted: Float64Array): RisingTable {
  const size = (wanted.at(-1) ?? 0) + 1;
  const values = new Float64Array(size);
  const slopes = new Float64Array(size);
  return { values, slopes, tabulate: (z) => fillRising(z, wanted, values, slopes) };
}

function fillRising(z: number, wanted: Float64Array, values: Float64Array, slopes: Float64Array): void {
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
