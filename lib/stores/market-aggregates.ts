import * as z from 'zod/mini';
import { addDays, isoDate, parseAs } from '../domain/index.ts';
import type { MarketAggregates } from '../insight/index.ts';
import type { RunSql } from './buyer-aggregates.ts';

const YEAR_DAYS = 365;

/**
 * What counts. A cancelled line that comes as a row of its own (negative quantity) undoes demand and revenue on its date;
 * one cancelled in place (positive quantity) never counted. A return lowers revenue and leaves demand as it was.
 */
const COUNTED = `NOT (kind = 'cancelled' AND quantity > 0) AND ordered_on <= CAST($asOf AS DATE)`;
const IN_WINDOW = `${COUNTED} AND ordered_on >= CAST($from AS DATE)`;
const NET = `CAST(coalesce(sum(amount_minor), 0) AS DOUBLE)`;

const FIRST_SQL = `
  SELECT strftime(min(ordered_on), '%Y-%m-%d') AS "firstOrder" FROM order_lines
  WHERE kind = 'sale' AND ordered_on <= CAST($asOf AS DATE)`;

const TOTALS_SQL = `
  SELECT ${NET} AS "revenueMinor",
    CAST(coalesce(sum(amount_minor) FILTER (WHERE kind = 'sale'), 0) AS DOUBLE) AS "salesMinor",
    CAST(coalesce(-sum(amount_minor) FILTER (WHERE kind = 'return'), 0) AS DOUBLE) AS "returnsMinor",
    CAST(coalesce(sum(amount_minor) FILTER (WHERE customer IS NULL), 0) AS DOUBLE) AS "anonymousRevenueMinor",
    CAST(count(DISTINCT order_id) FILTER (WHERE kind = 'sale') AS INTEGER) AS "orders",
    CAST(count(*) FILTER (WHERE kind = 'sale') AS INTEGER) AS "orderLines",
    coalesce(sum(quantity) FILTER (WHERE kind <> 'return'), 0) AS "units"
  FROM order_lines WHERE ${IN_WINDOW}`;

const BUYERS_SQL = `
  SELECT CAST(coalesce(sum(amount_minor) FILTER (WHERE ordered_on >= CAST($from AS DATE)), 0) AS DOUBLE) AS "revenueMinor",
    strftime(min(ordered_on) FILTER (WHERE kind = 'sale'), '%Y-%m-%d') AS "firstOrder"
  FROM order_lines WHERE customer IS NOT NULL AND ${COUNTED}
  GROUP BY customer
  HAVING count(*) FILTER (WHERE kind = 'sale' AND ordered_on >= CAST($from AS DATE)) > 0
  ORDER BY customer`;

/**
 * Weeks count back from `asOf`, so that all are whole; a SKU's first, cut-off week is left out. Postage, fees and the like
 * (`product` is false) are revenue of the market, but no SKUs.
 */
const SKUS_SQL = `
  WITH days AS (
    SELECT sku, ordered_on, amount_minor, kind, quantity,
      CAST(floor(date_diff('day', ordered_on, CAST($asOf AS DATE)) / 7) AS INTEGER) AS weeks_ago
    FROM order_lines WHERE ${IN_WINDOW} AND product
  ), skus AS (
    SELECT sku, ${NET} AS revenue, min(ordered_on) FILTER (WHERE kind = 'sale') AS first_sale
    FROM days GROUP BY sku
  ), weeks AS (
    SELECT days.sku, weeks_ago, sum(quantity) AS units
    FROM days JOIN skus USING (sku)
    WHERE kind <> 'return' AND weeks_ago < (date_diff('day', first_sale, CAST($asOf AS DATE)) + 1) // 7
    GROUP BY days.sku, weeks_ago
  ), sums AS (
    SELECT sku, sum(units) AS units_sum, sum(units * units) AS units_square_sum FROM weeks GROUP BY sku
  )
  SELECT sku, revenue AS "revenueMinor",
    CAST(coalesce((date_diff('day', first_sale, CAST($asOf AS DATE)) + 1) // 7, 0) AS INTEGER) AS "periods",
    coalesce(units_sum, 0) AS "unitsSum", coalesce(units_square_sum, 0) AS "unitsSquareSum"
  FROM skus LEFT JOIN sums USING (sku) ORDER BY sku`;

const MONTHS_SQL = `
  SELECT strftime(ordered_on, '%Y-%m') AS "month", ${NET} AS "revenueMinor",
    CAST(count(DISTINCT order_id) FILTER (WHERE kind = 'sale') AS INTEGER) AS "orders"
  FROM order_lines WHERE ${COUNTED} GROUP BY 1 ORDER BY 1`;

const WEEKDAYS_SQL = `
  SELECT CAST(isodow(ordered_on) AS INTEGER) AS "weekday", ${NET} AS "salesMinor"
  FROM order_lines WHERE ${IN_WINDOW} AND kind = 'sale' GROUP BY 1 ORDER BY 1`;

const firstRows = z.tuple([z.object({ firstOrder: z.nullable(isoDate) })]);
const totalRows = z.tuple([
  z.object({
    revenueMinor: z.int(),
    salesMinor: z.int(),
    returnsMinor: z.int(),
    anonymousRevenueMinor: z.int(),
    orders: z.int(),
    orderLines: z.int(),
    units: z.number(),
  }),
]);
const buyerRows = z.array(z.object({ revenueMinor: z.int(), firstOrder: isoDate }));
const skuRows = z.array(
  z.object({
    sku: z.string(),
    revenueMinor: z.int(),
    periods: z.int(),
    unitsSum: z.number(),
    unitsSquareSum: z.number(),
  }),
);
const monthRows = z.array(z.object({ month: z.string(), revenueMinor: z.int(), orders: z.int() }));
const weekdayRows = z.array(z.object({ weekday: z.int(), salesMinor: z.int() }));

/**
 * Sum up a market from the relation `order_lines`, as of a date.
 *
 * @param asOf - the last day counted
 * @param windowDays - days that totals, buyers, SKUs and weekdays cover, ending on `asOf`; months cover everything
 */
export async function readMarketAggregates(
  run: RunSql,
  asOf: string,
  windowDays = YEAR_DAYS,
): Promise<MarketAggregates> {
  const windowFrom = addDays(asOf, 1 - windowDays);
  const [{ firstOrder }] = parseAs(firstRows, await run(FIRST_SQL, { asOf }), 'the first order');
  const from = firstOrder !== null && firstOrder > windowFrom ? firstOrder : windowFrom;
  const window = { asOf, from };
  const [totals] = parseAs(totalRows, await run(TOTALS_SQL, window), 'the market totals');
  return {
    from,
    firstOrder,
    totals,
    buyers: parseAs(buyerRows, await run(BUYERS_SQL, window), 'the buyers'),
    skus: parseAs(skuRows, await run(SKUS_SQL, window), 'the SKUs'),
    months: parseAs(monthRows, await run(MONTHS_SQL, { asOf }), 'the months'),
    weekdays: parseAs(weekdayRows, await run(WEEKDAYS_SQL, window), 'the weekdays'),
  };
}
