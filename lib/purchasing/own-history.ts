import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';

/** Half-lives in days of the decayed counts, sums of 2^(−age / half-life) over purchases. */
const HALF_LIVES_DAYS = [20, 60, 180] as const;

/** Beyond this age a purchase counts as one of this age. */
const OLDEST_DAYS = 4000;

/** Orders that `ofLastFive` looks back on. */
const LAST_ORDERS = 5;

/** One buyer before a day, its items in columns, numbered by their first purchase. */
export type OwnHistory = {
  customer: number;
  day: number;
  /** Distinct days with a purchase, ascending. */
  orderDays: Int32Array;
  /** Rows: items summed over orders. */
  rows: number;
  /** [own] distinct items; the rest are [own] each. */
  items: Int32Array;
  /** Days on which it was bought. */
  times: Int32Array;
  units: Float64Array;
  firstDay: Int32Array;
  lastDay: Int32Array;
  /** Days between the last two purchases; 0 where there is one. */
  lastGapDays: Int32Array;
  /** Orders of the buyer since its last purchase of the item; 0 when it was in the last order. */
  ordersSince: Int32Array;
  /** Of the last five orders, in how many. */
  ofLastFive: Int32Array;
  decayed20: Float64Array;
  decayed60: Float64Array;
  decayed180: Float64Array;
};

/** Days between purchases of an item, on average, to the nearest whole one; NaN where it was bought once. */
export function meanGapDays({ times, firstDay, lastDay }: OwnHistory, place: number): number {
  return Math.round((lastDay[place]! - firstDay[place]!) / (times[place]! - 1));
}

/** Reads buyers out of a log. */
export type HistoryReader = (customer: number, day: number) => OwnHistory;

/**
 * Create a reader of one buyer's history before a day; a number below 0 is a buyer without any.
 *
 * @param places - [items], −1 each: where an item stands in the history read last; holds for that one until the next is read
 */
export function createHistoryReader(log: PurchaseLog, places: Int32Array): HistoryReader {
  let read: Int32Array = new Int32Array(0);
  const powers = HALF_LIVES_DAYS.map((halfLife) =>
    Float64Array.from({ length: OLDEST_DAYS + 1 }, (_, age) => 2 ** (-age / halfLife)),
  );
  return (customer, day) => {
    for (const item of read) places[item] = -1;
    const [first, end] = customer < 0 ? [0, 0] : [log.start[customer]!, firstRowFrom(log, customer, day)];
    const orderDays = orderDaysOf(log, first, end);
    const own = emptyHistory(
      { customer, day, orderDays, rows: end - first },
      numberItems(log, first, end, places),
    );
    read = own.items;
    fillHistory(own, log, { first, places, powers });
    return own;
  };
}

function orderDaysOf({ day }: PurchaseLog, first: number, end: number): Int32Array {
  const days: number[] = [];
  for (let row = first; row < end; row++)
    if (row === first || day[row] !== day[row - 1]) days.push(day[row]!);
  return Int32Array.from(days);
}

function numberItems({ item }: PurchaseLog, first: number, end: number, places: Int32Array): Int32Array {
  const items = new Int32Array(end - first);
  let count = 0;
  for (let row = first; row < end; row++) {
    if (places[item[row]!] !== -1) continue;
    places[item[row]!] = count;
    items[count++] = item[row]!;
  }
  return items.slice(0, count);
}

function emptyHistory(
  whole: Pick<OwnHistory, 'customer' | 'day' | 'orderDays' | 'rows'>,
  items: Int32Array,
): OwnHistory {
  const counts = () => new Int32Array(items.length);
  const sums = () => new Float64Array(items.length);
  return {
    ...{ ...whole, items, times: counts(), units: sums(), firstDay: counts(), lastDay: counts() },
    ...{ lastGapDays: counts(), ordersSince: counts(), ofLastFive: counts() },
    ...{ decayed20: sums(), decayed60: sums(), decayed180: sums() },
  };
}

type Filling = { first: number; places: Int32Array; powers: Float64Array[] };

function fillHistory(own: OwnHistory, log: PurchaseLog, { first, places, powers }: Filling): void {
  const [power20, power60, power180] = powers as [Float64Array, Float64Array, Float64Array];
  const orders = own.orderDays.length;
  let order = -1;
  for (let row = first; row < first + own.rows; row++) {
    const day = log.day[row]!;
    if (row === first || day !== log.day[row - 1]) order++;
    const place = places[log.item[row]!]!;
    const age = Math.min(own.day - day, OLDEST_DAYS);
    if (own.times[place] === 0) own.firstDay[place] = day;
    else own.lastGapDays[place] = day - own.lastDay[place]!;
    own.times[place]!++;
    own.units[place]! += log.quantity[row]!;
    own.lastDay[place] = day;
    own.ordersSince[place] = orders - 1 - order;
    if (orders - 1 - order < LAST_ORDERS) own.ofLastFive[place]!++;
    own.decayed20[place]! += power20[age]!;
    own.decayed60[place]! += power60[age]!;
    own.decayed180[place]! += power180[age]!;
  }
}
