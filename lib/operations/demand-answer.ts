/** One way that demand may answer to price, and how far it is believed. */
export type AnswerWay = {
  /** Posterior chance; all ways' sum to 1. */
  share: number;
  /** d ln(units) / d ln(price), below the knot where there is one */
  elasticity: number;
  /** ln(price / today's price) above which the elasticity changes; `null`: nowhere */
  knot: number | null;
  /** Change of the elasticity above the knot. */
  change: number;
};

/**
 * Expect demand at a price relative to demand at today's: the mean over all ways.
 *
 * @param ratio - price / today's price, > 0
 * @param shift - added to every elasticity: how the answer looks if demand is steeper (below 0) or flatter
 * @returns 1 at today's price
 */
export function demandAnswer(ways: readonly AnswerWay[], ratio: number, shift = 0): number {
  const logRatio = Math.log(ratio);
  return ways.reduce((sum, { share, elasticity, knot, change }) => {
    const bent = knot === null ? 0 : change * (Math.max(0, logRatio - knot) - Math.max(0, -knot));
    return sum + share * Math.exp((elasticity + shift) * logRatio + bent);
  }, 0);
}

/** Add up the shares of the ways that bend, 0–1. */
export function bentShare(ways: readonly AnswerWay[]): number {
  return ways.reduce((sum, { share, knot }) => sum + (knot === null ? 0 : share), 0);
}
