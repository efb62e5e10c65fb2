import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { onlineRetailFiles } from '../../infra/local/demo/index.ts';
import { readCsv } from '../../infra/local/demo/read-csv.ts';

/** An invoice line of the UCI "Online Retail" file. Prices are pounds; a cancelled line has negative units. */
export type InvoiceLine = { sku: string; units: number; price: number; date: string; customer: string };

/** A part of the file as a data folder, and the lines that it holds. */
export type OnlineRetailPart = { files: Record<string, Uint8Array>; lines: InvoiceLine[] };

/**
 * Cut the invoices down to the SKUs with the most lines, with every line of theirs as it is, and make the files that it
 * lacks (cost and stock, said to be assumed) beside it.
 *
 * @param path - the gzipped CSV
 * @param skus - how many to keep; `Infinity` for the file as it is
 * @param folder - for the part, if it is one
 */
export function onlineRetailPart(path: string, skus: number, folder: string): OnlineRetailPart {
  const [header = [], ...records] = readCsv(gunzipSync(readFileSync(path)).toString('utf8'));
  const column = (name: string) => header.indexOf(name);
  const skuOf = (record: readonly string[]) => (record[column('StockCode')] ?? '').toUpperCase();
  const kept = skus === Infinity ? records : ofMostLines(records, skuOf, skus);
  const source = skus === Infinity ? path : writePart(path, [header, ...kept], folder);
  return {
    files: Object.fromEntries(
      onlineRetailFiles(source).map(({ market, kind, fileName, body }) => [
        `${market}/${kind}/${fileName}`,
        body,
      ]),
    ),
    lines: kept.map((record) => ({
      sku: skuOf(record),
      units: Number(record[column('Quantity')]),
      price: Number(record[column('UnitPrice')]),
      date: (record[column('InvoiceDate')] ?? '').slice(0, 10),
      customer: record[column('CustomerID')] ?? '',
    })),
  };
}

function ofMostLines(
  records: string[][],
  skuOf: (record: readonly string[]) => string,
  count: number,
): string[][] {
  const bySku = [...Map.groupBy(records, skuOf)].sort(([, a], [, b]) => b.length - a.length);
  const best = new Set(bySku.slice(0, count).map(([sku]) => sku));
  return records.filter((record) => best.has(skuOf(record)));
}

function writePart(path: string, records: readonly (readonly string[])[], folder: string): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const text = records.map((record) => `${record.map(cell).join(',')}\n`).join('');
  mkdirSync(folder, { recursive: true });
  const part = join(folder, basename(path));
  writeFileSync(part, gzipSync(text));
  return part;
}
