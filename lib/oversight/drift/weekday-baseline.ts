import { mean } from '../../numeric/index.ts';

const WEEK_DAYS = 7;
/** Fewer days of a weekday say nothing of it: it counts as any other. */
const FEWEST = 2;

/**
 * Say what each day would sell at an unchanged level: the mean, by weekday, and by a season if one is given. Cheap, and blind to
 * when a level changed, which is what it is for.
 *
 * @param actual - [n] units of successive days; NaN where not observed
 * @param season - [n] factors around 1
 * @returns [n] units; zeros where nothing was observed
 */
export function weekdayBaseline(actual: ArrayLike<number>, season?: ArrayLike<number>): Float64Array {
  const plain = Float64Array.from(actual, (units, day) => units / (season?.[day] ?? 1));
  const seen = plain.filter((units) => Number.isFinite(units));
  const centre = seen.length > 0 ? mean(seen) : 0;
  const usual = Array.from({ length: WEEK_DAYS }, (_, weekday) => {
    const own = plain.filter((units, day) => day % WEEK_DAYS === weekday && Number.isFinite(units));
    return own.length < FEWEST ? centre : mean(own);
  });
  return plain.map((_, day) => (usual[day % WEEK_DAYS] ?? centre) * (season?.[day] ?? 1));
}
