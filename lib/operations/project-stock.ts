import { quantileOfSorted } from '../numeric/index.ts';
import type { LocationDemand } from './location-demand.ts';

/** Quantiles of the units on hand at the end of each day. */
export type StockQuantiles = { p10: number[]; p50: number[]; p90: number[] };

/** What is on hand, and what will come: day 0 is the first day. Units. */
export type StockBegun = { onHand: number; arrivals: readonly { day: number; units: number }[] };

/**
 * Project stock day by day: what comes in a day is there for its buyers, and who finds none leaves.
 *
 * The units asked for until a day have the days' means, and around them the sampled sum's quantiles, whose distance from the mean grows
 * with the square root of the days, as in the worklist. Each quantile of demand is followed through the stock; those of the stock are
 * in their order on every day (Chernozhukov, Fernández-Val & Galichon 2010). Exact until the first stock-out where days are
 * independent and normal; after one that an arrival ends, about.
 *
 * @param daily - [days] expected units
 * @param demand - sampled sum of days of the same demand
 * @returns [days] each; below 0 only what was owed at the start and nothing that came has paid
 */
export function projectStock(
  { onHand, arrivals }: StockBegun,
  daily: readonly number[],
  demand: LocationDemand,
): StockQuantiles {
  const [low, middle, high] = [0.9, 0.5, 0.1].map((probability) => {
    const width = quantileOfSorted(demand.sums, probability) - demand.moments.mean;
    return courseOf(onHand, arrivals, askedByDay(daily, width, demand.days));
  });
  const projected: StockQuantiles = { p10: [], p50: [], p90: [] };
  daily.forEach((_, day) => {
    const [p10, p50, p90] = [low, middle, high].map((course) => course?.[day] ?? 0).sort((a, b) => a - b);
    projected.p10.push(p10 ?? 0);
    projected.p50.push(p50 ?? 0);
    projected.p90.push(p90 ?? 0);
  });
  return projected;
}

/** [days] units asked for on each day where the sum lies at a quantile; none is below 0. */
function askedByDay(daily: readonly number[], width: number, days: number): number[] {
  let mean = 0;
  let before = 0;
  return daily.map((units, day) => {
    mean += units;
    const until = Math.max(before, mean + width * Math.sqrt((day + 1) / Math.max(1, days)));
    const asked = until - before;
    before = until;
    return asked;
  });
}

function courseOf(onHand: number, arrivals: StockBegun['arrivals'], asked: readonly number[]): number[] {
  const coming = new Float64Array(asked.length);
  for (const { day, units } of arrivals) if (day < coming.length) coming[Math.max(0, day)]! += units;
  let stock = onHand;
  return asked.map((units, day) => {
    stock += coming[day]!;
    if (stock > 0) stock = Math.max(0, stock - units);
    return stock;
  });
}
