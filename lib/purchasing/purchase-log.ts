import type { PurchaseColumns } from './purchase-columns.ts';

/**
 * Purchases by buyer, day and item, each such triple once: flat columns sorted by buyer, then day, then item.
 */
export type PurchaseLog = {
  customers: readonly string[];
  items: readonly string[];
  countries: readonly string[];
  /** [customers + 1]: rows of customer c are start[c] … start[c + 1] − 1. */
  start: Int32Array;
  /** [rows] each. */
  day: Int32Array;
  item: Int32Array;
  quantity: Float64Array;
  /** [items] typical unit price: the mean of logs, back; NaN where no price is known. */
  itemPrice: Float64Array;
  /** [customers] of each buyer's latest day. */
  customerCountry: Int32Array;
  /** Infinity and −Infinity where there are no rows. */
  firstDay: number;
  lastDay: number;
};

/**
 * Sort purchases by buyer, day and item, and join lines that share all three. O(n log n), whatever the order of the rows.
 *
 * @param until - [customers] the first day of each that is not read; all is read where absent
 */
export function indexPurchases(columns: PurchaseColumns, until?: ArrayLike<number>): PurchaseLog {
  const { customers, items, countries } = columns;
  const isKept = (row: number) =>
    columns.quantity[row]! > 0 && (!until || columns.day[row]! < until[columns.customer[row]!]!);
  const lines = linesByCustomer(columns, isKept);
  const { keys, starts, firstDay, lastDay } = lines;
  const start = new Int32Array(customers.length + 1);
  let rows = 0;
  for (let c = 0; c < customers.length; c++) {
    start[c] = rows;
    keys.subarray(starts[c]!, starts[c + 1]!).sort();
    for (let k = starts[c]!; k < starts[c + 1]!; k++)
      if (k === starts[c] || keys[k] !== keys[k - 1]) keys[rows++] = keys[k]!;
  }
  start[customers.length] = rows;
  const log: PurchaseLog = {
    ...{ customers, items, countries, start, firstDay, lastDay },
    day: new Int32Array(rows),
    item: new Int32Array(rows),
    quantity: new Float64Array(rows),
    itemPrice: typicalPrices(columns, isKept),
    customerCountry: latestCountries(columns, isKept),
  };
  for (let row = 0; row < rows; row++) {
    const day = Math.floor(keys[row]! / items.length);
    log.item[row] = keys[row]! - day * items.length;
    log.day[row] = day + firstDay;
  }
  for (let line = 0; line < columns.day.length; line++) {
    if (!isKept(line)) continue;
    const c = columns.customer[line]!;
    const key = (columns.day[line]! - firstDay) * items.length + columns.item[line]!;
    log.quantity[placeFrom(keys, start[c]!, start[c + 1]!, key)]! += columns.quantity[line]!;
  }
  return log;
}

/** The first row of a buyer that lies on `day` or later; its end where there is none. */
export function firstRowFrom({ start, day }: PurchaseLog, customer: number, from: number): number {
  return placeFrom(day, start[customer]!, start[customer + 1]!, from);
}

/** The first place in [low, high) of an ascending stretch that holds `least` or more; `high` where none does. */
export function placeFrom(
  ascending: Int32Array | Float64Array,
  low: number,
  high: number,
  least: number,
): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle]! < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

type Lines = { keys: Float64Array; starts: Int32Array; firstDay: number; lastDay: number };

/** The kept lines by customer, each as one number: day · items + item, which sorts as day, then item. */
function linesByCustomer(
  { customers, items, customer, item, day }: PurchaseColumns,
  isKept: (row: number) => boolean,
): Lines {
  let [firstDay, lastDay] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const starts = new Int32Array(customers.length + 1);
  for (let row = 0; row < day.length; row++) {
    if (!isKept(row)) continue;
    starts[customer[row]! + 1]!++;
    firstDay = Math.min(firstDay, day[row]!);
    lastDay = Math.max(lastDay, day[row]!);
  }
  for (let c = 0; c < customers.length; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const keys = new Float64Array(starts[customers.length]!);
  for (let row = 0; row < day.length; row++)
    if (isKept(row)) keys[next[customer[row]!]!++] = (day[row]! - firstDay) * items.length + item[row]!;
  return { keys, starts, firstDay, lastDay };
}

/** Logs are summed as whole numbers of 2⁻²⁴, exact up to 38 million lines of an item: the sum is the same in any order of the rows. */
const LOG_STEPS = 2 ** 24;

function typicalPrices(
  { items, item, price, day }: PurchaseColumns,
  isKept: (row: number) => boolean,
): Float64Array {
  const logs = new Float64Array(items.length);
  const seen = new Float64Array(items.length);
  for (let row = 0; row < day.length; row++) {
    if (!isKept(row) || !(price[row]! > 0 && Number.isFinite(price[row]))) continue;
    logs[item[row]!]! += Math.round(Math.log(price[row]!) * LOG_STEPS);
    seen[item[row]!]!++;
  }
  return logs.map((sum, i) => Math.exp(sum / LOG_STEPS / seen[i]!));
}

/** Of the latest day; the higher number where that day has several, so that the rows' order changes nothing. */
function latestCountries(
  { customers, customer, country, day }: PurchaseColumns,
  isKept: (row: number) => boolean,
): Int32Array {
  const latest = new Int32Array(customers.length);
  const days = new Float64Array(customers.length).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < day.length; row++) {
    const c = customer[row]!;
    if (!isKept(row) || day[row]! < days[c]!) continue;
    latest[c] = day[row]! > days[c]! ? country[row]! : Math.max(latest[c]!, country[row]!);
    days[c] = day[row]!;
  }
  return latest;
}
