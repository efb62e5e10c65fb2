import { unitsOf } from '../domain/index.ts';
import { mean, variance } from '../numeric/index.ts';
import { expectedFrom } from './count-shape.ts';

/** What was asked for day by day, gaps filled. */
export type LoggedDemand = {
  /** [days] units, ≥ 0; whole where they were seen */
  units: Float64Array;
  /** Days that sold out or were not observed, and so carry what is to be expected rather than what was seen. */
  filledDays: number;
};

/** Days to both sides from which a missing day's demand is expected: a month is near enough for a season. */
const REACH_DAYS = 28;
const FEWEST_DAYS = 7;
const MOST_RATIO = 10;

/**
 * Fill the log of what was asked for: a day without stock with what days near it asked for, a day that sold out with
 * E[D | D ≥ what was seen] (counts scattered as the observed ones do). Returns count as no demand.
 *
 * Whatever fills a gap is the same for every rule that is replayed on it.
 *
 * @param demand - daily units, `null` where nobody could buy
 * @param censoredDays - indices of days that sold out
 * @param answer - [days] what a day's price makes of demand, as a factor: sellers charge more when they run short, and fewer ask
 *   then than on the days near it; 1 on all days by default
 */
export function fillDemand(
  demand: readonly (number | null)[],
  censoredDays: readonly number[],
  answer?: Float64Array,
): LoggedDemand {
  const soldOut = new Set(censoredDays);
  const said = unitsOf(demand).map((units) => Math.max(0, units));
  const factorOn = (day: number) => answer?.[day] ?? 1;
  const seen = said.map((units, day) => (soldOut.has(day) ? Number.NaN : units / factorOn(day)));
  const overall = mean(seen);
  const usual = Number.isNaN(overall) ? mean(said) : overall;
  const ratio = usual > 0 ? variance(seen) / usual : 1;
  const shape = { ratio: Math.min(MOST_RATIO, Math.max(1, ratio || 1)), size: Number.POSITIVE_INFINITY };
  let filledDays = 0;
  const units = said.map((asked, day) => {
    if (!soldOut.has(day) && !Number.isNaN(asked)) return asked;
    filledDays++;
    const rate = factorOn(day) * (rateNear(seen, day, usual) || 0);
    return Number.isNaN(asked) ? rate : expectedFrom(shape, rate, asked);
  });
  return { units, filledDays };
}

/** The mean of the observed days nearby, the usual demand where they are too few. */
function rateNear(seen: Float64Array, day: number, usual: number): number {
  const near = seen.subarray(Math.max(0, day - REACH_DAYS), day + REACH_DAYS + 1);
  const observed = near.reduce((count, units) => count + (Number.isNaN(units) ? 0 : 1), 0);
  return observed < FEWEST_DAYS ? usual : mean(near);
}
