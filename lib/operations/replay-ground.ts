import type { Market, PolicyRow, SeriesRecord } from '../domain/index.ts';
import { learnOrderRule } from './learn-order-rule.ts';
import { fillDemand } from './logged-demand.ts';
import type { PolicySettings } from './policy-settings.ts';
import { holdingPerDay, processCosts } from './process-costs.ts';
import type { ReplayWorld } from './replay-orders.ts';
import type { ForecastAsOf } from './replay-series.ts';
import { seriesAsOf } from './series-as-of.ts';

/** A rule is learnt anew as often in a replay, from what had come by then. */
export const REFIT_WEEKS = 13;

/** How the weeks of a replay are learnt for. */
export type ReplaySpan = {
  /** First replayed day, an index of `record.demand`. */
  first: number;
  weeks: number;
  /** Units on hand that a policy is learnt with; by default where practice is on average. */
  position?: (day: number) => number;
};

/**
 * Learn the order rules of a replay's weeks, one for each quarter, each from what had come before it; prices stay what they were.
 *
 * @param given.settings - `rules.largestStep` of 0
 * @returns the rows in order, or why none could be learnt
 */
export function learnRows(
  record: SeriesRecord,
  forecastAsOf: ForecastAsOf,
  market: Market,
  { settings, span: { first, weeks, position } }: { settings: PolicySettings; span: ReplaySpan },
): PolicyRow[] | string {
  const rows: PolicyRow[] = [];
  for (let week = 0; week < weeks; week += REFIT_WEEKS) {
    const day = first + week * 7;
    const usual = rows[0] === undefined ? 0 : startOf(rows[0]);
    const known = seriesAsOf(record, day, position?.(day) ?? usual);
    const document = learnOrderRule(known, forecastAsOf(known), market, settings);
    if (document.kind !== 'ready') return document.detail;
    rows.push(document);
  }
  return rows;
}

/** The policy of a replay's day, counted from its first. */
export const rowOn = (rows: readonly PolicyRow[], day: number): PolicyRow =>
  rows[Math.min(rows.length - 1, Math.floor(day / 7 / REFIT_WEEKS))]!;

/** Between reorder point and order-up-to, where practice is on average right after an order came. */
export function startOf({ replenishment }: PolicyRow): number {
  return Math.ceil((replenishment.reorderPoint + replenishment.orderUpTo) / 2);
}

/**
 * [days from `first`] what the location's markets asked for together, and how many days of it are filled in: those of the market itself
 * by the price that held.
 *
 * @param elasticity - of the market's demand
 */
export function locationDemand(
  record: SeriesRecord,
  { first, elasticity }: { first: number; elasticity: number },
): { units: Float64Array; own: Float64Array; filledDays: number } {
  const prices = pricesOf(record);
  const answer = prices === null ? undefined : answerTo(prices, elasticity);
  const own = fillDemand(record.demand, record.censoredDays, answer).units.slice(first);
  const days = record.demand.length;
  const others = record.siblings.map(({ demand }) => fillDemand(demand.slice(-days), []).units);
  const units = own.map((asked, day) => {
    const back = days - first - day;
    return others.reduce((sum, other) => sum + (other[other.length - back] ?? 0), asked);
  });
  const missing = record.demand.slice(first).filter((asked) => asked === null).length;
  const soldOut = record.censoredDays.filter((day) => day >= first && record.demand[day] !== null).length;
  return { units, own, filledDays: missing + soldOut };
}

/** [days] the list price that held, micros, of all price groups by their part of the units; `null` where none is known. */
export function pricesOf({ groups, demand }: Pick<SeriesRecord, 'groups' | 'demand'>): Float64Array | null {
  const listed = groups.filter(({ priceSteps }) => priceSteps.length > 0);
  if (listed.length === 0) return null;
  const weights = listed.map((group) =>
    Math.max(
      1e-9,
      group.demand.reduce<number>((sum, units) => sum + Math.max(0, units ?? 0), 0),
    ),
  );
  const weight = weights.reduce((sum, one) => sum + one, 0);
  const prices = new Float64Array(demand.length);
  listed.forEach(({ priceSteps }, group) => {
    let step = 0;
    for (let day = 0; day < prices.length; day++) {
      while ((priceSteps[step + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= day) step++;
      prices[day]! += (weights[group]! / weight) * priceSteps[step]![1];
    }
  });
  return prices;
}

/** [days] demand at the day's price over that at the mean one, (p / p̄)^elasticity. */
function answerTo(prices: Float64Array, elasticity: number): Float64Array {
  const usual = prices.reduce((sum, price) => sum + price, 0) / prices.length;
  return prices.map((price) => (price > 0 ? (price / usual) ** elasticity : 1));
}

/** Lay out what a record's orders are replayed in, at the costs of the rules. @returns `null` where no cost is known */
export function worldOf(
  record: SeriesRecord,
  { settings, demand, row }: { settings: PolicySettings; demand: Float64Array; row: PolicyRow },
): ReplayWorld | null {
  const { rules } = settings;
  const landedMicros = record.product.landedCostMicros ?? record.product.unitCostMicros;
  if (landedMicros === null) return null;
  const unitCost = landedMicros / 1e6;
  const currentMicros = row.lastKnown.unitPriceMicros;
  const { dailyDemand } = row.replenishment;
  const own = Math.min(row.demand.meanPerDay, dailyDemand);
  const costs = processCosts({
    own: { mean: own, variance: 0 },
    others: { mean: dailyDemand - own, variance: 0 },
    ...{ unitCost, currentMicros, rules, currency: row.currency },
  });
  return {
    demand,
    startUnits: startOf(row),
    reviewDays: rules.reviewDays,
    leadTime: record.leadTime,
    backorderShare: costs.backorderShare,
    unitMargin: currentMicros / 1e6 - unitCost,
    unitCost,
    holdingPerDay: holdingPerDay(unitCost, rules),
    lostUnitCost: costs.lostUnit,
    waitingPerDay: costs.backorder / rules.reviewDays,
    orderCost: costs.order,
  };
}
