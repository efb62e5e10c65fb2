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
  /** Of the buyers whose early, median and late date lay within the window, the shares that had ordered by then: .1, .5, .9 if right. */
  byEarly: DateCheck;
  byMedian: DateCheck;
  byLate: DateCheck;
  /** Of those whose whole interval lay within: the share that ordered inside it; .8 if right. */
  inside: DateCheck;
};
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

/** Hold what was foretold at a moment against the 90 days from it. */
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
  const share = (dates: Float64Array, met: (i: number) => boolean): DateCheck => {
    const judged = Array.from(buyers.keys()).filter((i) => Math.ceil(dates[i]!) <= WINDOW_DAYS);
    return {
      buyers: judged.length,
      share: judged.length === 0 ? Number.NaN : judged.filter(met).length / judged.length,
    };
  };
  const by = (dates: Float64Array) => share(dates, (i) => waited[i]! <= Math.ceil(dates[i]!));
  return {
    ...{ moment, buyers: buyers.length, orders, spend },
    expectedOrders: foretold.orders90.reduce((sum, one) => sum + one, 0),
    expectedSpend: foretold.spend90.reduce((sum, one) => sum + one, 0),
    ...{ byEarly: by(earlyDays), byMedian: by(medianDays), byLate: by(lateDays) },
    inside: share(
      lateDays,
      (i) => waited[i]! >= Math.ceil(earlyDays[i]!) && waited[i]! <= Math.ceil(lateDays[i]!),
    ),
  };
}
