import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../infra/local/demo/read-csv.ts';
import { dayNumber } from '../../lib/domain/index.ts';
import type { OrderHistory } from '../../lib/purchasing/index.ts';

/** Where Online Retail lies below the folder of outside data. */
export const ONLINE_RETAIL = 'data/retail/online-retail.csv.gz';

/**
 * Read the order days of Online Retail's identified buyers: sales of products (five digits and what follows), cancelled
 * invoices and lines without price or quantity left out; days since 1970-01-01, amounts in pounds.
 */
export function readOnlineRetailOrders(file: string): OrderHistory {
  const [header = [], ...records] = readCsv(gunzipSync(readFileSync(file)).toString());
  const place = (column: string) => header.indexOf(column);
  const [invoice, sku, customer] = [place('InvoiceNo'), place('StockCode'), place('CustomerID')];
  const [quantity, price, date] = [place('Quantity'), place('UnitPrice'), place('InvoiceDate')];
  const buyers = new Map<string, Map<number, number>>();
  const dayOf = new Map<string, number>();
  for (const record of records) {
    const cell = (at: number) => record[at] ?? '';
    const [units, each] = [Number(cell(quantity)), Number(cell(price))];
    if (cell(customer) === '' || cell(invoice).startsWith('C') || !(units > 0) || !(each > 0)) continue;
    if (!/^\d{5}/.test(cell(sku))) continue;
    const days = buyers.get(cell(customer)) ?? new Map<number, number>();
    buyers.set(cell(customer), days);
    const written = cell(date).slice(0, 10);
    const day = dayOf.get(written) ?? dayNumber(written);
    dayOf.set(written, day);
    days.set(day, (days.get(day) ?? 0) + units * each);
  }
  return toHistory([...buyers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, days]) => [...days]));
}

/** Put each buyer's days and amounts into columns. */
export function toHistory(
  buyers: readonly (readonly (readonly [day: number, amount: number])[])[],
): OrderHistory {
  const rows = buyers.map((days) => [...days].sort(([a], [b]) => a - b));
  const start = new Int32Array(rows.length + 1);
  rows.forEach((days, b) => {
    start[b + 1] = start[b]! + days.length;
  });
  const flat = rows.flat();
  return {
    start,
    day: Int32Array.from(flat, ([day]) => day),
    amount: Float64Array.from(flat, ([, amount]) => amount),
  };
}
