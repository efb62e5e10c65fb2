import { type Random, standardNormal } from '../numeric/index.ts';

/** What an order rule is replayed in: one SKU's logged demand, and what things cost. Money in the currency's unit. */
export type ReplayWorld = {
  /** [days] units asked for */
  demand: Float64Array;
  /** Units on hand on the first morning. */
  startUnits: number;
  /** What is on its way on the first morning, by the day on which it arrives; nothing by default. */
  arrivals?: ReadonlyMap<number, number>;
  reviewDays: number;
  leadTime: { meanDays: number; sdDays: number };
  /** Share of what is missing that buyers wait for, 0–1; the rest is lost. */
  backorderShare: number;
  /** The same on all days, or [days]. */
  unitMargin: number | Float64Array;
  unitCost: number;
  /** Of a unit held through a day. */
  holdingPerDay: number;
  /** Of a unit lost, besides its margin. */
  lostUnitCost: number;
  /** Of a unit that a buyer waits for, in the evening. */
  waitingPerDay: number;
  orderCost: number;
};

/** Decides on a review morning how many units to order. Units on hand are below 0 by what is owed. */
export type ReorderRule = (state: { onHand: number; onOrder: number; day: number }) => number;

/** What came of a rule. Money over all days, in the currency's unit. */
export type ReplayedRule = {
  /** Margin less holding, lost units and orders, and less what the end stock has lost of its cost. */
  profit: number;
  soldUnits: number;
  /** Units that were not there when they were asked for. */
  shortUnits: number;
  stockOutDays: number;
  orders: number;
  /** Mean units on hand at the end of a day. */
  meanStock: number;
  /** On hand and on order at the end; below 0 what is still owed. */
  endUnits: number;
};

/**
 * Replay logged demand under an order rule: each review morning it may order, what it ordered arrives after the lead time,
 * a day sells what is there.
 *
 * The lead time of a review morning is drawn whether it orders or not, so that two rules with equal seeds meet the same
 * delays. What is left at the end, on hand or on its way, is worth its cost less the holding until it is sold at the mean
 * demand of these days, never below 0: a rule gains nothing by filling its shelves or emptying them before the end.
 */
export function replayOrders(world: ReplayWorld, rule: ReorderRule, random: Random): ReplayedRule {
  const { demand, reviewDays, leadTime, unitMargin, orderCost } = world;
  const marginOn = (day: number) => (typeof unitMargin === 'number' ? unitMargin : unitMargin[day]!);
  const arriving = new Map(world.arrivals ?? []);
  const result = { profit: 0, soldUnits: 0, shortUnits: 0, stockOutDays: 0, orders: 0, meanStock: 0 };
  let onHand = world.startUnits;
  let onOrder = [...arriving.values()].reduce((sum, units) => sum + units, 0);
  demand.forEach((asked, day) => {
    const arrived = arriving.get(day) ?? 0;
    onHand += arrived;
    onOrder -= arrived;
    if (day % reviewDays === 0) {
      const leadDays = drawLeadDays(leadTime, random);
      const units = Math.max(0, rule({ onHand, onOrder, day }));
      if (units > 0) {
        result.orders++;
        result.profit -= orderCost;
        if (leadDays === 0) onHand += units;
        else {
          onOrder += units;
          arriving.set(day + leadDays, (arriving.get(day + leadDays) ?? 0) + units);
        }
      }
    }
    const short = Math.max(0, asked - Math.max(0, onHand));
    const lost = short * (1 - world.backorderShare);
    onHand += lost - asked;
    // a unit that is owed is sold once: on the day it was asked for
    result.soldUnits += asked - lost;
    result.shortUnits += short;
    if (short > 0) result.stockOutDays++;
    const stock = Math.max(0, onHand);
    result.meanStock += stock / demand.length;
    result.profit +=
      marginOn(day) * (asked - lost) -
      world.holdingPerDay * stock -
      world.lostUnitCost * lost -
      world.waitingPerDay * Math.max(0, -onHand);
  });
  return withEnd(world, { ...result, endUnits: onHand + onOrder });
}

/** Whole days, normal about the mean, never before today. */
function drawLeadDays({ meanDays, sdDays }: ReplayWorld['leadTime'], random: Random): number {
  return Math.max(0, Math.round(meanDays + sdDays * standardNormal(random)));
}

function withEnd({ demand, unitCost, holdingPerDay }: ReplayWorld, result: ReplayedRule): ReplayedRule {
  const left = Math.max(0, result.endUnits);
  const perDay = demand.reduce((sum, units) => sum + units, 0) / demand.length;
  return { ...result, profit: result.profit - lossOfStock(left, { perDay, unitCost, holdingPerDay }) };
}

/** The holding that units will still cost until the last is sold, at most their cost: Σ min(cost, h · wait). */
export function lossOfStock(
  units: number,
  { perDay, unitCost, holdingPerDay }: { perDay: number; unitCost: number; holdingPerDay: number },
): number {
  if (holdingPerDay <= 0) return 0;
  if (perDay <= 0) return units * unitCost;
  const worthless = (unitCost / holdingPerDay) * perDay;
  const waiting = Math.min(units, worthless);
  return (holdingPerDay * waiting ** 2) / (2 * perDay) + Math.max(0, units - worthless) * unitCost;
}
