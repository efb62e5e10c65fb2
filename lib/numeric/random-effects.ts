/** Estimates of one thing by several studies: what they have in common, and how far they differ. */
export type RandomEffects = {
  mean: number;
  /** Standard deviation between the studies' own values, ≥ 0. */
  betweenSd: number;
  /** Sum of the studies' weights: 1 / weight is the variance of `mean`. */
  weight: number;
};

/**
 * Pool estimates that each have their own value and error: the random-effects model of DerSimonian & Laird (1986, eq. 8).
 *
 * @param estimates - at least one; standard errors > 0
 * @returns of one estimate: itself, and no difference
 */
export function poolRandomEffects(
  estimates: readonly { value: number; standardError: number }[],
): RandomEffects {
  const fixed = weigh(estimates, 0);
  const squares = estimates.reduce(
    (sum, { value, standardError }) => sum + ((value - fixed.mean) / standardError) ** 2,
    0,
  );
  const heavy = estimates.reduce((sum, { standardError }) => sum + standardError ** -4, 0);
  const spread = fixed.weight - heavy / fixed.weight;
  const between = spread > 0 ? Math.max(0, (squares - (estimates.length - 1)) / spread) : 0;
  return { ...weigh(estimates, between), betweenSd: Math.sqrt(between) };
}

function weigh(estimates: readonly { value: number; standardError: number }[], between: number) {
  let weight = 0;
  let sum = 0;
  for (const { value, standardError } of estimates) {
    const own = 1 / (standardError ** 2 + between);
    weight += own;
    sum += own * value;
  }
  return { mean: sum / weight, weight };
}
