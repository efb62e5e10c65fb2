import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import { chance } from './synthetic-lake.ts';

/** A made-up market: its series, and what two years of it come to in rows. */
export type MarketSize = { series: number; orderLines: number; buyers: number };

/** Order lines of a series in two years: 64,000 series come to 20 million. */
const LINES_A_SERIES = 312;
const LINES_AN_ORDER = 3;
/** Every 26th line is dealt out in turn, so that each series has twelve at least; the others follow a skewed share. */
const DEALT = 26;
/** Mondays to Fridays of two years, from a Monday on. */
const FIRST_DAY = '2024-01-01';
const WORKDAYS = 521;
/** Lines of one file: an export of some weeks or months. */
const LINES_A_FILE = 1_000_000;

/** Tell what a market of so many series holds. */
export const marketOf = (series: number): MarketSize => ({
  series,
  orderLines: series * LINES_A_SERIES,
  buyers: Math.ceil(series / 4),
});

/**
 * Write the exports of the market `de` as `npm start -- --data` takes them: orders of two years in files of at most a million lines,
 * products and the last stock count. All chance is DuckDB's `hash`, so equal sizes give equal files.
 *
 * @returns rows over all files
 */
export async function writeMarket(folder: string, size: MarketSize): Promise<number> {
  for (const kind of ['orders', 'products', 'stock'])
    await mkdir(join(folder, 'de', kind), { recursive: true });
  const database = await openDatabase({ directory: folder, memoryMib: 1024 });
  const write = (sql: string, path: string) =>
    database.run(`COPY (${sql}) TO '${join(folder, 'de', path)}' (FORMAT csv, HEADER)`);
  try {
    for (let first = 0; first < size.orderLines; first += LINES_A_FILE) {
      const name = `orders/part-${String(first / LINES_A_FILE + 1).padStart(2, '0')}.csv`;
      await write(ordersSql(size, first, Math.min(first + LINES_A_FILE, size.orderLines)), name);
    }
    await write(productsSql(size), 'products/products.csv');
    await write(stockSql(size), 'stock/stock.csv');
  } finally {
    database.close();
  }
  return size.orderLines + 2 * size.series;
}

/** Write so many order lines of such a market as one file. */
export async function writeOrders(file: string, orderLines: number): Promise<void> {
  const database = await openDatabase({ directory: dirname(file), memoryMib: 1024 });
  try {
    const size = { ...marketOf(Math.ceil(orderLines / LINES_A_SERIES)), orderLines };
    await database.run(`COPY (${ordersSql(size, 0, orderLines)}) TO '${file}' (FORMAT csv, HEADER)`);
  } finally {
    database.close();
  }
}

const code = (number: string) => `'SKU-' || lpad(CAST(${number} AS VARCHAR), 7, '0')`;
/** Between 1 and 60, by the SKU. */
const listPrice = (number: string) => `(1 + hash(${number}, 7) % 5900 / 100.0)`;

function ordersSql({ series, orderLines, buyers }: MarketSize, first: number, end: number): string {
  const workday = `(orders.o * ${WORKDAYS}) // ${Math.ceil(orderLines / LINES_AN_ORDER)}`;
  return `SELECT 'O' || lpad(CAST(o AS VARCHAR), 8, '0') AS order_id, line % ${LINES_AN_ORDER} + 1 AS line_id,
      CAST(DATE '${FIRST_DAY}' + CAST(workday // 5 * 7 + workday % 5 AS INTEGER) AS VARCHAR) AS ordered_at,
      'C' || lpad(CAST(buyer AS VARCHAR), 6, '0') AS customer_id, ${code('number')} AS sku, 1 + hash(line, 3) % 12 AS quantity,
      CAST(${listPrice('number')} * (1 + (CAST(hash(number, workday // 60) % 5 AS INTEGER) - 2) * 0.04) AS DECIMAL(10, 2)) AS unit_price
    FROM (SELECT *, ${workday} AS workday, CAST(floor(${buyers} * pow(${chance('o', '0')}, 2)) AS BIGINT) AS buyer,
        CASE WHEN line % ${DEALT} = 0 THEN line // ${DEALT} % ${series}
          ELSE CAST(floor(${series} * pow(${chance('line', '2')}, 1.5)) AS BIGINT) END AS number
      FROM (SELECT range AS line, range // ${LINES_AN_ORDER} AS o FROM range(${first}, ${end})) orders)`;
}

const productsSql = ({ series }: MarketSize) => `SELECT ${code('range')} AS sku, 'Item ' || range AS name,
    'Category ' || range % 40 AS category, CAST(${listPrice('range')} * 0.6 AS DECIMAL(10, 2)) AS unit_cost,
    CAST(${listPrice('range')} AS DECIMAL(10, 2)) AS list_price, 1 AS pack_size, 1 AS moq,
    7 + hash(range, 8) % 21 AS lead_time_days, 'Supplier ' || range % 25 AS supplier
  FROM range(${series})`;

const stockSql = ({ series }: MarketSize) => `SELECT ${code('range')} AS sku,
    CAST(DATE '${FIRST_DAY}' + ${Math.floor((WORKDAYS - 1) / 5) * 7} AS VARCHAR) AS as_of, hash(range, 9) % 120 AS on_hand
  FROM range(${series})`;
