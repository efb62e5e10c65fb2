import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type DemoFile, demoTruth, generateDemo, writeDemo } from '../../../../infra/local/demo/index.ts';
import { dateOfDay, dayNumber, InputError } from '../../../../lib/domain/index.ts';
import { isBadOnPurpose, orderRowsOf, rowsOf, rowsOfFile } from './read-demo.ts';

const markets = ['de', 'gb', 'jp', 'us'];
const files = generateDemo({ seed: 1 });
const truth = demoTruth({ seed: 1 });

function digest(
  all: readonly { market: string; kind: string; fileName: string; body: Uint8Array }[],
): string {
  const hash = createHash('sha256');
  for (const { market, kind, fileName, body } of all)
    hash.update(`${market}/${kind}/${fileName}\n`).update(body);
  return hash.digest('hex');
}

describe('generateDemo', () => {
  test('gives other bytes for another seed', () => {
    const other = generateDemo({ seed: 2 });

    expect(digest(other)).not.toBe(digest(files));
  });

  test('stays below 15 MB with 60 to 120 thousand order lines', () => {
    const bytes = files.reduce((sum, file) => sum + file.body.length, 0);
    const lines = markets.reduce((sum, market) => sum + orderRowsOf(files, market).length, 0);

    expect(bytes).toBeLessThan(15e6);
    expect(lines).toBeGreaterThan(60_000);
    expect(lines).toBeLessThan(120_000);
  });

  test('sells 60 SKUs to 300 companies in three markets, and 20 SKUs to 20 companies in a fourth', () => {
    const skus = (market: string): number => rowsOf(files, market, 'products').length;
    const buyers = (market: string): number => rowsOf(files, market, 'customers').length;

    expect(markets.map(skus)).toEqual([60, 20, 60, 60]);
    expect(buyers('de') + buyers('jp') + buyers('us')).toBe(300);
    expect(buyers('gb')).toBe(20);
  });

  test('agrees with the deployment on currencies and locations, and keeps the stock of a shared location once', () => {
    const deployed: unknown = JSON.parse(readFileSync('infra/markets.json', 'utf8'));

    const own = truth.markets.map(({ market, currency, location }) => ({ market, currency, location }));
    expect(deployed).toMatchObject(own);
    expect(rowsOf(files, 'gb', 'stock')).toEqual([]);
    expect(new Set(rowsOf(files, 'de', 'stock').map((row) => row.location))).toEqual(new Set(['hamburg']));
  });

  test('writes valid dates alone, none of an order or of stock outside the two years', () => {
    for (const file of files) {
      const dates = rowsOfFile(file)
        .filter((row) => !isBadOnPurpose(row))
        .flatMap((row) => dateColumns.map((column) => row[column] ?? '').filter((date) => date !== ''))
        .map((date) => date.slice(0, 10));

      for (const date of new Set(dates)) expect(dateOfDay(dayNumber(date))).toBe(date);
      if (['orders', 'stock'].includes(file.kind)) {
        expect(dates.every((date) => date >= '2024-07-01' && date <= '2026-06-30')).toBe(true);
      }
    }
  });

  test('refers only to SKUs, customers, suppliers and price groups that it declares', () => {
    for (const market of markets) {
      const known = (kind: DemoFile['kind'], column: string): Set<string> =>
        new Set(rowsOf(files, market, kind).map((row) => row[column] ?? ''));
      const used = (kind: DemoFile['kind'], column: string): string[] => [
        ...new Set(
          (kind === 'orders' ? orderRowsOf(files, market) : rowsOf(files, market, kind)).map(
            (row) => row[column] ?? '',
          ),
        ),
      ];
      const undeclared = (used: string[], declared: Set<string>): string[] =>
        used.filter((name) => name !== '' && !declared.has(name));

      const [skus, customers] = [known('products', 'sku'), known('customers', 'customer_id')];
      for (const kind of [
        ...(['orders', 'stock', 'prices', 'purchase_orders', 'events'] as const),
        ...(['interactions', 'quotes'] as const),
      ])
        expect(undeclared(used(kind, 'sku'), skus)).toEqual([]);
      for (const kind of ['orders', 'prices', 'interactions', 'quotes'] as const)
        expect(undeclared(used(kind, 'customer_id'), customers)).toEqual([]);
      expect(undeclared(used('products', 'supplier'), known('suppliers', 'supplier'))).toEqual([]);
      expect(undeclared(used('prices', 'price_group'), known('customers', 'price_group'))).toEqual([]);
    }
  });

  test('has in Japan what buyers looked at and were quoted: won, lost, unanswered and open', () => {
    const looks = rowsOf(files, 'jp', 'interactions');
    const quotes = rowsOf(files, 'jp', 'quotes');

    expect(looks.length).toBeGreaterThan(3000);
    expect(looks.length).toBeLessThan(20_000);
    expect(new Set(looks.map(({ kind }) => kind))).toEqual(new Set(['viewed', 'searched']));
    expect(new Set(quotes.map(({ outcome }) => outcome))).toEqual(new Set(['won', 'lost', 'open', '']));
    for (const { outcome, valid_to = '' } of quotes)
      if (outcome === 'open') expect(valid_to >= '2026-06-30').toBe(true);
    for (const market of ['de', 'gb', 'us']) expect(rowsOf(files, market, 'interactions')).toEqual([]);
  });

  test('names each order line once per file', () => {
    for (const file of files.filter(({ kind }) => kind === 'orders')) {
      const keys = rowsOfFile(file).map((row) => `${row.order_id}/${row.line_id}`);

      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('prices Japan in whole yen', () => {
    const prices = [
      ...orderRowsOf(files, 'jp').map((row) => row.unit_price ?? ''),
      ...rowsOf(files, 'jp', 'prices').map((row) => row.price ?? ''),
    ];

    expect(prices.filter((price) => !/^[1-9]\d*$/.test(price))).toEqual([]);
  });

  test('corrects a handful of lines in a later file, in which one row in 100 to 200 is bad', () => {
    const orders = files.filter((file) => file.market === 'de' && file.kind === 'orders');
    const [later, ...earlier] = orders.toReversed();
    const rows = later ? rowsOfFile(later) : [];
    const before = new Map(earlier.flatMap(rowsOfFile).map((row) => [`${row.order_id}/${row.line_id}`, row]));

    const bad = rows.filter(isBadOnPurpose);
    const good = rows.filter((row) => !isBadOnPurpose(row));
    const changed = good.filter(
      (row) => before.get(`${row.order_id}/${row.line_id}`)?.quantity !== row.quantity,
    );
    expect(later?.fileName).toContain('corrections');
    expect(bad).toHaveLength(truth.corrections.bad);
    expect(bad.length / rows.length).toBeGreaterThan(1 / 250);
    expect(bad.length / rows.length).toBeLessThan(1 / 100);
    expect(changed).toHaveLength(truth.corrections.changed);
  });

  test('has one SKU without cost, one without stock rows and one that is three days old', () => {
    const costless = rowsOf(files, 'us', 'products').filter((row) => row.unit_cost === '');
    const stocked = new Set(rowsOf(files, 'us', 'stock').map((row) => row.sku));
    const isNew = truth.products.find((product) => product.isNew)?.sku;
    const days = ['de', 'jp', 'us'].map((market) =>
      orderRowsOf(files, market)
        .filter((row) => row.sku === isNew)
        .map((row) => row.ordered_at?.slice(0, 10) ?? ''),
    );

    expect(costless.map((row) => row.sku)).toEqual(['PK-107']);
    expect(truth.products.filter(({ sku }) => !stocked.has(sku)).map(({ sku }) => sku)).toEqual(['CL-105']);
    for (const ordered of days) {
      expect(ordered.length).toBeGreaterThan(0);
      expect(ordered.every((date) => date >= '2026-06-28')).toBe(true);
    }
  });

  test('gives every customer personal columns that are plainly made up', () => {
    for (const row of markets.flatMap((market) => rowsOf(files, market, 'customers'))) {
      expect(row.name).toMatch(/^Made-up Company /);
      expect(row.contact_name).not.toBe('');
      expect(row.email).toMatch(/\.example$/);
    }
  });

  test('multiplies SKUs and buyers by the scale', () => {
    const { markets: scaled } = demoTruth({ scale: 2 });

    expect(scaled.map(({ skus, buyers }) => [new Set(skus).size, buyers])).toEqual([
      [120, 240],
      [40, 40],
      [120, 160],
      [120, 200],
    ]);
  });

  test('refuses a scale of nothing and options that it does not know', () => {
    // @ts-expect-error -- an unknown option is a type error too
    expect(() => generateDemo({ sede: 1 })).toThrow(InputError);
    expect(() => generateDemo({ scale: 0 })).toThrow(InputError);
  });
});

describe('writeDemo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('lays the files out by market and kind, with the same bytes for the same seed', () => {
    const paths = writeDemo(folder);

    const written = paths.map((path) => {
      const [market = '', kind = '', fileName = ''] = relative(folder, path).split(sep);
      return { market, kind, fileName, body: readFileSync(path) };
    });
    expect(digest(written)).toBe(digest(files));
  });
});

const dateColumns = [
  'ordered_at',
  'as_of',
  'valid_from',
  'valid_to',
  'since',
  'ordered_on',
  'due_on',
  'received_on',
  'from',
  'to',
];
