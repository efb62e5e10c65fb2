import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../infra/local/demo/read-csv.ts';
import { dayNumber } from '../../lib/domain/index.ts';
import { medianOf } from '../../lib/numeric/index.ts';
import { type OrderEvent, undoSales } from '../../lib/stores/undo-sales.ts';

/** A SKU's demand of whole weeks, Mondays to Sundays, and what a unit costs. */
export type WeeklyDemand = {
  sku: string;
  /** [weeks] units. */
  units: Float64Array;
  /** Week of the first sale. */
  start: number;
  /** Median price paid, in pounds. */
  price: number;
};

/** The file's first whole week and how many there are; it ends on a Friday, 9 December 2011, which is left out. */
export const FIRST_WEEK = '2010-12-06';
export const WEEKS = 52;
/** Other codes are postage, fees, vouchers and corrections. */
const PRODUCT_CODE = /^[0-9]{5}/;

type Line = { sku: string; customer: string; day: number; units: number; price: number; cancels: boolean };

/**
 * Read the Online Retail invoices (Chen 2015) as demand, SKU by SKU and week by week: what was ordered at a price, less what
 * was cancelled later, on the day of the order. Returns and losses are no demand.
 *
 * @param file - the gzipped CSV
 * @returns by SKU; codes that differ in case alone are one
 */
export function readWeeklyDemand(file: string): WeeklyDemand[] {
  const lines = readLines(file);
  const undone = undoSales(eventsOf(lines));
  const first = dayNumber(FIRST_WEEK);
  const bySku = new Map<string, { units: Float64Array; prices: number[]; start: number }>();
  lines.forEach(({ sku, day, units, price, cancels }, place) => {
    const week = Math.floor((day - first) / 7);
    const left = units - (undone.get(place) ?? 0);
    if (cancels || left <= 0 || week >= WEEKS) return;
    const found = bySku.get(sku) ?? { units: new Float64Array(WEEKS), prices: [], start: Math.max(0, week) };
    bySku.set(sku, found);
    found.prices.push(price);
    found.start = Math.min(found.start, Math.max(0, week));
    if (week >= 0) found.units[week]! += left;
  });
  return [...bySku]
    .map(([sku, { units, prices, start }]) => ({ sku, units, start, price: medianOf(prices) }))
    .sort((one, other) => (one.sku < other.sku ? -1 : 1));
}

function readLines(file: string): Line[] {
  const [header = [], ...records] = readCsv(new TextDecoder().decode(gunzipSync(readFileSync(file))));
  const columns = ['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'];
  const places = columns.map((column) => header.indexOf(column));
  return records.flatMap((record) => {
    const [invoice = '', code = '', units, date = '', price, customer = ''] = places.map((at) => record[at]);
    const cancels = invoice.startsWith('C');
    // without a price it is a correction of the stock; negative units without a C are a loss
    if (!PRODUCT_CODE.test(code) || !(Number(price) > 0) || (!cancels && !(Number(units) > 0))) return [];
    return {
      sku: code.toUpperCase(),
      customer,
      day: dayNumber(date.slice(0, 10)),
      units: Math.abs(Number(units)),
      price: Number(price),
      cancels,
    };
  });
}

function eventsOf(lines: readonly Line[]): OrderEvent[] {
  const parties = new Map<string, number>();
  const partyOf = ({ customer, sku }: Line) => {
    const name = `${customer}\t${sku}`;
    const known = parties.get(name) ?? parties.size;
    parties.set(name, known);
    return known;
  };
  return lines
    .map((line, place) => ({ line, place, party: partyOf(line) }))
    .sort(
      (one, other) =>
        one.party - other.party ||
        one.line.day - other.line.day ||
        Number(one.line.cancels) - Number(other.line.cancels) ||
        one.place - other.place,
    )
    .map(({ line, place, party }) => ({
      place,
      party,
      units: line.units,
      cancels: line.cancels,
      isAnonymous: line.customer === '',
    }));
}
