import type { Market, SeriesRecord, YearLeftOut } from '../domain/index.ts';
import { createRandom, seedFrom } from '../numeric/index.ts';
import { type ActualCourse, actualCourse } from './actual-course.ts';
import type { PolicySettings } from './policy-settings.ts';
import { judgeState, proposeAction } from './propose-action.ts';
import { learnRows, locationDemand, pricesOf, rowOn, worldOf } from './replay-ground.ts';
import { lossOfStock, type ReorderRule, type ReplayWorld, replayOrders } from './replay-orders.ts';
import type { ForecastAsOf } from './replay-series.ts';
import { textbookOrder } from './textbook-order.ts';

/** What came of one way of ordering over the replayed days. Money in the currency's unit. */
export type YearSide = {
  /** Of the units sold, at the prices that held. */
  margin: number;
  /** Of stock, in these days and of what is left after them until it is sold. */
  holding: number;
  /** Of placing orders. */
  ordering: number;
  soldUnits: number;
  shortUnits: number;
  stockOutDays: number;
  orders: number;
  /** Mean units on hand in the evening. */
  meanStock: number;
};

/** A SKU's last year as Tradewind would have ordered it, beside what was really done. */
export type YearReplayed =
  | {
      kind: 'replayed';
      weeks: number;
      filledDays: number;
      /** `actual`: what the stock files say was done; `textbook`: today's practice, where they don't. */
      baseline: 'actual' | 'textbook';
      /** Whether it is known how often was really ordered. */
      ordersKnown: boolean;
      /** This market's part of the location's demand, 0–1: the rest of the gain is the other markets'. */
      ownShare: number;
      /** Of a unit, the currency's unit. */
      unitCost: number;
      tradewind: YearSide;
      today: YearSide;
    }
  | { kind: 'leftOut'; why: YearLeftOut };

const MOST_WEEKS = 52;
/** Weeks learnt from before the first replayed one, and the fewest replayed. */
const LEAST_LEARNT_WEEKS = 13;
const FEWEST_WEEKS = 13;
/** Courses of lead times that Tradewind's side is a mean of: what really happened had one. */
const DRAWS = 4;

/**
 * Replay a SKU's last 52 weeks, or as many as there are after the first 13, under the order rule that would have been learnt by
 * then (anew each quarter, from nothing that came later), against what the merchant really did, by `record.yearHistory`.
 *
 * Both begin with the same stock and the same orders under way, meet the same demand, and end with what is left valued
 * alike. Prices are those that held. Where stock was not counted often enough the other side is the textbook's rule.
 * Equal arguments give equal results.
 */
export function replayYear(
  record: SeriesRecord,
  forecastAsOf: ForecastAsOf,
  market: Market,
  settings: PolicySettings,
): YearReplayed {
  const weeks = Math.min(MOST_WEEKS, Math.floor(record.demand.length / 7) - LEAST_LEARNT_WEEKS);
  if (weeks < FEWEST_WEEKS) return { kind: 'leftOut', why: 'shortHistory' };
  if ((record.product.landedCostMicros ?? record.product.unitCostMicros) === null)
    return { kind: 'leftOut', why: 'noCost' };
  const first = record.demand.length - weeks * 7;
  const orderOnly = { ...settings, siblings: [], outcomes: [], rules: { ...settings.rules, largestStep: 0 } };
  const rows = learnRows(record, forecastAsOf, market, { settings: orderOnly, span: { first, weeks } });
  if (typeof rows === 'string') return { kind: 'leftOut', why: 'noPolicy' };
  const { elasticity } = rows.at(-1)!.demand;
  const { units: demand, own, filledDays } = locationDemand(record, { first, elasticity });
  const plain = worldOf(record, { settings: orderOnly, demand, row: rows[0]! });
  if (plain === null) return { kind: 'leftOut', why: 'noCost' };
  const sold = soldFrom(record, first);
  const actual =
    record.yearHistory === undefined ? null : actualCourse(record, record.yearHistory, { first, sold });
  const world: ReplayWorld = {
    ...plain,
    unitMargin:
      pricesOf(record)
        ?.slice(first)
        .map((micros) => micros / 1e6 - plain.unitCost) ?? plain.unitMargin,
    ...(actual === null ? {} : { startUnits: actual.startUnits, arrivals: actual.arrivals }),
  };
  const play = (rule: ReorderRule) => playDrawn(world, rule, settings.seed);
  const asked = total(demand);
  return {
    kind: 'replayed',
    ...{ weeks, filledDays, unitCost: world.unitCost },
    baseline: actual === null ? 'textbook' : 'actual',
    ordersKnown: actual === null || actual.orders !== null,
    ownShare: asked > 0 ? total(own) / asked : 1,
    tradewind: play(({ onHand, onOrder, day }) => {
      const row = rowOn(rows, day);
      return proposeAction(row, judgeState(row, { onHand, onOrder }), settings.guardPrice).orderUnits;
    }),
    today:
      actual === null
        ? play(({ onHand, onOrder, day }) => textbookOrder(onHand + onOrder, rowOn(rows, day).replenishment))
        : sideOf(world, actual, sold),
  };
}

