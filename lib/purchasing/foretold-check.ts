import { type OrderHistory, rowAt } from './order-history.ts';

/** What was foretold of the last 90 days, beside what came; orders are order days. */
export type ForetoldCheck = {
  /** The first day foretold. */
  moment: number;
  buyers: number;
  expectedOrders: number;
  orders: number;
  /** In the amounts' unit; NaN where no order had a price. */
  expectedSpend: number;
  spend: number;
  /** The shares of all buyers that order by their early, median and late date, estimated: .1, .5, .9 if right. */
  byEarly: DateCheck;
  byMedian: DateCheck;
  byLate: DateCheck;
  /** The share that orders after the early date and by the late one; .8 if right. */
  inside: DateCheck;
};

/** An estimated share, NaN where nobody tells it, and how many buyers' dates lay within the window. */
export type DateCheck = { buyers: number; share: number };

/** What is judged of a prediction, [buyers] each. */
type Foretold = {
  buyers: Int32Array;
  orders90: Float64Array;
  spend90: Float64Array;
  earlyDays: Float64Array;
  medianDays: Float64Array;
  lateDays: Float64Array;
};

const WINDOW_DAYS = 90;

/**
 * Hold what was foretold at a moment against the 90 days from it.
 *
 * Most late dates lie beyond the window: a buyer is followed from date to date as far as the window goes, and of those followed
 * through a step the share that ordered in it is taken (the product-limit estimate of Kaplan & Meier 1958, on the scale of the
 * chance foretold). A date is a day: an order on it has come by then, so shares lie a little above .1, .5 and .9.
 */
export function foretoldCheck(history: OrderHistory, moment: number, foretold: Foretold): ForetoldCheck {
  const { buyers, earlyDays, medianDays, lateDays } = foretold;
  let [orders, spend] = [0, 0];
  // a date is the day in which the moment falls: an order on it has come by then
  const waited = Float64Array.from(buyers, (buyer) => {
    const from = rowAt(history, buyer, moment);
    const to = rowAt(history, buyer, moment + WINDOW_DAYS);
    orders += to - from;
    for (let row = from; row < to; row++) spend += history.amount[row]! > 0 ? history.amount[row]! : 0;
    return from < to ? history.day[from]! - moment + 1 : Infinity;
  });
  const [byEarly, byMedian, byLate] = orderedBy(waited, [earlyDays, medianDays, lateDays]);
  return {
    ...{ moment, buyers: buyers.length, orders, spend },
    expectedOrders: foretold.orders90.reduce((sum, one) => sum + one, 0),
    expectedSpend: foretold.spend90.reduce((sum, one) => sum + one, 0),
    ...{ byEarly, byMedian, byLate },
    inside: { buyers: byLate.buyers, share: byLate.share - byEarly.share },
  };
}

/** @param waited - [buyers] days until the next order, Infinity where none came within the window */
function orderedBy(
  waited: Float64Array,
  dates: readonly [Float64Array, Float64Array, Float64Array],
): [DateCheck, DateCheck, DateCheck] {
  let left = 1;
  const step = (date: Float64Array, before?: Float64Array): DateCheck => {
    let [within, followed, ordered] = [0, 0, 0];
    for (let i = 0; i < waited.length; i++) {
      const until = Math.ceil(date[i]!);
      if (!(until <= WINDOW_DAYS)) continue;
      within++;
      if (before && waited[i]! <= Math.ceil(before[i]!)) continue;
      followed++;
      if (waited[i]! <= until) ordered++;
    }
    // nobody is left to be followed where all have ordered
    if (left > 0) left *= 1 - ordered / followed;
    return { buyers: within, share: 1 - left };
  };
  const [early, median, late] = dates;
  return [step(early), step(median, early), step(late, median)];
}
