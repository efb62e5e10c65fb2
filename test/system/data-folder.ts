import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DemoFile, generateDemo } from '../../infra/local/demo/index.ts';

/** Write files into a folder, by their paths in it: `de/orders/2026.csv`. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, body] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), body);
  }
}

/** What of the demo to keep: its whole is forty seconds of work. */
export type DemoPart = {
  markets: readonly string[];
  kinds?: readonly DemoFile['kind'][];
  skus: readonly string[];
};

/**
 * Cut the demo down to some markets, kinds and SKUs.
 *
 * @returns the files by their paths in a data folder; rows that name no SKU stay (customers, suppliers)
 */
export function demoPart({ markets, kinds, skus }: DemoPart): Record<string, string> {
  const kept = generateDemo().filter(
    ({ market, kind }) => markets.includes(market) && (kinds === undefined || kinds.includes(kind)),
  );
  return Object.fromEntries(
    kept.map(({ market, kind, fileName, body }) => [
      `${market}/${kind}/${fileName}`,
      rowsOfSkus(new TextDecoder().decode(body), new Set(skus)),
    ]),
  );
}

/** Keep a CSV file's rows of the SKUs; the demo's SKUs hold no comma, and no cell before theirs does. */
function rowsOfSkus(text: string, skus: ReadonlySet<string>): string {
  const [header = '', ...rows] = text.split('\n');
  const column = header.split(',').indexOf('sku');
  if (column < 0) return text;
  const kept = rows.filter((row) => row === '' || skus.has(row.split(',')[column] ?? ''));
  return [header, ...kept].join('\n');
}

/** Count the data rows of CSV files: lines but the headers. */
export function countRows(files: Readonly<Record<string, string>>): number {
  return Object.values(files).reduce((sum, text) => sum + text.trimEnd().split('\n').length - 1, 0);
}