const total = (units: Float64Array) => units.reduce((sum, one) => sum + one, 0);

/** [days from `first`] what the location's markets were really sold. */
function soldFrom({ demand, siblings }: SeriesRecord, first: number): Float64Array {
  return Float64Array.from(demand.slice(first), (units, day) => {
    const back = demand.length - first - day;
    return siblings.reduce(
      (sum, sibling) => sum + Math.max(0, sibling.demand[sibling.demand.length - back] ?? 0),
      Math.max(0, units ?? 0),
    );
  });
}

function playDrawn(world: ReplayWorld, rule: ReorderRule, seed: number): YearSide {
  const sides = Array.from({ length: DRAWS }, (_, draw) => {
    const played = replayOrders(world, rule, createRandom(seedFrom(seed, 'year', String(draw))));
    const { demand, orderCost } = world;
    const endLoss = endLossOf(world, Math.max(0, played.endUnits));
    const holding = world.holdingPerDay * played.meanStock * demand.length;
    const lost = world.lostUnitCost * played.shortUnits * (1 - world.backorderShare);
    return {
      // what the profit took off is put back: a unit lost costs nothing here but its margin
      margin: played.profit + holding + endLoss + lost + orderCost * played.orders,
      holding: holding + endLoss,
      ordering: orderCost * played.orders,
      soldUnits: played.soldUnits,
      shortUnits: played.shortUnits,
      stockOutDays: played.stockOutDays,
      orders: played.orders,
      meanStock: played.meanStock,
    };
  });
  const mean = (of: (side: YearSide) => number) => sides.reduce((sum, side) => sum + of(side), 0) / DRAWS;
  return {
    margin: mean(({ margin }) => margin),
    holding: mean(({ holding }) => holding),
    ordering: mean(({ ordering }) => ordering),
    soldUnits: mean(({ soldUnits }) => soldUnits),
    shortUnits: mean(({ shortUnits }) => shortUnits),
    stockOutDays: mean(({ stockOutDays }) => stockOutDays),
    orders: mean(({ orders }) => orders),
    meanStock: mean(({ meanStock }) => meanStock),
  };
}

function endLossOf({ demand, unitCost, holdingPerDay }: ReplayWorld, units: number): number {
  return lossOfStock(units, { perDay: total(demand) / demand.length, unitCost, holdingPerDay });
}

/** What was really done: sold is what left the shelf, short what more was to be expected on days that sold out. */
function sideOf(world: ReplayWorld, actual: ActualCourse, sold: Float64Array): YearSide {
  const { demand, unitMargin } = world;
  const marginOn = (day: number) => (typeof unitMargin === 'number' ? unitMargin : unitMargin[day]!);
  const short = demand.map((asked, day) => Math.max(0, asked - sold[day]!));
  const left = actual.stock.at(-1)! + actual.onOrderUnits;
  return {
    margin: sold.reduce((sum, units, day) => sum + marginOn(day) * units, 0),
    holding: world.holdingPerDay * total(actual.stock) + endLossOf(world, left),
    ordering: world.orderCost * (actual.orders ?? 0),
    soldUnits: total(sold),
    shortUnits: total(short),
    stockOutDays: short.filter((units) => units > 0).length,
    orders: actual.orders ?? 0,
    meanStock: total(actual.stock) / sold.length,
  };
}
