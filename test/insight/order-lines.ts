import { tmpdir } from 'node:os';
import { type Database, openDatabase } from '../../lib/stores/lake-database.ts';

/** A product or a list price, as far as buyers are told apart by it. */
export type Listed = {
  products?: readonly { sku: string; category?: string; listPriceMicros?: number }[];
  prices?: readonly {
    sku: string;
    from: string;
    micros: number;
    group?: string;
    minimum?: number;
  }[];
};

/**
 * Open an in-memory database with the relation `order_lines`, made by a query of its canonical columns, and `products` and `prices`,
 * empty unless given.
 */
export async function openOrderLines(
  query: string,
  { products = [], prices = [] }: Listed = {},
): Promise<Database> {
  const database = await openDatabase({ directory: tmpdir(), memoryMib: 768 });
  await database.run(`CREATE TABLE order_lines AS ${query}`);
  await database.run(
    'CREATE TABLE products(sku VARCHAR, category VARCHAR, list_price_micros BIGINT, currency VARCHAR)',
  );
  for (const { sku, category = null, listPriceMicros = null } of products)
    await database.run("INSERT INTO products VALUES ($1, $2, $3, 'EUR')", [sku, category, listPriceMicros]);
  await database.run(`CREATE TABLE prices(sku VARCHAR, valid_from DATE, valid_to DATE, price_micros BIGINT,
    currency VARCHAR, price_group VARCHAR, customer VARCHAR, min_quantity DOUBLE)`);
  for (const { sku, from, micros, group = null, minimum = null } of prices)
    await database.run("INSERT INTO prices VALUES ($1, $2, NULL, $3, 'EUR', $4, NULL, $5)", [
      ...[sku, from, micros, group, minimum],
    ]);
  return database;
}

export type OrderLine = {
  order: string;
  on: string;
  customer?: string;
  sku?: string;
  quantity?: number;
  kind?: 'sale' | 'cancelled' | 'return';
  amountMinor?: number;
  product?: boolean;
  priceMicros?: number;
};

/** `ann` orders three times, twice within the year; `bob` once; one order is anonymous; one lies after 14 March 2025. */
export const annAndOthers: OrderLine[] = [
  { order: '1', on: '2024-03-14', customer: 'ann', amountMinor: 1_000 },
  { order: '2', on: '2024-03-15', customer: 'ann', amountMinor: 500, quantity: 5 },
  { order: '2', on: '2024-03-15', customer: 'ann', amountMinor: 300, quantity: 3, sku: 't' },
  { order: '3', on: '2025-03-13', customer: 'ann', amountMinor: 200, quantity: 2 },
  { order: 'C3', on: '2025-03-14', customer: 'ann', amountMinor: -100, quantity: -1, kind: 'cancelled' },
  { order: '4', on: '2025-03-14', customer: 'ann', amountMinor: 9_999, quantity: 99, kind: 'cancelled' },
  { order: '5', on: '2025-03-10', customer: 'bob', amountMinor: 400, quantity: 4 },
  { order: 'R5', on: '2025-03-12', customer: 'bob', amountMinor: -150, quantity: -1.5, kind: 'return' },
  { order: '6', on: '2025-03-10', amountMinor: 700, quantity: 7 },
  { order: 'R7', on: '2025-03-10', customer: 'cora', amountMinor: -50, quantity: -1, kind: 'return' },
  { order: '8', on: '2025-03-15', customer: 'dave', amountMinor: 100 },
];

/** Write order lines as a query; by default one unit of sku `s` for 100 minor units. */
export function orderLinesQuery(lines: readonly OrderLine[]): string {
  const rows = lines.map((line, i) => {
    const {
      order,
      on,
      customer,
      sku = 's',
      quantity = 1,
      kind = 'sale',
      amountMinor = 100,
      product = true,
      priceMicros = 1_000_000,
    } = line;
    const buyer = customer === undefined ? 'NULL' : `'${customer}'`;
    return `('${order.replaceAll("'", "''")}', '${i}', DATE '${on}', CAST(${buyer} AS VARCHAR), '${sku.replaceAll("'", "''")}', ${quantity}::DOUBLE, ${priceMicros}::BIGINT, 'EUR', '${kind}', ${amountMinor}::BIGINT, ${product}, NULL::VARCHAR)`;
  });
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS lines(order_id, line_key, ordered_on, customer, sku, quantity, unit_price_micros, currency, kind, amount_minor, product, description)`;
}
