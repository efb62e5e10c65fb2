import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';

/** What one buyer bought of one item before a day. */
export type OwnItem = {
  item: number;
  /** Days on which it was bought. */
  times: number;
  units: number;
  firstDay: number;
  lastDay: number;
  /** Orders of the buyer since its last purchase of the item; 0 when it was in the last order. */
  ordersSince: number;
  /** Sums of 2^(−age / half-life) over purchases, half-lives of 20, 60 and 180 days. */
  decayed20: number;
  decayed60: number;
  decayed180: number;
  /** Of the last five orders, in how many. */
  ofLastFive: number;
};

/** One buyer before a day. */
export type OwnHistory = {
  customer: number;
  day: number;
  /** Distinct days with a purchase, ascending. */
  orderDays: number[];
  items: Map<number, OwnItem>;
  /** Rows: items summed over orders. */
  rows: number;
};

/** Read a buyer's history before `day`. O(its rows). */
export function readOwnHistory(log: PurchaseLog, customer: number, day: number): OwnHistory {
  const first = log.start[customer]!;
  const end = firstRowFrom(log, customer, day);
  const orderDays: number[] = [];
  for (let row = first; row < end; row++)
    if (row === first || log.day[row] !== log.day[row - 1]) orderDays.push(log.day[row]!);
  const items = new Map<number, OwnItem>();
  let order = -1;
  for (let row = first; row < end; row++) {
    if (row === first || log.day[row] !== log.day[row - 1]) order++;
    const item = log.item[row]!;
    const own = items.get(item) ?? firstSeen(item, log.day[row]!);
    const age = day - log.day[row]!;
    own.times++;
    own.units += log.quantity[row]!;
    own.lastDay = log.day[row]!;
    own.ordersSince = orderDays.length - 1 - order;
    own.decayed20 += 2 ** (-age / 20);
    own.decayed60 += 2 ** (-age / 60);
    own.decayed180 += 2 ** (-age / 180);
    if (own.ordersSince < 5) own.ofLastFive++;
    items.set(item, own);
  }
  return { customer, day, orderDays, items, rows: end - first };
}

function firstSeen(item: number, day: number): OwnItem {
  return {
    item,
    times: 0,
    units: 0,
    firstDay: day,
    lastDay: day,
    ordersSince: 0,
    decayed20: 0,
    decayed60: 0,
    decayed180: 0,
    ofLastFive: 0,
  };
}
