import * as z from 'zod/mini';
import { addDays, isoDate, parseAs } from '../domain/index.ts';
import {
  comparablePeriods,
  listMonths,
  type MarketAggregates,
  NEW_BUYER_DAYS,
  sharesByWeekday,
} from '../insight/index.ts';
import { readPeriodSums } from './market-periods.ts';
import { COUNTED, IN_WINDOW, type MarketSql, NET, UNITS, type Window } from './market-sql.ts';

const YEAR_DAYS = 365;

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
    ${UNITS} AS "units"
  FROM order_lines WHERE ${IN_WINDOW}`;

const BUYERS_SQL = `
  SELECT CAST(coalesce(sum(amount_minor) FILTER (WHERE ordered_on >= CAST($from AS DATE)), 0) AS DOUBLE) AS "revenueMinor",
    min(ordered_on) FILTER (WHERE kind = 'sale') >= CAST($newSince AS DATE) AS "isNew"
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
  SELECT skus.sku, revenue AS "revenueMinor",
    CAST(coalesce((date_diff('day', first_sale, CAST($asOf AS DATE)) + 1) // 7, 0) AS INTEGER) AS "periods",
    coalesce(units_sum, 0) AS "unitsSum", coalesce(units_square_sum, 0) AS "unitsSquareSum"
  FROM skus LEFT JOIN sums USING (sku) ORDER BY skus.sku`;

const MONTHS_SQL = `
  SELECT strftime(ordered_on, '%Y-%m') AS "month", ${NET} AS "revenueMinor",
    CAST(count(DISTINCT order_id) FILTER (WHERE kind = 'sale') AS INTEGER) AS "orders",
    CAST(count(DISTINCT customer) FILTER (WHERE kind = 'sale') AS INTEGER) AS "buyers"
  FROM order_lines WHERE ${COUNTED} GROUP BY 1 ORDER BY 1`;

/** Revenue of a cell is that of the buyers who ordered in it: a lone return is one buyer's. */
const COHORTS_SQL = `
  WITH firsts AS (
    SELECT customer, date_trunc('month', min(ordered_on)) AS cohort FROM order_lines
    WHERE kind = 'sale' AND customer IS NOT NULL AND ordered_on <= CAST($asOf AS DATE) GROUP BY customer
  ), active AS (
    SELECT customer, date_trunc('month', ordered_on) AS month, ${NET} AS revenue FROM order_lines
    WHERE customer IS NOT NULL AND ${COUNTED} GROUP BY ALL HAVING count(*) FILTER (WHERE kind = 'sale') > 0
  )
  SELECT strftime(cohort, '%Y-%m') AS "cohort", CAST(date_diff('month', cohort, month) AS INTEGER) AS "monthsSince",
    CAST(count(*) AS INTEGER) AS "buyers", sum(revenue) AS "revenueMinor"
  FROM active JOIN firsts USING (customer) GROUP BY ALL ORDER BY ALL`;

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
const monthRows = z.array(
  z.object({ month: z.string(), revenueMinor: z.int(), orders: z.int(), buyers: z.int() }),
);
const cohortRows = z.array(
  z.object({ cohort: z.string(), monthsSince: z.int(), buyers: z.int(), revenueMinor: z.int() }),
);
const weekdayRows = z.array(z.object({ weekday: z.int(), salesMinor: z.int() }));

/**
 * Sum up a market from the relation `order_lines`, as of a date. What is as long as there are buyers or SKUs is read as
 * plain numbers.
 *
 * @param asOf - the last day counted
 * @param windowDays - days that totals, buyers, SKUs and weekdays cover, ending on `asOf`; months and cohorts cover everything
 */
export async function readMarketAggregates(
  sql: MarketSql,
  asOf: string,
  windowDays = YEAR_DAYS,
): Promise<MarketAggregates> {
  const { run } = sql;
  const windowFrom = addDays(asOf, 1 - windowDays);
  const [{ firstOrder }] = parseAs(firstRows, await run(FIRST_SQL, { asOf }), 'the first order');
  const from = firstOrder !== null && firstOrder > windowFrom ? firstOrder : windowFrom;
  const window = { asOf, from };
  const [totals] = parseAs(totalRows, await run(TOTALS_SQL, window), 'the market totals');
  const months = parseAs(monthRows, await run(MONTHS_SQL, { asOf }), 'the months');
  const weekdays = parseAs(weekdayRows, await run(WEEKDAYS_SQL, window), 'the weekdays');
  const weekdayShares = sharesByWeekday(weekdays);
  const listed =
    firstOrder === null ? [] : listMonths(months, { firstOrder, asOf, currency: '', weekdayShares });
  const periods = comparablePeriods(listed);
  return {
    from,
    firstOrder,
    totals,
    buyers: await readBuyers(sql, window),
    skus: await readSkus(sql, window),
    months,
    weekdays,
    cohorts: parseAs(cohortRows, await run(COHORTS_SQL, { asOf }), 'the cohorts'),
    periods,
    trailing: periods === null ? null : await readPeriodSums(sql, asOf, periods),
  };
}

async function readBuyers({ columns }: MarketSql, window: Window): Promise<MarketAggregates['buyers']> {
  const newSince = addDays(window.asOf, 1 - NEW_BUYER_DAYS);
  const { revenueMinor = [], isNew = [] } = await columns(BUYERS_SQL, { ...window, newSince });
  return {
    revenueMinor: Float64Array.from(revenueMinor, Number),
    new: isNew.filter((one) => one === true).length,
  };
}

async function readSkus({ columns }: MarketSql, window: Window): Promise<MarketAggregates['skus']> {
  const found = await columns(SKUS_SQL, window);
  const numbers = (name: string) => Float64Array.from(found[name] ?? [], Number);
  return {
    sku: Array.from(found.sku ?? [], String),
    revenueMinor: numbers('revenueMinor'),
    periods: numbers('periods'),
    unitsSum: numbers('unitsSum'),
    unitsSquareSum: numbers('unitsSquareSum'),
  };
}
