import { addDays, dayNumber, type SeriesRecord, unitsOf } from '../../lib/domain/index.ts';
import { type DriftSeries, WINDOW_DAYS, weekdayBaseline } from '../../lib/oversight/index.ts';
import type { NightlyFacts } from './drift-memory.ts';
import type { MarketDays } from './market-days.ts';

/** What a record is judged beside. */
export type DriftGround = {
  asOf: string;
  days: MarketDays;
  nightly: readonly NightlyFacts[];
  /** Days before it are judged no more: the series has settled since. */
  from: string | undefined;
};

/**
 * Lay a record's last half-year out for the check: a day counts only if what was sold then is known and nothing known beforehand
 * moved it. Left out are days without stock and those that sold out, days of promotions, holidays, closures and launches, and
 * days of which the market's files are missing.
 */
export function driftSeriesOf(record: SeriesRecord, { asOf, days, nightly, from }: DriftGround): DriftSeries {
  const start = dayNumber(addDays(asOf, 1 - WINDOW_DAYS));
  const offset = dayNumber(record.start) - start;
  const units = unitsOf(record.demand);
  for (const day of record.censoredDays) units[day] = Number.NaN;
  const actual = Float64Array.from({ length: WINDOW_DAYS }, (_, place) =>
    days.missing[place] === true ? Number.NaN : (units[place - offset] ?? Number.NaN),
  );
  for (const event of record.events ?? [])
    actual.fill(Number.NaN, placeIn(event.from, start), placeIn(addDays(event.to, 1), start));
  if (from !== undefined) actual.fill(Number.NaN, 0, placeIn(from, start));
  const forecast = new Float64Array(WINDOW_DAYS).fill(Number.NaN);
  const costs = new Float64Array(WINDOW_DAYS).fill(Number.NaN);
  for (const { day, forecast: mean, costMicros } of nightly) {
    const place = dayNumber(day) - start;
    if (mean !== null && place >= 0) forecast[place] = mean;
    if (costMicros !== null && place >= 0) costs[place] = costMicros;
  }
  const { season } = days;
  return {
    series: record.sku,
    actual,
    forecast,
    baselines: [weekdayBaseline(actual), ...(season ? [weekdayBaseline(actual, season)] : [])],
    prices: pricesOf(record, offset),
    costs,
  };
}

const placeIn = (day: string, start: number) => Math.min(WINDOW_DAYS, Math.max(0, dayNumber(day) - start));

/** The price of the group that buys most, day by day. */
function pricesOf({ groups }: SeriesRecord, offset: number): Float64Array {
  const prices = new Float64Array(WINDOW_DAYS).fill(Number.NaN);
  const bought = (demand: readonly (number | null)[]) =>
    demand.slice(-WINDOW_DAYS).reduce<number>((sum, units) => sum + (units ?? 0), 0);
  let steps: readonly (readonly [number, number])[] = [];
  let most = Number.NEGATIVE_INFINITY;
  for (const { demand, priceSteps } of groups) {
    const units = bought(demand);
    if (units > most && priceSteps.length > 0) [most, steps] = [units, priceSteps];
  }
  for (const [day, micros] of steps) prices.fill(micros, Math.min(WINDOW_DAYS, Math.max(0, day + offset)));
  return prices;
}
