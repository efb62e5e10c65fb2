/**
 * Average the numbers of a series.
 *
 * @param values - NaN is left out
 * @returns the mean; NaN when nothing is observed
 */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/**
 * Estimate the variance with n − 1 in the denominator, in two passes.
 *
 * @param values - NaN is left out
 * @returns ≥ 0; NaN below two observations
 */
export function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    sum += (value - centre) ** 2;
    count++;
  }
  return count < 2 ? Number.NaN : sum / (count - 1);
}

/** Estimate the standard deviation: the root of `variance`. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}
