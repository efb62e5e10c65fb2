import { addDays, type LeadTime, type Replenishment } from '../domain/index.ts';
import { normalQuantile } from '../numeric/index.ts';
import { coveredAt, type LocationDemand } from './location-demand.ts';
import { type OrderLot, roundOrder } from './round-order.ts';

/** What the rule is made from; demand and stock are the location's. */
export type ReplenishmentInput = {
  /** Demand over lead time + review. */
  demand: LocationDemand;
  dailyDemand: number;
  leadTime: LeadTime;
  reviewDays: number;
  /** Cycle service level: probability that a cycle ends without stock-out; 0–1. */
  serviceLevel: number;
  lot: OrderLot;
  /** Units that are worth ordering at once (economic order quantity); 0 where unknown. */
  economicOrderUnits: number;
  onHand: number;
  onOrder: number;
  asOf: string;
  supplier: string | null;
  markets: string[];
};

/**
 * Find reorder point, order-up-to and safety stock of a periodic review: stock covers the demand over lead time + review
 * with the service level (Silver, Pyke & Thomas 2017, §6.9), from the sampled sums rather than a normal approximation.
 *
 * A varying lead time adds z²·(mean per day · sd of days)² to the squared safety stock. The order-up-to level adds the
 * economic order, at least one lot.
 */
export function planReplenishment(input: ReplenishmentInput): Replenishment {
  const { demand, dailyDemand, leadTime, reviewDays, serviceLevel, lot } = input;
  const { onHand, onOrder, asOf } = input;
  const covered = Math.max(0, coveredAt(demand, serviceLevel) - demand.moments.mean);
  const varying = Math.max(0, normalQuantile(serviceLevel)) * dailyDemand * leadTime.sdDays;
  const safetyStock = Math.sqrt(covered ** 2 + varying ** 2);
  const reorderPoint = demand.moments.mean + safetyStock;
  const orderUpTo =
    reorderPoint + Math.max(input.economicOrderUnits, dailyDemand > 0 ? roundOrder(1, lot) : 0);
  const dates = datesOf(dailyDemand, { onHand, onOrder, reorderPoint, asOf });
  return {
    serviceLevel,
    leadTime,
    reviewDays,
    reorderPoint: tidy(reorderPoint),
    orderUpTo: tidy(orderUpTo),
    safetyStock: tidy(safetyStock),
    minimumOrderUnits: lot.minimumOrderUnits,
    packSize: lot.packSize,
    dailyDemand: tidy(dailyDemand),
    ...dates,
    supplier: input.supplier,
    markets: input.markets,
  };
}

/** Beyond this a date says nothing: stock outlives the product. */
const FARTHEST_DAYS = 3650;

/**
 * Project when stock runs out at the mean demand, and the last day on which an order is not late.
 *
 * Units on order count as if they came in time: their dates are not known here. The stock-out date is the day on which
 * the last unit goes.
 */
function datesOf(
  dailyDemand: number,
  {
    onHand,
    onOrder,
    reorderPoint,
    asOf,
  }: { onHand: number; onOrder: number; reorderPoint: number; asOf: string },
): Pick<Replenishment, 'daysOfCover' | 'stockOutDate' | 'latestOrderDate'> {
  if (!(dailyDemand > 0)) return { daysOfCover: null, stockOutDate: null, latestOrderDate: null };
  const daysOfCover = Math.max(0, onHand) / dailyDemand;
  const out = Math.ceil(Math.max(0, onHand + onOrder) / dailyDemand - 1e-9);
  const spare = Math.max(0, Math.floor((onHand + onOrder - reorderPoint) / dailyDemand));
  return {
    daysOfCover: tidy(daysOfCover),
    stockOutDate: out > FARTHEST_DAYS ? null : addDays(asOf, out),
    latestOrderDate: spare > FARTHEST_DAYS ? null : addDays(asOf, spare),
  };
}

/** Round to a thousandth of a unit: quantities are decimal numbers, their float tails say nothing. */
function tidy(units: number): number {
  return Math.round(units * 1000) / 1000;
}
