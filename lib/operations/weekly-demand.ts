import { type GroupDemand, unitsOf } from '../domain/index.ts';

/** A week of one price group: what was asked for in the days that count, and the price it was offered at. */
export type DemandWeek = {
  /** Index of the price group. */
  group: number;
  /** Weeks before the newest one, 0 the newest. */
  weeksAgo: number;
  /** Of the days that were seen whole. */
  units: number;
  /** Share of a full week's demand that those days carry, by weekday; 0–1. */
  exposure: number;
  /** Units seen on days that sold out: demand was at least so much. */
  soldOutUnits: number;
  /** Share of a full week's demand that those days carry; 0–1, with `exposure` at most 1. */
  soldOutExposure: number;
  /** Mean of ln(price in the currency's unit) over all these days. */
  logPrice: number;
};

const DAYS = 7;
const FEWEST_DAYS = 4;
const FEWEST_WHOLE_WEEKS = 4;

/**
 * Cut the demand of price groups into weeks that end on the newest day: what was asked for on days seen whole, and the
 * least that was asked for on days that sold out.
 *
 * A day that was not observed (NaN), had no price, or sold out without a sale says nothing. A week with fewer than four days
 * seen whole is dropped, unless it sold out: to leave those out would leave out the weeks of most demand. A week of zeros
 * stays: nobody buying is an observation.
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
    const seen = (day: number) => !Number.isNaN(units[day]!) && !Number.isNaN(logPrices[day]!);
    const counts = (day: number) => seen(day) && !censored.has(day);
    const shares = weekdayShares(units, wholeWeeksOr(counts, days));
    for (let weeksAgo = 0; (weeksAgo + 1) * DAYS <= days; weeksAgo++) {
      const first = days - (weeksAgo + 1) * DAYS;
      const all = Array.from({ length: DAYS }, (_, day) => first + day);
      const whole = all.filter(counts);
      const soldOut = all.filter((day) => censored.has(day) && seen(day) && units[day]! > 0);
      if (whole.length < FEWEST_DAYS && soldOut.length === 0) continue;
      const sum = (over: readonly number[], of: (day: number) => number) =>
        over.reduce((total, day) => total + of(day), 0);
      const share = (day: number) => shares[day % DAYS]!;
      weeks.push({
        group: index,
        weeksAgo,
        units: sum(whole, (day) => units[day]!),
        exposure: Math.min(1, sum(whole, share)),
        soldOutUnits: sum(soldOut, (day) => units[day]!),
        soldOutExposure: sum(soldOut, share),
        logPrice: sum([...whole, ...soldOut], (day) => logPrices[day]!) / (whole.length + soldOut.length),
      });
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
 * Keep the days of weeks seen whole, where there are enough. Of weeks that sold out only slow ones reach their last days,
 * which would then look weak; how the units of a whole week fall on its days does not depend on how many there were.
 */
function wholeWeeksOr(counts: (day: number) => boolean, days: number): (day: number) => boolean {
  const weekOf = (day: number) => Math.floor((days - 1 - day) / DAYS);
  const seen = new Map<number, number>();
  for (let day = 0; day < days; day++)
    if (counts(day)) seen.set(weekOf(day), (seen.get(weekOf(day)) ?? 0) + 1);
  const whole = new Set([...seen].filter(([, count]) => count === DAYS).map(([week]) => week));
  return whole.size < FEWEST_WHOLE_WEEKS ? counts : (day) => whole.has(weekOf(day));
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
