import { adjustTail } from './binary-tail.ts';
import { normalScores } from './normal-scores.ts';
import { shiftPValue } from './shift-p-value.ts';

/** The likeliest single change of a level, and how likely such a one is without any. */
export type Shift = {
  /** First place of the part after the change. */
  at: number;
  /** Chance of a statistic as large in a stable series, over all places it was looked for. */
  pValue: number;
  /** 1 up, −1 down. */
  direction: 1 | -1;
};

/** Where a change may lie: at least so many values before and after it. */
export type ScanRange = { fewestBefore: number; fewestAfter: number };

/**
 * Scan a series for a change of level: the largest standardised CUSUM over all places (Page 1955; James, James & Siegmund 1987) of normal
 * scores of the ranks (van der Waerden 1952), so that neither skew nor a single huge order makes an alarm.
 *
 * What neighbours share makes the statistic larger without any change: its variance is multiplied by (1 + φ) / (1 − φ),
 * φ the correlation of neighbours on either side of the found place (Bartlett 1935), where that is more than chance.
 *
 * @param values - oldest first, no NaN
 * @returns `null` where the series is too short or all alike
 */
export function scanShift(values: ArrayLike<number>, { fewestBefore, fewestAfter }: ScanRange): Shift | null {
  const n = values.length;
  if (n < fewestBefore + fewestAfter + 1) return null;
  const scores = normalScores(values);
  let squares = 0;
  for (const score of scores) squares += score * score;
  if (!(squares > 0)) return null;
  let at = 0;
  let farthest = 0;
  let sum = 0;
  for (let k = 1; k <= n - fewestAfter; k++) {
    sum += scores[k - 1]!;
    if (k < fewestBefore) continue;
    const z = -sum / Math.sqrt((k * (n - k) * squares) / (n * (n - 1)));
    if (Math.abs(z) > Math.abs(farthest)) [at, farthest] = [k, z];
  }
  const correlation = neighbours(scores, at);
  const size = Math.abs(farthest) / Math.sqrt((1 + correlation) / (1 - correlation));
  const range = { from: fewestBefore / n, to: (n - fewestAfter) / n };
  const pValue = shiftPValue(size, range) * adjustTail(values, at, size);
  return { at, pValue: Math.min(1, pValue), direction: farthest > 0 ? 1 : -1 };
}

/** Correlation of neighbours about the means before and after `at`; 0 where it may be chance, at most 0.8. */
function neighbours(scores: Float64Array, at: number): number {
  const n = scores.length;
  let before = 0;
  let after = 0;
  for (let i = 0; i < n; i++) {
    if (i < at) before += scores[i]! / at;
    else after += scores[i]! / (n - at);
  }
  let products = 0;
  let squares = 0;
  let last = 0;
  for (let i = 0; i < n; i++) {
    const left = scores[i]! - (i < at ? before : after);
    squares += left * left;
    if (i > 0 && i !== at) products += left * last;
    last = left;
  }
  const correlation = squares > 0 ? products / squares : 0;
  return correlation < 1 / Math.sqrt(n) ? 0 : Math.min(0.8, correlation);
}
