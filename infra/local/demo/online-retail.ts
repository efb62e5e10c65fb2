import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { addDays, microsOf } from '../../../lib/domain/index.ts';
import { medianOf } from '../../../lib/numeric/index.ts';
import { type DemoFile, decimalText, demoFile } from './demo-file.ts';
import { readCsv } from './read-csv.ts';

const MARKET = 'gb';
const LOCATION = 'hamburg';
const CURRENCY = 'GBP';
/** Codes that begin otherwise are postage, fees, vouchers and corrections. Codes that differ in case alone are one SKU. */
const PRODUCT_CODE = /^[0-9]{5}/;
const COST_SHARE = 0.6;
const STOCK_DAYS = 21;
const RECENT_DAYS = 56;

/**
 * Prepare the UCI "Online Retail" invoices (a real UK wholesaler, orders only; Chen 2015) as input for `gb`: the orders
 * file as it is, and beside it the products and the stock that it lacks. Those are assumed, which their names say: a
 * unit costs 60 % of the median price paid, and stock on the last day is three weeks of the last eight weeks' sales.
 *
 * @param path - the gzipped CSV with InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, …
 * @returns orders, products and stock; a product that was only given away has no cost
 */
export function onlineRetailFiles(path: string): DemoFile[] {
  const body = readFileSync(path);
  const lines = productLines(new TextDecoder().decode(gunzipSync(body)));
  const lastDate = lines.reduce((latest, { date }) => (date > latest ? date : latest), '');
  const bySku = [...Map.groupBy(lines, ({ sku }) => sku)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    { market: MARKET, kind: 'orders', fileName: basename(path), body },
    demoFile(
      { market: MARKET, kind: 'products', fileName: 'products-assumed-cost-60-percent-of-median-price.csv' },
      ['sku', 'name', 'unit_cost', 'cost_currency'],
      bySku.map(([sku, ofSku]) => [sku, nameOf(ofSku), ...assumedCost(ofSku)]),
    ),
    demoFile(
      { market: MARKET, kind: 'stock', fileName: 'stock-assumed-three-weeks-of-recent-sales.csv' },
      ['sku', 'as_of', 'on_hand', 'location'],
      bySku.map(([sku, ofSku]) => [sku, lastDate, assumedStock(ofSku, lastDate), LOCATION]),
    ),
  ];
}

type InvoiceLine = { sku: string; name: string; units: number; price: number; date: string };

/** Read the lines of real products: negative units are returns and cancellations. */
function productLines(text: string): InvoiceLine[] {
  const [header = [], ...records] = readCsv(text);
  const [code, name, units, price, date] = [
    'StockCode',
    'Description',
    'Quantity',
    'UnitPrice',
    'InvoiceDate',
  ].map((column) => header.indexOf(column)) as [number, number, number, number, number]; // map keeps the length
  return records
    .filter((record) => PRODUCT_CODE.test(record[code] ?? ''))
    .map((record) => ({
      sku: (record[code] ?? '').toUpperCase(),
      name: (record[name] ?? '').trim(),
      units: Number(record[units]),
      price: Number(record[price]),
      date: (record[date] ?? '').slice(0, 10),
    }));
}

/** The newest description of a sale at a price: stock clerks write notes such as "damaged" into the others. */
function nameOf(lines: readonly InvoiceLine[]): string {
  return lines.findLast(({ name, price }) => name !== '' && price > 0)?.name ?? '';
}

function assumedCost(lines: readonly InvoiceLine[]): [cost: string, currency: string] {
  const prices = lines.filter(({ units, price }) => units > 0 && price > 0).map(({ price }) => price);
  if (prices.length === 0) return ['', ''];
  return [decimalText(microsOf(COST_SHARE * medianOf(Float64Array.from(prices))), 2), CURRENCY];
}

function assumedStock(lines: readonly InvoiceLine[], lastDate: string): number {
  const since = addDays(lastDate, 1 - RECENT_DAYS);
  const sold = lines.reduce((sum, { date, units }) => (date >= since ? sum + units : sum), 0);
  return Math.max(0, Math.ceil((sold * STOCK_DAYS) / RECENT_DAYS));
}
