import { studentQuantile } from '../../numeric/index.ts';

/** What one way of ordering saved against another, review by review. */
export type PairedSaving = {
  /** Mean saving a review; above 0 is cheaper. */
  mean: number;
  standardError: number;
  /** How many reviews. */
  count: number;
  /** What the standard error rests on: as many as there are reviews that share no demand, less a part. */
  degreesOfFreedom: number;
};

/** Fewest reviews from which anything is concluded. */
export const LEAST_REVIEWS = 6;

/**
 * Tell the mean of paired savings and its standard error, which knows that neighbouring reviews share demand.
 *
 * The test of Diebold & Mariano (1995) with the long-run variance of Newey & West (1987) over `overlap` − 1 lags. Its quantiles
 * are those of Student's t with (n − 1) / overlap degrees of freedom, which come within .1 of the fixed-b ones of Kiefer &
 * Vogelsang (2005): n reviews that share demand are not n witnesses.
 *
 * @param savings - one a review, oldest first
 * @param overlap - reviews whose levels cover one step of demand, ≥ 1: ⌈(L + R) / R⌉
 */
export function pairedSaving(savings: ArrayLike<number>, overlap: number): PairedSaving {
  const count = savings.length;
  if (count < 2)
    return { mean: savings[0] ?? 0, standardError: Number.POSITIVE_INFINITY, count, degreesOfFreedom: 0 };
  let mean = 0;
  for (let i = 0; i < count; i++) mean += savings[i]! / count;
  // more lags than a third of the reviews cannot be told from them
  const lags = Math.max(1, Math.min(overlap, Math.floor(count / 3)));
  let variance = 0;
  for (let lag = 0; lag < lags; lag++) {
    let product = 0;
    for (let i = lag; i < count; i++) product += (savings[i]! - mean) * (savings[i - lag]! - mean);
    variance += (lag === 0 ? 1 : 2 * (1 - lag / lags)) * (product / count);
  }
  const standardError = Math.sqrt((Math.max(0, variance) * count) / (count - 1) / count);
  return { mean, standardError, count, degreesOfFreedom: (count - 1) / lags };
}

/**
 * Tell how large a saving must be, in its standard errors, before it displaces the default: the one-sided 5 % point of
 * Student's t, shared among the rivals (Bonferroni), so that the best of many is held to more.
 *
 * @param spoken - reviews for which the rival had spoken; below six the margin is infinite
 */
export function neededMargin(
  spoken: number,
  { degreesOfFreedom }: Pick<PairedSaving, 'degreesOfFreedom'>,
  rivals: number,
): number {
  if (spoken < LEAST_REVIEWS) return Number.POSITIVE_INFINITY;
  return studentQuantile(1 - 0.05 / Math.max(1, rivals), Math.max(1, degreesOfFreedom));
}
