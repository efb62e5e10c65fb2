import { mean, standardDeviation } from '../../numeric/index.ts';

/** Days since a change that an alarm stands at least, and that its newest two halves are compared over. */
const SETTLED_DAYS = 28;
/** Days since a change after which an alarm ends whatever the series does: what moves still is raised anew. */
const MOST_DAYS = 91;
/** The halves may differ by this share of their mean, or by two standard errors where days vary by more. */
const CALM_SHARE = 0.15;
const CALM_ERRORS = 2;

/**
 * Tell whether a series has settled on its new level, so that an alarm may end: four weeks of days were seen since the change, and
 * the newest two weeks sell what the two before them did. After thirteen weeks it has.
 *
 * An alarm ends by this rule alone, which is not the one that raises it: it can't flicker at the threshold of either.
 *
 * @param since - [n] units of the days since the change, oldest first; NaN where not observed
 */
export function isSettled(since: ArrayLike<number>): boolean {
  const seen = Float64Array.from(since).filter((units) => Number.isFinite(units));
  if (seen.length < SETTLED_DAYS) return false;
  if (seen.length >= MOST_DAYS) return true;
  const newest = seen.subarray(seen.length - SETTLED_DAYS);
  const half = SETTLED_DAYS / 2;
  const [earlier, later] = [newest.subarray(0, half), newest.subarray(half)];
  const error = Math.sqrt((standardDeviation(earlier) ** 2 + standardDeviation(later) ** 2) / half);
  const move = Math.abs(mean(later) - mean(earlier));
  return move <= Math.max(CALM_SHARE * Math.abs(mean(newest)), CALM_ERRORS * error);
}
