import type { ForecastDocument, Market, PolicyRow, SeriesRecord } from '../domain/index.ts';
import { createRandom, seedFrom } from '../numeric/index.ts';
import { learnPolicy } from './learn-policy.ts';
import { fillDemand } from './logged-demand.ts';
import type { PolicySettings } from './policy-settings.ts';
import { holdingPerDay, processCosts } from './process-costs.ts';
import { judgeState, proposeAction } from './propose-action.ts';
import { type ReorderRule, type ReplayedRule, type ReplayWorld, replayOrders } from './replay-orders.ts';
import { seriesAsOf } from './series-as-of.ts';
import { textbookOrder } from './textbook-order.ts';

/** One SKU's replay: what the learnt order rule and today's practice would have earned on the same logged weeks. */
export type SeriesReplay =
  | {
      kind: 'replayed';
      weeks: number;
      /** Days of them whose demand was not seen in full and is filled by what is to be expected. */
      filledDays: number;
      learnt: ReplayedRule;
      practice: ReplayedRule;
    }
  /** Why it cannot be replayed, in words. */
  | { kind: 'leftOut'; reason: string };

/** Forecasts a series as of its last day, as the night does. */
export type ForecastAsOf = (record: SeriesRecord) => ForecastDocument;

/** Weeks that a policy is learnt from before the first replayed one: below that nothing is ever automatic. */
const LEAST_LEARNT_WEEKS = 26;
const MOST_REPLAYED_WEEKS = 26;
/** A rule is learnt anew as often, from what had come by then. */
const REFIT_WEEKS = 13;

/**
 * Replay a SKU's newest weeks (at most 26) under the order rule that would have been learnt before them, and anew every 13
 * weeks, against the textbook's rule of the same night: the same start, demand, delays and costs for both.
 *
 * Prices stay what they were, so that the logged demand is the answer to them: the rule is learnt for today's price alone.
 * Neither rule has seen the weeks that it is replayed on. Orders cover the location, so its other markets' demand counts too.
 * Equal arguments give equal results.
 */
export function replaySeries(
  record: SeriesRecord,
  forecastAsOf: ForecastAsOf,
  market: Market,
  settings: PolicySettings,
): SeriesReplay {
  const weeks = Math.min(MOST_REPLAYED_WEEKS, Math.floor(record.demand.length / 7) - LEAST_LEARNT_WEEKS);
  if (weeks < REFIT_WEEKS)
    return leftOut(
      `${Math.floor(record.demand.length / 7)} weeks of history: ${LEAST_LEARNT_WEEKS} to learn from and ${REFIT_WEEKS} to replay are needed`,
    );
  const first = record.demand.length - weeks * 7;
  const orderOnly = { ...settings, siblings: [], outcomes: [], rules: { ...settings.rules, largestStep: 0 } };
  const rows: PolicyRow[] = [];
  for (let week = 0; week < weeks; week += REFIT_WEEKS) {
    const position = rows[0] === undefined ? 0 : startOf(rows[0]);
    const known = seriesAsOf(record, first + week * 7, position);
    const { document } = learnPolicy(known, forecastAsOf(known), market, orderOnly);
    if (document.kind !== 'ready') return leftOut(document.detail);
    rows.push(document);
  }
  const { units, filledDays } = locationDemand(record, first);
  const world = worldOf(record, { settings: orderOnly, demand: units, row: rows[0]! });
  if (world === null) return leftOut('its cost or its price is not known');
  const rowOn = (day: number) => rows[Math.min(rows.length - 1, Math.floor(day / 7 / REFIT_WEEKS))]!;
  const play = (rule: ReorderRule) =>
    replayOrders(world, rule, createRandom(seedFrom(settings.seed, 'replay', record.sku)));
  return {
    kind: 'replayed',
    weeks,
    filledDays,
    learnt: play(({ onHand, onOrder, day }) => {
      const row = rowOn(day);
      return proposeAction(row, judgeState(row, { onHand, onOrder }), settings.guardPrice).orderUnits;
    }),
    practice: play(({ onHand, onOrder, day }) => textbookOrder(onHand + onOrder, rowOn(day).replenishment)),
  };
}

const leftOut = (reason: string): SeriesReplay => ({ kind: 'leftOut', reason });

/** Between reorder point and order-up-to, where practice is on average right after an order came. */
function startOf({ replenishment }: PolicyRow): number {
  return Math.ceil((replenishment.reorderPoint + replenishment.orderUpTo) / 2);
}

/** [days from `first`] what the location's markets asked for together. */
function locationDemand(record: SeriesRecord, first: number) {
  const own = fillDemand(record.demand, record.censoredDays);
  const days = record.demand.length;
  const others = record.siblings.map(({ demand }) => fillDemand(demand.slice(-days), []).units);
  const units = own.units.slice(first).map((asked, day) => {
    const back = days - first - day;
    return others.reduce((sum, other) => sum + (other[other.length - back] ?? 0), asked);
  });
  const missing = record.demand.slice(first).filter((asked) => asked === null).length;
  const soldOut = record.censoredDays.filter((day) => day >= first && record.demand[day] !== null).length;
  return { units, filledDays: missing + soldOut };
}

function worldOf(
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
