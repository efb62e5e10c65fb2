// read once: a global's property is slow to look up in a test runner's context
const { log } = Math;

/**
 * Compute the digamma function, the slope of the logarithm of the gamma function.
 *
 * Recurrence up to 10, then the asymptotic series (Abramowitz & Stegun 6.3.5 and 6.3.18); absolute error below 1e-13.
 *
 * @param x - above 0
 * @returns NaN when x ≤ 0
 */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shifted = x;
  let below = 0;
  for (; shifted < 10; shifted++) below += 1 / shifted;
  const square = 1 / (shifted * shifted);
  const tail =
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132)))));
  return log(shifted) - 0.5 / shifted - tail - below;
}
