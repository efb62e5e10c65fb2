import { mean } from '../../lib/numeric/index.ts';

/** Days before a change that the old level is the mean of: eight weeks, so that an old season doesn't count. */
const LEVEL_DAYS = 56;
/** A level that fell to nothing or rose from it keeps the shape of its past at this factor. */
const [SMALLEST, LARGEST] = [0.02, 50];

/**
 * Give the units that a forecast should learn from after a change: those since, or all of them with the days before moved to the new
 * level by one factor, so that weekday and season keep their shape.
 *
 * @param units - [n] NaN where not observed
 * @param at - place of the first day after the change
 * @returns the newest days of `units`, [n] or fewer; `units` itself where there is nothing on either side to go by
 */
export function retrainUnits(
  units: Float64Array,
  { use, at }: { use: 'since' | 'all'; at: number },
): Float64Array {
  if (at <= 0 || at >= units.length) return units;
  if (use === 'since') return units.slice(at);
  const seen = (values: Float64Array) => values.filter((value) => !Number.isNaN(value));
  const before = seen(units.subarray(0, at)).slice(-LEVEL_DAYS);
  const after = seen(units.subarray(at));
  if (before.length === 0 || after.length === 0 || !(mean(before) > 0)) return units;
  const factor = Math.min(LARGEST, Math.max(SMALLEST, mean(after) / mean(before)));
  return units.map((value, day) => (day < at ? value * factor : value));
}
