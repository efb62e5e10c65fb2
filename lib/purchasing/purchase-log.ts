import { InputError } from '../domain/errors.ts';

/** One line of an invoice; more properties may stand beside these. */
export type Purchase = {
  customer: string;
  sku: string;
  /** A whole number of days since any fixed day. */
  day: number;
  /** Units; lines of 0 or fewer (returns, corrections) say nothing of what a buyer wants and are passed over. */
  quantity: number;
  /** Unit price, any currency unit; not finite where unknown. */
  price: number;
  invoice: string;
  country: string;
};

/**
 * Purchases by buyer, day and item, each such triple once: flat columns sorted by buyer, then day, then item.
 *
 * Buyers, items and countries are numbered by their first appearance in sorted order of names, so that the order of the rows
 * changes nothing.
 */
export type PurchaseLog = {
  customers: string[];
  items: string[];
  countries: string[];
  customerNumbers: Map<string, number>;
  itemNumbers: Map<string, number>;
  /** [customers + 1]: rows of customer c are start[c] … start[c + 1] − 1. */
  start: Int32Array;
  /** [rows] each. */
  day: Int32Array;
  item: Int32Array;
  quantity: Float64Array;
  /** [items] median-like typical unit price (mean of logs, back); NaN where no price is known. */
  itemPrice: Float64Array;
  /** [customers] of each buyer's latest row. */
  customerCountry: Int32Array;
  firstDay: number;
  lastDay: number;
};

/**
 * Number buyers and items and join lines of one buyer, day and item. O(n log n).
 *
 * @param purchases - may be frozen; not changed
 * @throws InputError when a day is no whole number
 */
export function indexPurchases(purchases: readonly Purchase[]): PurchaseLog {
  const kept = purchases.filter(({ quantity }) => quantity > 0);
  const wrong = kept.find(({ day }) => !Number.isInteger(day));
  if (wrong) throw new InputError(`a purchase is on day ${wrong.day}: a whole number is needed`);
  const customers = namesIn(kept, 'customer');
  const items = namesIn(kept, 'sku');
  const countries = namesIn(kept, 'country');
  const customerNumbers = numbersOf(customers);
  const itemNumbers = numbersOf(items);
  const countryNumbers = numbersOf(countries);
  const bought = new Int32Array(kept.length);
  const bySku = new Int32Array(kept.length);
  kept.forEach(({ customer, sku }, i) => {
    bought[i] = customerNumbers.get(customer) ?? 0;
    bySku[i] = itemNumbers.get(sku) ?? 0;
  });
  const order = Int32Array.from(kept, (_, i) => i).sort(
    (i, j) => bought[i]! - bought[j]! || kept[i]!.day - kept[j]!.day || bySku[i]! - bySku[j]!,
  );
  const start = new Int32Array(customers.length + 1);
  const day: number[] = [];
  const item: number[] = [];
  const quantity: number[] = [];
  const customerCountry = new Int32Array(customers.length);
  let [customerBefore, dayBefore, itemBefore] = [-1, 0, -1];
  for (const i of order) {
    const row = kept[i]!;
    const customer = bought[i]!;
    const isNew = customer !== customerBefore || row.day !== dayBefore || bySku[i] !== itemBefore;
    if (customer !== customerBefore) start[customer] = day.length;
    if (isNew) {
      day.push(row.day);
      item.push(bySku[i]!);
      quantity.push(0);
    }
    quantity[quantity.length - 1]! += row.quantity;
    customerCountry[customer] = countryNumbers.get(row.country) ?? 0;
    [customerBefore, dayBefore, itemBefore] = [customer, row.day, bySku[i]!];
  }
  start[customers.length] = day.length;
  return {
    customers,
    items,
    countries,
    customerNumbers,
    itemNumbers,
    start,
    day: Int32Array.from(day),
    item: Int32Array.from(item),
    quantity: Float64Array.from(quantity),
    itemPrice: typicalPrices(kept, bySku, items.length),
    customerCountry,
    firstDay: day.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
    lastDay: day.reduce((greatest, each) => Math.max(greatest, each), Number.NEGATIVE_INFINITY),
  };
}

/** The first row of a buyer that lies on `day` or later; its end where there is none. */
export function firstRowFrom({ start, day }: PurchaseLog, customer: number, from: number): number {
  let low = start[customer]!;
  let high = start[customer + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function namesIn(rows: readonly Purchase[], key: 'customer' | 'sku' | 'country'): string[] {
  return [...new Set(rows.map((row) => row[key]))].sort();
}

function numbersOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i]));
}

function typicalPrices(rows: readonly Purchase[], item: Int32Array, count: number): Float64Array {
  const logs = new Float64Array(count);
  const seen = new Float64Array(count);
  rows.forEach(({ price }, i) => {
    if (!(price > 0 && Number.isFinite(price))) return;
    logs[item[i]!]! += Math.log(price);
    seen[item[i]!]!++;
  });
  return logs.map((sum, i) => Math.exp(sum / seen[i]!));
}
