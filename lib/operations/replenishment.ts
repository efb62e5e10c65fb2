import { addDays, type LeadTime, type Replenishment } from '../domain/index.ts';
import type { LocationDemand } from './location-demand.ts';
import { tidy } from './number-text.ts';
import { levelsForCycles, orderLevels, type ServiceTarget } from './order-levels.ts';
import { type OrderLot, roundOrder } from './round-order.ts';
import { heldToSeason, type SeasonEnd } from './season-end.ts';
import { dayAhead, stockOutDate } from './stock-out-date.ts';
import type { TextbookCosts } from './textbook-costs.ts';

/** What the rule is made from; demand and stock are the location's. */
export type ReplenishmentInput = {
  /** Demand over lead time + review. */
  demand: LocationDemand;
  dailyDemand: number;
  leadTime: LeadTime;
  reviewDays: number;
  /** Cycle service level: probability that a cycle ends without stock-out; 0–1. */
  serviceLevel: number;
  /** Another measure that sets the reorder point, with what lost, left and held units cost; by default the service level. */
  service?: ServiceTarget;
  /** Where the SKU ends, with the costs of it; by default nowhere. */
  end?: { season: SeasonEnd; costs: TextbookCosts } | null;
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
 * by the merchant's measure of service (`orderLevels`), and no more than a SKU that ends can still sell (`heldToSeason`).
 *
 * The order-up-to level adds the economic order, at least one lot. The safety stock is what the reorder point holds above the
 * mean.
 */
export function planReplenishment(input: ReplenishmentInput): Replenishment {
  const { demand, dailyDemand, leadTime, reviewDays, serviceLevel, service, end = null, lot } = input;
  const { onHand, onOrder, asOf } = input;
  const cycleUnits = Math.max(input.economicOrderUnits, dailyDemand > 0 ? roundOrder(1, lot) : 0);
  const facts = { demand, dailyDemand, leadTime, reviewDays, cycleUnits };
  const usual =
    service === undefined
      ? levelsForCycles(facts, serviceLevel)
      : orderLevels(facts, { ...service, serviceLevel });
  const { reorderPoint, orderUpTo } =
    end === null
      ? usual
      : heldToSeason(usual, end.season, { costs: end.costs, lot, leadTimeDays: leadTime.meanDays });
  const dates = datesOf(dailyDemand, { onHand, onOrder, reorderPoint, asOf });
  return {
    serviceLevel,
    ...measureOf(service),
    ...(end === null ? {} : { endsOn: addDays(asOf, end.season.days) }),
    leadTime,
    reviewDays,
    reorderPoint: tidy(reorderPoint),
    orderUpTo: tidy(orderUpTo),
    safetyStock: tidy(Math.max(0, reorderPoint - demand.moments.mean)),
    minimumOrderUnits: lot.minimumOrderUnits,
    packSize: lot.packSize,
    dailyDemand: tidy(dailyDemand),
    ...dates,
    supplier: input.supplier,
    markets: input.markets,
  };
}

/** Name the measure where it is not the service level. */
function measureOf(service: ServiceTarget | undefined): Pick<Replenishment, 'measure' | 'fillRate'> {
  switch (service?.serviceMeasure) {
    case 'fillRate':
      return { measure: 'fillRate', fillRate: service.fillRate };
    case 'cost':
      return { measure: 'cost' };
    default:
      return {};
  }
}

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
  const spare = Math.max(0, Math.floor((onHand + onOrder - reorderPoint) / dailyDemand));
  return {
    daysOfCover: tidy(daysOfCover),
    stockOutDate: stockOutDate(onHand + onOrder, dailyDemand, asOf),
    latestOrderDate: dayAhead(asOf, spare),
  };
}
