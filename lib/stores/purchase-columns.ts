import * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import type { PurchaseColumns } from '../purchasing/index.ts';
import type { Lake } from './lake-session.ts';

/** Rows read at a time: a large market's millions as JavaScript values would not fit in memory at once. */
const PAGE_ROWS = 250_000;

/** Steps from a SKU to the last of its successors at most; a circle ends here. */
const MOST_SUCCESSIONS = 8;

/**
 * Each SKU that a product replaces, with the last of those that follow it.
 */
export const SUCCESSORS = `successors AS (
    WITH RECURSIVE follows(old, sku, step) AS (
      SELECT replaces, sku, 1 FROM products WHERE replaces IS NOT NULL AND replaces <> sku
      UNION ALL
      SELECT follows.old, products.sku, step + 1 FROM follows JOIN products ON products.replaces = follows.sku
      WHERE step < ${MOST_SUCCESSIONS} AND products.sku <> follows.old
    )
    SELECT old, sku FROM follows QUALIFY row_number() OVER (PARTITION BY old ORDER BY step DESC, sku) = 1
  )`;

/** Cancellations of their own take back what was sold; lines cancelled in place never counted. Sums of decimals have no order. */
const BOUGHT_SQL = `CREATE OR REPLACE TEMP TABLE bought AS
  WITH ${SUCCESSORS}, lines AS (
    SELECT customer, coalesce(successors.sku, order_lines.sku) AS sku, ordered_on, kind, unit_price_micros,
      CAST(quantity AS DECIMAL(18, 6)) AS units
    FROM order_lines LEFT JOIN successors ON successors.old = order_lines.sku
    WHERE product AND customer IS NOT NULL AND ordered_on <= CAST($asOf AS DATE)
      AND (kind = 'sale' OR (kind = 'cancelled' AND quantity < 0))
  ), days AS (
    SELECT customer, sku, ordered_on, max(unit_price_micros) FILTER (WHERE kind = 'sale') / 1e6 AS price,
      sum(units) FILTER (WHERE kind = 'sale') AS units, sum(units) AS net_units
    FROM lines GROUP BY customer, sku, ordered_on
    QUALIFY sum(net_units) OVER (PARTITION BY customer, sku) > 0
  )
  SELECT customer, sku, CAST(ordered_on - DATE '1970-01-01' AS INTEGER) AS day, CAST(units AS DOUBLE) AS quantity, price
  FROM days WHERE units > 0`;

const NUMBERED_SQL = `CREATE OR REPLACE TEMP TABLE numbered_bought AS
  SELECT buyer.number AS customer, product.number AS item, day, quantity, price
  FROM bought JOIN bought_customers buyer ON buyer.name = bought.customer
    JOIN bought_skus product ON product.name = bought.sku`;

const PAGE_SQL = `SELECT customer, item, day, quantity, price FROM numbered_bought
  WHERE rowid >= $first AND rowid < $first + ${PAGE_ROWS}`;

const names = z.object({ name: z.array(z.string()) });
const counted = z.tuple([z.object({ rows: z.int() })]);
const page = z.object({
  customer: z.array(z.int()),
  item: z.array(z.int()),
  day: z.array(z.int()),
  quantity: z.array(z.number()),
  price: z.array(z.number()),
});

/**
 * Read what identified buyers bought from the relations `order_lines` and `products`, up to a date: products alone, a day's lines
 * of one buyer and SKU as one. What a buyer wholly cancelled again is left out; what it bought of a SKU that another
 * `replaces` counts as the successor's.
 *
 * @param country - the market's name, every buyer's
 * @returns days since 1970-01-01, prices in units of the currency; names in the order of their bytes
 */
export async function readPurchaseColumns(
  lake: Pick<Lake, 'run' | 'columns'>,
  { asOf, country }: { asOf: string; country: string },
): Promise<PurchaseColumns> {
  await lake.run(BOUGHT_SQL, { asOf });
  const customers = await numberNames(lake, 'customer');
  const items = await numberNames(lake, 'sku');
  await lake.run(NUMBERED_SQL);
  const answer = await lake.run('SELECT CAST(count(*) AS INTEGER) AS rows FROM numbered_bought');
  const [{ rows }] = parseAs(counted, answer, 'the count of purchases');
  const read = {
    ...{ customer: new Int32Array(rows), item: new Int32Array(rows), day: new Int32Array(rows) },
    ...{ quantity: new Float64Array(rows), price: new Float64Array(rows) },
  };
  for (let first = 0; first < rows; first += PAGE_ROWS) {
    const part = parseAs(page, await lake.columns(PAGE_SQL, { first }), 'the purchases');
    read.customer.set(part.customer, first);
    read.item.set(part.item, first);
    read.day.set(part.day, first);
    read.quantity.set(part.quantity, first);
    read.price.set(part.price, first);
  }
  await lake.run('DROP TABLE bought; DROP TABLE numbered_bought');
  return { customers, items, countries: [country], country: new Int32Array(rows), ...read };
}

async function numberNames(
  lake: Pick<Lake, 'run' | 'columns'>,
  column: 'customer' | 'sku',
): Promise<string[]> {
  await lake.run(`CREATE OR REPLACE TEMP TABLE bought_${column}s AS
    SELECT name, CAST(row_number() OVER (ORDER BY name) - 1 AS INTEGER) AS number
    FROM (SELECT DISTINCT ${column} AS name FROM bought)`);
  const read = await lake.columns(`SELECT name FROM bought_${column}s ORDER BY number`);
  return parseAs(names, read, `the ${column}s that bought or were bought`).name;
}
