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
 * @returns 1 at today's price
 */
export function demandAnswer(ways: readonly AnswerWay[], ratio: number): number {
  const logRatio = Math.log(ratio);
  return ways.reduce((sum, { share, elasticity, knot, change }) => {
    const bent = knot === null ? 0 : change * (Math.max(0, logRatio - knot) - Math.max(0, -knot));
    return sum + share * Math.exp(elasticity * logRatio + bent);
  }, 0);
}

/** Add up the shares of the ways that bend, 0–1. */
export function bentShare(ways: readonly AnswerWay[]): number {
  return ways.reduce((sum, { share, knot }) => sum + (knot === null ? 0 : share), 0);
}

/**
 * Tell how far draws of the answer lie apart at a price: their variance.
 *
 * @param draws - of equal share; none have no variance
 * @returns 0 at today's price
 */
export function answerVariance(draws: readonly AnswerWay[], ratio: number): number {
  const answers = draws.map((draw) => demandAnswer([{ ...draw, share: 1 }], ratio));
  const mean = answers.reduce((sum, answer) => sum + answer / answers.length, 0);
  return answers.reduce((sum, answer) => sum + (answer - mean) ** 2 / answers.length, 0);
}
