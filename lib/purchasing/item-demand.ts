import { type PurchaseLog, placeFrom } from './purchase-log.ts';

/** When each item was bought: who took it on which day, by item, then day. */
export type ItemDemand = {
  /** [items + 1]: the purchases of item i are start[i] … start[i + 1] − 1. */
  start: Int32Array;
  /** [rows] each, ascending by day within an item. */
  day: Int32Array;
  customer: Int32Array;
};

/** Turn a log round: from what a buyer bought to who bought an item. O(n). */
export function turnByItem(log: PurchaseLog): ItemDemand {
  const rows = log.day.length;
  const start = new Int32Array(log.items.length + 1);
  for (const item of log.item) start[item + 1]!++;
  for (let i = 0; i < log.items.length; i++) start[i + 1]! += start[i]!;
  const owner = new Int32Array(rows);
  for (let c = 0; c < log.customers.length; c++) owner.fill(c, log.start[c]!, log.start[c + 1]!);
  const next = start.slice();
  const day = new Int32Array(rows);
  const customer = new Int32Array(rows);
  // by counting over days first, so that each item's rows fall into place by day
  const span = rows === 0 ? 0 : log.lastDay - log.firstDay + 1;
  const byDay = new Int32Array(span + 1);
  for (const each of log.day) byDay[each - log.firstDay + 1]!++;
  for (let d = 0; d < span; d++) byDay[d + 1]! += byDay[d]!;
  const order = new Int32Array(rows);
  for (let row = 0; row < rows; row++) order[byDay[log.day[row]! - log.firstDay]!++] = row;
  for (const row of order) {
    const place = next[log.item[row]!]!++;
    day[place] = log.day[row]!;
    customer[place] = owner[row]!;
  }
  return { start, day, customer };
}

/** The first purchase of an item that lies on `from` or later. */
export function firstSaleFrom({ start, day }: ItemDemand, item: number, from: number): number {
  return placeFrom(day, start[item]!, start[item + 1]!, from);
}
