/** A member that erred less than this share of the worst is as good as any: an exact fit takes no infinite weight. */
const LEAST_ERROR_SHARE = 1e-3;

/**
 * Weigh members by the inverse square of their mean absolute error over several steps from past origins
 * (Bates & Granger 1969, with the absolute error in place of the root of the variance, since one bad origin should not decide).
 *
 * Coefficients come from the whole series, so a member's error is raised by Akaike's (1969) final prediction error,
 * √((n + k) / (n − k)): the many parameters of one member are no help on a short series.
 *
 * @param errors - [m] total absolute error of each member, over the same steps
 * @param parameters - [m] k, fitted coefficients and first states
 * @param n - length of the history
 * @returns [m] weights that add up to 1; equal where no member errs
 */
export function weighByErrors(
  errors: ArrayLike<number>,
  parameters: ArrayLike<number>,
  n: number,
): Float64Array {
  const squares = Float64Array.from(errors, (error, j) => {
    const k = parameters[j]!;
    return (error * error * (n + k)) / Math.max(1, n - k);
  });
  const worst = Math.max(...squares);
  const weights = squares.map((square) =>
    worst > 0 ? 1 / Math.max(square, worst * LEAST_ERROR_SHARE ** 2) : 1,
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
