import { type GroupDemand, unitsOf } from '../domain/index.ts';

/** A week of one price group: what was asked for in the days that count, and the price it was offered at. */
export type DemandWeek = {
  /** Index of the price group. */
  group: number;
  /** Weeks before the newest one, 0 the newest. */
  weeksAgo: number;
  units: number;
  /** Share of a full week's demand that the counted days carry, by weekday; in (0, 1]. */
  exposure: number;
  /** Mean of ln(price in the currency's unit) over the counted days. */
  logPrice: number;
};

const DAYS = 7;
const FEWEST_DAYS = 4;

/**
 * Cut the demand of price groups into weeks that end on the newest day, leaving out what is no full observation.
 *
 * A day that was not observed (NaN), sold out, or had no price does not count; a week with fewer than four counting days
 * is dropped. A week of zeros stays: nobody buying is an observation.
 *
 * @param days - length of the history; the groups' arrays have it too
 * @param censored - day indices that sold out
 */
export function weeklyDemand(
  groups: readonly GroupDemand[],
  days: number,
  censored: ReadonlySet<number>,
): DemandWeek[] {
  const weeks: DemandWeek[] = [];
  groups.forEach((group, index) => {
    const units = unitsOf(group.demand);
    const logPrices = dailyLogPrices(group, days);
    const counts = (day: number) =>
      !censored.has(day) && !Number.isNaN(units[day]!) && !Number.isNaN(logPrices[day]!);
    const shares = weekdayShares(units, counts);
    for (let weeksAgo = 0; (weeksAgo + 1) * DAYS <= days; weeksAgo++) {
      const first = days - (weeksAgo + 1) * DAYS;
      let counted = 0;
      const week: DemandWeek = { group: index, weeksAgo, units: 0, exposure: 0, logPrice: 0 };
      for (let day = first; day < first + DAYS; day++) {
        if (!counts(day)) continue;
        counted++;
        week.units += units[day]!;
        week.exposure += shares[day % DAYS]!;
        week.logPrice += logPrices[day]!;
      }
      if (counted < FEWEST_DAYS) continue;
      weeks.push({ ...week, logPrice: week.logPrice / counted, exposure: Math.min(1, week.exposure) });
    }
  });
  return weeks;
}

/** Write a group's price steps out by day; NaN before the first, and where a price of 0 has no logarithm. */
function dailyLogPrices({ priceSteps }: GroupDemand, days: number): Float64Array {
  const logs = new Float64Array(days).fill(Number.NaN);
  priceSteps.forEach(([from, micros], i) => {
    const to = priceSteps[i + 1]?.[0] ?? days;
    logs.fill(micros > 0 ? Math.log(micros / 1_000_000) : Number.NaN, Math.max(0, from), Math.max(0, to));
  });
  return logs;
}

/**
 * Learn which share of a week's demand each weekday carries, so that a week without its Saturday is not taken for a weak
 * one; drawn to 1/7 by one week's worth of evidence.
 */
function weekdayShares(units: Float64Array, counts: (day: number) => boolean): Float64Array {
  const sums = new Float64Array(DAYS);
  const observed = new Float64Array(DAYS);
  units.forEach((asked, day) => {
    if (!counts(day)) return;
    sums[day % DAYS]! += Math.max(0, asked);
    observed[day % DAYS]! += 1;
  });
  const overall =
    sums.reduce((a, b) => a + b, 0) /
    Math.max(
      1,
      observed.reduce((a, b) => a + b, 0),
    );
  const rates = sums.map((sum, weekday) => (sum + overall) / (observed[weekday]! + 1));
  const total = rates.reduce((a, b) => a + b, 0);
  return rates.map((rate) => (total > 0 ? rate / total : 1 / DAYS));
}
