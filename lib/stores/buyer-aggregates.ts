import * as z from 'zod/mini';
import type { BuyerAggregates } from '../clustering/index.ts';
import { addDays, isoDate, parseAs } from '../domain/index.ts';

/** Runs one SQL statement over the lake; `$name` stands for the parameter `name`. Yields a row as an object by column. */
export type RunSql = (
  sql: string,
  parameters?: Record<string, string | number>,
) => Promise<Record<string, unknown>[]>;

const YEAR_DAYS = 365;

/**
 * Orders are distinct `order_id`s with a sale. A cancelled line that comes as a row of its own (negative quantity) undoes
 * revenue on its date; one that was cancelled in place (positive quantity) never counted. Sums are cast to DOUBLE, which
 * is exact up to 2^53 minor units.
 */
const BUYERS_SQL = `
  SELECT customer,
    strftime(min(ordered_on), '%Y-%m-%d') AS "firstOrder",
    strftime(max(ordered_on), '%Y-%m-%d') AS "lastOrder",
    CAST(count(DISTINCT order_id) AS INTEGER) AS "orders",
    CAST(count(DISTINCT ordered_on) AS INTEGER) AS "orderDays",
    CAST(count(DISTINCT order_id) FILTER (WHERE ordered_on >= CAST($yearFrom AS DATE)) AS INTEGER) AS "yearOrders"
  FROM order_lines
  WHERE kind = 'sale' AND customer IS NOT NULL AND ordered_on <= CAST($asOf AS DATE)
  GROUP BY customer`;

const REVENUE_SQL = `
  SELECT customer AS buyer, CAST(sum(amount_minor) AS DOUBLE) AS "yearRevenueMinor"
  FROM order_lines
  WHERE customer IS NOT NULL AND NOT (kind = 'cancelled' AND quantity > 0)
    AND ordered_on BETWEEN CAST($yearFrom AS DATE) AND CAST($asOf AS DATE)
  GROUP BY customer`;

const AGGREGATES_SQL = `
  SELECT b.*, coalesce(r."yearRevenueMinor", 0) AS "yearRevenueMinor"
  FROM (${BUYERS_SQL}) b LEFT JOIN (${REVENUE_SQL}) r ON r.buyer = b.customer
  ORDER BY customer`;

const LINES_SQL = `
  SELECT CAST(count(*) AS INTEGER) AS "orderLines" FROM order_lines
  WHERE kind = 'sale' AND ordered_on <= CAST($asOf AS DATE)`;

const buyerRows = z.array(
  z.object({
    customer: z.string(),
    firstOrder: isoDate,
    lastOrder: isoDate,
    orders: z.int(),
    orderDays: z.int(),
    yearOrders: z.int(),
    yearRevenueMinor: z.int(),
  }),
);
const lineRows = z.tuple([z.object({ orderLines: z.int() })]);

/**
 * Sum up each identified buyer's orders from the relation `order_lines`, as of a date.
 *
 * @param asOf - the last day counted; a buyer's year is the 365 days that end on it
 * @returns buyers in order of their pseudonyms; those who only ever cancelled or returned are left out
 */
export async function readBuyerAggregates(run: RunSql, asOf: string): Promise<BuyerAggregates> {
  const buyers = await run(AGGREGATES_SQL, { asOf, yearFrom: addDays(asOf, 1 - YEAR_DAYS) });
  const lines = await run(LINES_SQL, { asOf });
  const [{ orderLines }] = parseAs(lineRows, lines, 'the count of order lines');
  return { buyers: parseAs(buyerRows, buyers, 'the buyer aggregates'), orderLines };
}
