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

/** [days from `first`] what the location's markets asked for together, and how many days of it are filled in. */
export function locationDemand(
  record: SeriesRecord,
  first: number,
): { units: Float64Array; own: Float64Array; filledDays: number } {
  const own = fillDemand(record.demand, record.censoredDays).units.slice(first);
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
