import { type OrderHistory, rowAt } from './order-history.ts';

/** What the learner knows of a buyer, in the order of `fillBuyerFeatures`. */
export const BUYER_FEATURES = [
  'days since the last order',
  'order days',
  'days since the first order',
  'has ordered once',
  'mean gap between orders',
  'variation of the gaps',
  'days since the last order against its own gap',
  'the same, squared',
  'order days of the last 30 days',
  'order days of the last 90 days',
  'order days of the last 180 days',
  'order days, the recent ones more',
  'mean worth of an order day',
  'worth in all',
  'worth of the last 90 days',
  'worth of the last order against the mean',
] as const;

/** Days after which an order counts half among the recent ones. */
const HALF_LIFE_DAYS = 60;

/**
 * Fill the features of a buyer at a moment: recency, frequency, worth and cadence, mostly as logarithms of one more.
 *
 * Nothing on or after the moment is read. Worths are measured against the market's mean, so that a currency makes no difference.
 *
 * @param end - the buyer's first row from the moment on; one row at least lies before it
 * @param meanAmount - of an order day in the market, above 0
 * @param row - where in `features` they go, overwritten
 */
export function fillBuyerFeatures(
  history: OrderHistory,
  { buyer, end, moment }: { buyer: number; end: number; moment: number },
  meanAmount: number,
  features: Float64Array,
  row: number,
): void {
  const { start, day } = history;
  const from = start[buyer]!;
  const orders = end - from;
  const since = moment - day[end - 1]!;
  const age = moment - day[from]!;
  const gaps = gapsOf(day, from, end, since);
  const within = (days: number) => end - Math.max(rowAt(history, buyer, moment - days), from);
  const worth = worthOf(history, from, end, meanAmount);
  const recent = worthOf(history, end - within(90), end, meanAmount);
  const overdue = Math.log((since + 1) / gaps.typical);
  features.set(
    [
      Math.log1p(since),
      Math.log(orders),
      Math.log1p(age),
      orders === 1 ? 1 : 0,
      Math.log(gaps.typical),
      gaps.variation,
      overdue,
      overdue * overdue,
      Math.log1p(within(30)),
      Math.log1p(within(90)),
      Math.log1p(within(180)),
      Math.log(recentOrders(day, from, end, moment)),
      Math.log1p(worth.sum / Math.max(worth.priced, 1)),
      Math.log1p(worth.sum),
      Math.log1p(recent.sum),
      Math.log((worth.last + 0.1) / (worth.sum / Math.max(worth.priced, 1) + 0.1)),
    ],
    row,
  );
}

/** A buyer's gaps in days; the stretch since its last order counts as one that is not over. */
function gapsOf(day: Int32Array, from: number, end: number, since: number) {
  const count = end - from - 1;
  const mean = count > 0 ? (day[end - 1]! - day[from]!) / count : 0;
  let squares = 0;
  for (let at = from + 1; at < end; at++) squares += (day[at]! - day[at - 1]! - mean) ** 2;
  return {
    typical: (count * mean + since + 1) / (count + 1),
    variation: count > 1 ? Math.sqrt(squares / (count - 1)) / mean : 0,
  };
}

function worthOf({ amount }: OrderHistory, from: number, end: number, meanAmount: number) {
  let [sum, priced, last] = [0, 0, 0];
  for (let at = from; at < end; at++) {
    if (!(amount[at]! > 0)) continue;
    last = amount[at]! / meanAmount;
    sum += last;
    priced++;
  }
  return { sum, priced, last };
}

function recentOrders(day: Int32Array, from: number, end: number, moment: number): number {
  let sum = 0;
  for (let at = from; at < end; at++) sum += 2 ** ((day[at]! - moment) / HALF_LIFE_DAYS);
  return sum;
}
