import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { onlineRetailFiles } from '../../../../infra/local/demo/index.ts';
import { readCsv } from '../../../../infra/local/demo/read-csv.ts';
import { rowsOf } from './read-demo.ts';

const folder = mkdtempSync(join(tmpdir(), 'online-retail-'));
afterAll(() => rmSync(folder, { recursive: true }));

const invoices = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,85123A,OLD NAME,6,2011-06-01 08:26,2.55,17850,United Kingdom
2,85123a,"HEART, ""WHITE""
HOLDER",56,2011-12-01 08:26,2.95,17850,United Kingdom
3,85123A,"HEART, WHITE",28,2011-12-09 09:00,3.35,,France
C4,85123A,"HEART, WHITE",-12,2011-12-09 10:00,3.35,,France
5,POST,POSTAGE,1,2011-12-09 10:00,18,,France
6,71053,WHITE LANTERN,10,2011-10-14 10:00,4,,France
7,71053,damaged,-3,2011-12-02 10:00,0,,
`;

describe('readCsv', () => {
  test('reads quoted commas, quotes and line ends, and keeps empty cells', () => {
    const records = [...readCsv('a,"b ""x"", y\nz",\r\n,1,2\n3,4,')];

    expect(records).toEqual([
      ['a', 'b "x", y\nz', ''],
      ['', '1', '2'],
      ['3', '4', ''],
    ]);
  });
});

describe('onlineRetailFiles', () => {
  test('keeps the orders as they are and makes products and stock for real product codes alone', () => {
    const path = join(folder, 'invoices.csv.gz');
    writeFileSync(path, gzipSync(invoices));

    const files = onlineRetailFiles(path);

    expect(files[0]).toMatchObject({ market: 'gb', kind: 'orders', fileName: 'invoices.csv.gz' });
    expect(readFileSync(path).equals(files[0]?.body ?? new Uint8Array())).toBe(true);
    // Costs: 0.6 × the middle of 2.55, 2.95 and 3.35; 0.6 × 4.
    expect(rowsOf(files, 'gb', 'products')).toEqual([
      { sku: '71053', name: 'WHITE LANTERN', unit_cost: '2.40', cost_currency: 'GBP' },
      { sku: '85123A', name: 'HEART, WHITE', unit_cost: '1.77', cost_currency: 'GBP' },
    ]);
    // Eight weeks to 2011-12-09 begin on 2011-10-15: 21 / 56 × (56 + 28 − 12) = 27; only a loss for the other.
    expect(rowsOf(files, 'gb', 'stock')).toEqual([
      { sku: '71053', as_of: '2011-12-09', on_hand: '0', location: 'hamburg' },
      { sku: '85123A', as_of: '2011-12-09', on_hand: '27', location: 'hamburg' },
    ]);
    expect(files.slice(1).every(({ fileName }) => fileName.includes('assumed'))).toBe(true);
  });

  const real = join(process.env.TRADEWIND_SHARED ?? '../shared', 'data/retail/online-retail.csv.gz');
  const whereThere = existsSync(real) ? test : test.skip;
  if (!existsSync(real)) console.warn(`skipped: ${real} is not there (set TRADEWIND_SHARED)`);

  whereThere('reads the real file: every product has a stock row, none is postage or a fee', () => {
    const files = onlineRetailFiles(real);

    const products = rowsOf(files, 'gb', 'products');
    const stock = rowsOf(files, 'gb', 'stock');
    expect(products.length).toBeGreaterThan(3000);
    expect(products.map((row) => row.sku)).toEqual(stock.map((row) => row.sku));
    expect(products.filter((row) => !/^[0-9]{5}[A-Z]*$/.test(row.sku ?? ''))).toEqual([]);
    expect(new Set(stock.map((row) => row.as_of))).toEqual(new Set(['2011-12-09']));
    expect(stock.filter((row) => Number(row.on_hand) > 0).length).toBeGreaterThan(2000);
  });
});
