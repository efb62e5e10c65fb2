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

/** Lines of invoices in columns: millions of them in tens of megabytes. Names are told by their numbers. */
export type PurchaseColumns = {
  /** Each once. Equal scores go by the lower number: names numbered in sorted order make the rows' order of no account. */
  customers: readonly string[];
  items: readonly string[];
  countries: readonly string[];
  /** [rows] each: numbers of names. */
  customer: Int32Array;
  item: Int32Array;
  country: Int32Array;
  /** [rows] as in `Purchase`. */
  day: Int32Array;
  quantity: Float64Array;
  price: Float64Array;
};

/**
 * Turn purchases into columns, names numbered in sorted order.
 *
 * @param purchases - may be frozen; not changed
 * @throws InputError when a day is no whole number of 32 bits
 */
export function toColumns(purchases: readonly Purchase[]): PurchaseColumns {
  const day = Int32Array.from(purchases, (purchase) => purchase.day);
  const wrong = purchases.find((purchase, row) => purchase.day !== day[row]);
  if (wrong) throw new InputError(`a purchase is on day ${wrong.day}: a whole number is needed`);
  const [customers, customer] = numberNames(purchases, 'customer');
  const [items, item] = numberNames(purchases, 'sku');
  const [countries, country] = numberNames(purchases, 'country');
  return {
    ...{ customers, items, countries, customer, item, country, day },
    quantity: Float64Array.from(purchases, ({ quantity }) => quantity),
    price: Float64Array.from(purchases, ({ price }) => price),
  };
}

function numberNames(
  rows: readonly Purchase[],
  key: 'customer' | 'sku' | 'country',
): [names: string[], number: Int32Array] {
  const numbers = new Map<string, number>();
  for (const row of rows) numbers.set(row[key], 0);
  const names = [...numbers.keys()].sort();
  names.forEach((name, i) => {
    numbers.set(name, i);
  });
  return [names, Int32Array.from(rows, (row) => numbers.get(row[key]) ?? 0)];
}
