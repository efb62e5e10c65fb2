import type { DemandAhead } from './demand-ahead.ts';

/** The days of one review period, counted from now, and of the period that its order is booked to. */
export type DemandWindow = {
  from: number;
  to: number;
  bookedFrom: number;
  bookedTo: number;
  /** Length of the booked period over that of a review. */
  bookedShare: number;
  /** The booked period is that after the order's arrival, which may come early or late. */
  awaitsOrder: boolean;
  /** The period that stays: its demand is the rate from then on. */
  stays: boolean;
  /** False where an order would come after the SKU's end. */
  mayOrder: boolean;
};

/** Review periods that are told apart before the one that stays: eight weeks, or two where stock is looked at daily. */
const MOST_PHASES = 14;

/** What the windows are cut from. Days. */
export type WindowFacts = {
  ahead: { own: DemandAhead; others: DemandAhead };
  endDays: number | null;
  leadTime: { meanDays: number };
  rules: { reviewDays: number };
};

/**
 * Cut the time ahead into review periods: as many as the forecast reaches and one that stays; or those until the SKU's end.
 *
 * Stock is booked to the period after an order's arrival. Where the SKU ends, no order pays any more from one lead time
 * before it on: from there what is left is sold off, booked to the very period as if all on order had come. Orders that come
 * only then are booked by what is left for it, so that no day is booked twice.
 */
export function demandWindows({ ahead, endDays, leadTime, rules }: WindowFacts): DemandWindow[] {
  const { reviewDays } = rules;
  const leadDays = leadTime.meanDays;
  if (endDays === null) {
    const reach = Math.max(ahead.own.daily.length, ahead.others.daily.length);
    const steady = Math.min(MOST_PHASES, Math.ceil(reach / reviewDays));
    return Array.from({ length: steady + 1 }, (_, period) => {
      const from = period * reviewDays;
      const bookedFrom = from + leadDays;
      return {
        ...{ from, to: from + reviewDays, bookedFrom, bookedTo: bookedFrom + reviewDays },
        ...{ bookedShare: 1, awaitsOrder: true, mayOrder: true, stays: period === steady },
      };
    });
  }
  const periods = Math.max(1, Math.ceil(endDays / reviewDays));
  const selling = Math.min(periods, Math.max(0, Math.ceil((endDays - leadDays) / reviewDays)));
  const sellOff = selling * reviewDays;
  return Array.from({ length: periods }, (_, period) => {
    const from = period * reviewDays;
    const to = Math.min(from + reviewDays, endDays);
    const mayOrder = period < selling;
    const arrival = from + leadDays;
    const awaitsOrder = mayOrder && arrival < sellOff;
    const [bookedFrom, bookedTo] = awaitsOrder
      ? [arrival, Math.min(arrival + reviewDays, sellOff)]
      : [from, to];
    const bookedShare = (bookedTo - bookedFrom) / reviewDays;
    return { from, to, bookedFrom, bookedTo, bookedShare, awaitsOrder, mayOrder, stays: false };
  });
}
