import * as z from 'zod/mini';
import { type BuyerAggregates, type BuyerColumn, buyerColumns } from '../clustering/index.ts';
import { addDays, parseAs, UpstreamError } from '../domain/index.ts';
import { CATEGORIES_SQL, categoryRevenueSql } from './buyer-categories-sql.ts';
import { DISCOUNT_SQL, MONEY_SQL } from './buyer-money-sql.ts';
import { ORDERS_SQL, RHYTHM_SQL } from './buyer-orders-sql.ts';
import type { Cell } from './lake-database.ts';
import { PRICE_RESPONSE_SQL } from './price-response-sql.ts';

/** Runs one SQL statement over the lake; `$name` stands for the parameter `name`. Yields a row as an object by column. */
export type RunSql = (
  sql: string,
  parameters?: Record<string, string | number>,
) => Promise<Record<string, unknown>[]>;

/** Runs one SQL statement over the lake and yields it by column. */
export type ReadColumns = (
  sql: string,
  parameters?: Record<string, string | number>,
) => Promise<Record<string, Cell[]>>;

const YEAR_DAYS = 365;
const HALF_YEAR_DAYS = 182;
/** Categories that buyers are told apart by; the rest of the range is one more. */
const MOST_CATEGORIES = 8;

const LINES_SQL = `
  SELECT CAST(count(*) AS INTEGER) AS "orderLines", CAST(min(ordered_on) - DATE '1970-01-01' AS INTEGER) AS "firstDay" FROM order_lines
  WHERE kind = 'sale' AND ordered_on <= CAST($asOf AS DATE)`;

const lineRows = z.tuple([z.object({ orderLines: z.int(), firstDay: z.nullable(z.int()) })]);
const categoryRows = z.array(z.object({ category: z.string() }));

/**
 * Sum up each identified buyer's orders as of a date, from the relations `order_lines`, `products` and `prices`.
 *
 * By column, since a large market has hundreds of thousands of buyers. The same relations give the same numbers.
 *
 * @param asOf - the last day counted; a buyer's year is the 365 days that end on it, a half-year 182
 * @returns buyers in order of their pseudonyms; those who only ever cancelled or returned are left out
 */
export async function readBuyerAggregates(
  { run, columns: readColumns }: { run: RunSql; columns: ReadColumns },
  asOf: string,
): Promise<BuyerAggregates> {
  const year = { asOf, yearFrom: addDays(asOf, 1 - YEAR_DAYS) };
  const halves = {
    halfFrom: addDays(asOf, 1 - HALF_YEAR_DAYS),
    priorFrom: addDays(asOf, 1 - 2 * HALF_YEAR_DAYS),
  };
  const [{ orderLines, firstDay }] = parseAs(lineRows, await run(LINES_SQL, { asOf }), 'the order lines');
  const all = parseAs(categoryRows, await run(CATEGORIES_SQL, year), 'the categories');
  const categories = all.slice(0, MOST_CATEGORIES).map(({ category }) => category);
  const named = Object.fromEntries(categories.map((category, i) => [`c${i}`, category]));

  // one query after another, each turned into numbers at once: of a large market the cells of all would not fit in memory
  const orders = await readColumns(ORDERS_SQL, year);
  const customers = (orders.customer ?? []).map(String);
  const names = [...categories.map((_, i) => `c${i}`), ...(all.length > 0 ? ['other'] : [])];
  const read = new Map<string, Float64Array>();
  const take = (cells: Record<string, Cell[]>) => {
    for (const name of [...buyerColumns, ...names])
      if (name in cells) read.set(name, numbersOf(name, cells[name], customers.length));
  };
  take(orders);
  take(await readColumns(RHYTHM_SQL, year));
  take(await readColumns(MONEY_SQL, { ...year, ...halves }));
  take(await readColumns(DISCOUNT_SQL, year));
  take(await readColumns(PRICE_RESPONSE_SQL, { asOf }));
  take(await readColumns(categoryRevenueSql(categories.length), { ...year, ...named }));
  const columnOf = (name: string) => read.get(name) ?? new Float64Array(customers.length).fill(Number.NaN);
  return {
    customers,
    orderLines,
    firstDay: firstDay ?? Number.NaN,
    columns: Object.fromEntries(buyerColumns.map((name) => [name, columnOf(name)])) as Record<
      BuyerColumn,
      Float64Array
    >, // every name of the list is a key
    categories: [...categories, ...(names.length > categories.length ? [null] : [])],
    categoryRevenueMinor: names.map(columnOf),
  };
}

/** A column as numbers, NaN where there is none. */
function numbersOf(name: string, cells: Cell[] | undefined, rows: number): Float64Array {
  if (cells?.length !== rows)
    throw new UpstreamError(`the column ${name} of the buyers has ${cells?.length} rows, not ${rows}`);
  return Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)));
}
