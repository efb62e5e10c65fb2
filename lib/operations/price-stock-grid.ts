import type { Replenishment } from '../domain/index.ts';
import { roundOrder } from './round-order.ts';

/** The stock levels and orders of a decision process. Level s stands for s lots of units on hand and on order. */
export type StockGrid = {
  lotUnits: number;
  levels: number;
  /** Order sizes in units, ascending, the first 0; each a whole number of packs ≥ the minimum order. */
  orderUnits: number[];
  /** Position that an order may not go beyond, where the location's room ends below the highest level. */
  largestUnits?: number;
};

/** Tell the highest position, in units, that an order may lead to. */
export function largestPosition({ lotUnits, levels, largestUnits }: StockGrid): number {
  return Math.min((levels - 1) * lotUnits, largestUnits ?? Number.POSITIVE_INFINITY);
}

const LEVELS = 25;
const ORDER_SHARES = [0.2, 0.4, 0.6, 0.8, 1];
/** A coming peak is told apart up to so many times what is needed now. */
const PEAK = 2;
/** Overstock up to this many order-up-to levels is told apart; beyond it the action is the same: wait. */
const OVERSTOCK = 2;

/**
 * Lay out levels from nothing to the order-up-to and what may come on top, and orders from a fifth of the order-up-to to
 * all of it. A lot divides the pack, or is whole packs, so that an order is whole lots.
 *
 * @param options.position - units on hand and on order now
 * @param options.peak - the highest demand over lead time and review of the coming weeks over tonight's
 * @param options.largestStockUnits - of the location; `null`: no bound
 * @param options.largestOrderUnits - larger orders are not offered; `null`: no bound
 */
export function stockGrid(
  rule: Pick<Replenishment, 'orderUpTo' | 'dailyDemand' | 'reviewDays' | 'packSize' | 'minimumOrderUnits'>,
  options: {
    position: number;
    peak?: number;
    largestStockUnits?: number | null;
    largestOrderUnits?: number | null;
  },
): StockGrid {
  const { position, peak = 1, largestStockUnits = null, largestOrderUnits = null } = options;
  const { orderUpTo, dailyDemand, reviewDays, packSize } = rule;
  const lot = { packSize: packSize > 0 ? packSize : 1, minimumOrderUnits: rule.minimumOrderUnits };
  const smallest = roundOrder(1, lot);
  const top = Math.max(
    orderUpTo * Math.max(1, Math.min(PEAK, peak)) + dailyDemand * reviewDays,
    smallest * 2,
    Math.min(position, orderUpTo * OVERSTOCK),
  );
  const raw = top / (LEVELS - 1);
  const lotUnits =
    lot.packSize >= raw
      ? lot.packSize / Math.max(1, Math.min(Math.floor(lot.packSize / raw), Math.floor(lot.packSize) || 1))
      : lot.packSize * Math.ceil(raw / lot.packSize);
  const orders = ORDER_SHARES.map((share) => roundOrder(Math.max(1e-9, share * orderUpTo), lot));
  const levels = Math.min(LEVELS, Math.ceil(top / lotUnits - 1e-9) + 1);
  const reach = Math.min((levels - 1) * lotUnits, largestStockUnits ?? Number.POSITIVE_INFINITY);
  const most = Math.min(reach, largestOrderUnits ?? Number.POSITIVE_INFINITY);
  const fitting = [smallest, ...orders].filter((units) => units <= most);
  return {
    lotUnits,
    levels,
    orderUnits: [0, ...new Set(fitting.slice(fitting.length > 5 ? 1 : 0))].sort((a, b) => a - b),
    ...(largestStockUnits === null ? {} : { largestUnits: largestStockUnits }),
  };
}
