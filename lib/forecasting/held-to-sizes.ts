import type { CompleteSeries } from './complete-series.ts';

/** With a larger share of zeros a step may well come to nothing, and its spread beside its mean says so. */
const MOST_ZEROS_SHARE = 0.1;
/** A step's mean counts as this share of the usual size at least: a trend to nothing is not certain to get there. */
const LEAST_SIZE_SHARE = 0.25;

/**
 * Hold the spread of demand that is hardly ever 0 to its size: no step spreads by more than its mean, or by as much more as the whole
 * history spread about its own.
 *
 * Two weeks of days tell so little of eight weeks ahead that the sd comes to three times the mean. A normal variable that wide
 * and not below 0 is mostly 0: P50 and P90 said nothing would be sold where the mean said as much as ever. On the public sets the
 * bound took .1 to 2 % off the interval score.
 *
 * @param sd - [h]
 * @param mean - [h]
 * @returns [h]
 */
export function heldToSizes(
  sd: readonly number[],
  mean: readonly number[],
  { y, observed }: CompleteSeries,
): number[] {
  let known = 0;
  let zeros = 0;
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < y.length; t++) {
    if (observed[t] === 0) continue;
    known++;
    if (y[t] === 0) zeros++;
    sum += y[t]!;
    squares += y[t]! ** 2;
  }
  if (!(sum > 0) || zeros > MOST_ZEROS_SHARE * known) return [...sd];
  const usual = sum / known;
  const variation = Math.sqrt(Math.max(0, squares / known / (usual * usual) - 1));
  const most = Math.max(1, variation);
  return sd.map((value, step) => Math.min(value, most * Math.max(mean[step]!, LEAST_SIZE_SHARE * usual)));
}
