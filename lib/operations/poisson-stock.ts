import { logGamma } from '../numeric/index.ts';

/** Probability of n events of a Poisson distribution with this mean. */
export function poissonProbability(n: number, mean: number): number {
  if (mean === 0) return n === 0 ? 1 : 0;
  return Math.exp(n * Math.log(mean) - mean - logGamma(n + 1));
}

/**
 * Compute the Poisson loss E[(D − x)⁺] and its complement E[(x − D)⁺] (Snyder & Shen 2019, §C.3.3).
 *
 * The complement is a sum of positive terms, exact also where it is tiny; the loss follows by E[D] − x, or where that
 * would cancel, by its own sum.
 *
 * @param x - whole units, ≥ 0
 * @param mean - of the demand, ≥ 0
 */
export function poissonLoss(x: number, mean: number): { loss: number; complement: number } {
  let complement = 0;
  for (let n = 0; n < x; n++) complement += (x - n) * poissonProbability(n, mean);
  if (mean > x) return { loss: mean - x + complement, complement };
  let loss = 0;
  for (let n = x + 1; ; n++) {
    const term = (n - x) * poissonProbability(n, mean);
    loss += term;
    if (n > mean && term <= 1e-17 * loss) return { loss, complement };
  }
}

/**
 * Solve the newsvendor with Poisson demand over lead time + one period: the least S whose probability of covering it
 * reaches the critical ratio p/(h+p) (Snyder & Shen 2019, §4.3.2.7).
 *
 * @param mean - units a period
 * @param costs - of a unit left and of a unit short, a period
 * @param lead - whole periods until an order arrives, default 0
 * @returns units to order up to, and cost a period
 */
export function newsvendorPoisson(
  mean: number,
  { holding, stockout }: { holding: number; stockout: number },
  lead = 0,
): { units: number; cost: number } {
  const total = mean * (lead + 1);
  const ratio = stockout / (holding + stockout);
  let units = 0;
  let covered = poissonProbability(0, total);
  // rounding may keep the sum below a ratio of nearly 1 for ever: beyond the mean a chance of 0 ends it
  for (let chance = covered; covered < ratio && (units < total || chance > 0); covered += chance) {
    units++;
    chance = poissonProbability(units, total);
  }
  const { loss, complement } = poissonLoss(units, total);
  return { units, cost: holding * complement + stockout * loss };
}
