import { addDays, type PolicyDocument } from '../domain/index.ts';
import { stockOutDate } from './stock-out-date.ts';

/** What a stock level comes to. */
export type StockProjection = {
  /** The day on which the last unit goes; `null` where nothing sells, or no demand is known. */
  stockOutDate: string | null;
  /** Days that an order takes to arrive, rounded up; `null` where no policy knows. */
  leadTimeDays: number | null;
  /** Whether the last unit goes before an order placed on the day could arrive. */
  short: boolean;
};

/**
 * Project a stock level at the mean daily demand of the SKU's policy. Units on order count as if they came in time: their
 * dates are not known here.
 *
 * @param level - units; `onOrder` left out is that of the policy
 * @param day - the calendar day of the level
 */
export function projectStockOut(
  policy: PolicyDocument,
  { onHand, onOrder = policy.lastKnown.onOrder ?? 0 }: { onHand: number; onOrder?: number | undefined },
  day: string,
): StockProjection {
  if (policy.kind === 'insufficientData') return { stockOutDate: null, leadTimeDays: null, short: false };
  const { dailyDemand, leadTime } = policy.replenishment;
  const date = stockOutDate(onHand + onOrder, dailyDemand, day);
  const leadTimeDays = Math.ceil(leadTime.meanDays);
  return { stockOutDate: date, leadTimeDays, short: date !== null && date < addDays(day, leadTimeDays) };
}
