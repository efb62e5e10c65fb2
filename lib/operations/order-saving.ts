import type { OrderNeed } from '../domain/index.ts';
import { normalQuantile } from '../numeric/index.ts';
import { demandDistribution, expectedLeftover, gridUnit } from './demand-distribution.ts';

/** The span in which an order of now serves and one of the next order day does not. Days from the run's date. */
export type SavingSpan = {
  /** Until an order of now arrives. */
  arrivalDays: number;
  /** Until an order of the supplier's next day arrives. */
  nextArrivalDays: number;
};

/**
 * Expect how many lost units an order of now saves against one of the supplier's next order day.
 *
 * Demand until both arrivals has the rule's own mean and spread (its safety stock over its normal quantile), scaled to the
 * days; what is lost before the first arrival no order saves. Never falls with more units, and each further unit saves less:
 * so packs can be chosen one by one, the best first.
 *
 * @param position - units on hand and on order, below 0 when units are owed
 * @returns a function of the units ordered now, ≥ 0, in units
 */
export function unitsSaved(
  need: Pick<OrderNeed, 'dailyDemand' | 'safetyStock' | 'serviceLevel' | 'leadTimeDays' | 'reviewDays'>,
  position: number,
  { arrivalDays, nextArrivalDays }: SavingSpan,
): (units: number) => number {
  if (!(need.dailyDemand > 0)) return () => 0;
  const shortUntil = (days: number) => shortfall(need, days);
  const byArrival = shortUntil(arrivalDays)(position);
  const byNext = shortUntil(nextArrivalDays);
  const withoutOrder = byNext(position);
  return (units) => Math.max(0, withoutOrder - Math.max(byArrival, byNext(position + Math.max(0, units))));
}

/** E[(D − stock)⁺] of the demand over so many days, as a function of the stock. */
function shortfall(
  { dailyDemand, safetyStock, serviceLevel, leadTimeDays, reviewDays }: Parameters<typeof unitsSaved>[0],
  days: number,
): (stock: number) => number {
  const spread = Math.max(0, safetyStock) / Math.max(0.1, normalQuantile(Math.min(0.9999, serviceLevel)));
  const mean = dailyDemand * Math.max(0, days);
  const ruleDays = Math.max(1, leadTimeDays + reviewDays);
  const variance = spread ** 2 * (Math.max(0, days) / ruleDays);
  const demand = demandDistribution({ mean, variance }, gridUnit(mean));
  return (stock) => Math.max(0, mean - stock + expectedLeftover(demand, stock));
}
