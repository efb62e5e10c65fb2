import * as z from 'zod/mini';
import { currencyDigits, parseAs } from '../domain/index.ts';
import { AT_LOCATION, placeOf } from './at-location.ts';
import { NEWEST_FIRST } from './lake-current.ts';
import type { Lake } from './lake-session.ts';

/** What a SKU earned in a span of days, minor units: margin less what its stock cost. */
export type SkuEarned = {
  sku: string;
  /** `null` where nobody knows what a unit costs. */
  earnedMinor: number | null;
  /** The same of the days before, for as many days; `null` where it was not sold or stocked by their first. */
  beforeMinor: number | null;
};

export type MonthSpan = {
  market: string;
  currency: string;
  location: string;
  /** Every market that the location serves. */
  locationMarkets: readonly string[];
  /** Days counted, first and last. */
  from: string;
  to: string;
  /** Days that they are compared with, first and last. */
  beforeFrom: string;
  beforeTo: string;
  /** What holding a unit costs a year, as a share of its cost. */
  holdingRatePerYear: number;
};

/** A count of stock is believed for so long. */
const CARRY_DAYS = 31;

/**
 * Read what each SKU of a market earned in a span of days and in one before: revenue less what its units cost, returns and
 * cancellations taken off, less what its stock cost, the market's part of its location by units.
 *
 * @param lake - with orders, products and stock of every market that the location serves
 * @returns SKUs that sold in either span, and whether any stock was counted in the first
 */
export async function readMonthUnits(
  { run }: Pick<Lake, 'run'>,
  span: MonthSpan,
): Promise<{ units: SkuEarned[]; stockCounted: boolean }> {
  const { market, currency, from, to, beforeFrom, beforeTo, location, locationMarkets } = span;
  const days = { from, to, beforeFrom, beforeTo };
  const place = placeOf(location, locationMarkets);
  const found = await run(UNITS_SQL, {
    ...{ ...days, ...place, market, currency },
    ...{ minorPerUnit: 10 ** currencyDigits(currency), ratePerDay: span.holdingRatePerYear / 365 },
  });
  const units = parseAs(rows, found, 'the earnings of a month').map(({ sku, earned, before }) => ({
    sku,
    earnedMinor: earned === null ? null : Math.round(earned),
    beforeMinor: earned === null || before === null ? null : Math.round(before),
  }));
  const counted = await run(
    `SELECT 1 AS one FROM all_stock WHERE ${AT_LOCATION} AND as_of BETWEEN $from AND $to LIMIT 1`,
    { ...place, from, to },
  );
  return { units, stockCounted: counted.length > 0 };
}

const rows = z.array(
  z.object({ sku: z.string(), earned: z.nullable(z.number()), before: z.nullable(z.number()) }),
);

/** Mean units on hand of a span, by counts that hold until the next. */
const stockOf = (name: string, from: string, to: string) => `${name} AS (
    SELECT sku, sum(on_hand * days) / nullif(sum(days), 0) AS units FROM (
      SELECT sku, greatest(on_hand, 0) AS on_hand,
        greatest(0, least(until, CAST(${to} AS DATE) + 1) - greatest(as_of, CAST(${from} AS DATE))) AS days
      FROM counts) GROUP BY sku)`;

const UNITS_SQL = `
  WITH spans AS (
    SELECT market, sku, quantity, amount_minor, ordered_on >= CAST($from AS DATE) AS now
    FROM market_order_lines
    WHERE product AND NOT (kind = 'cancelled' AND quantity > 0)
      AND (ordered_on BETWEEN CAST($from AS DATE) AND CAST($to AS DATE)
        OR ordered_on BETWEEN CAST($beforeFrom AS DATE) AND CAST($beforeTo AS DATE))
  ), sold AS (
    SELECT sku,
      coalesce(sum(amount_minor) FILTER (market = $market AND now), 0) AS revenue,
      coalesce(sum(quantity) FILTER (market = $market AND now), 0) AS quantity,
      coalesce(sum(amount_minor) FILTER (market = $market AND NOT now), 0) AS revenue_before,
      coalesce(sum(quantity) FILTER (market = $market AND NOT now), 0) AS quantity_before,
      coalesce(sum(greatest(quantity, 0)) FILTER (market = $market), 0)
        / nullif(sum(greatest(quantity, 0)), 0) AS part,
      bool_or(market = $market) AS here
    FROM spans GROUP BY sku
  ), began AS (
    SELECT sku, min(ordered_on) AS first FROM market_order_lines WHERE market = $market GROUP BY sku
  ), counts AS (
    SELECT sku, as_of, on_hand,
      least(coalesce(lead(as_of) OVER (PARTITION BY sku ORDER BY as_of), DATE '9999-01-01'), as_of + ${CARRY_DAYS}) AS until
    FROM (SELECT sku, as_of, on_hand FROM all_stock WHERE ${AT_LOCATION}
      QUALIFY row_number() OVER (PARTITION BY sku, as_of ORDER BY ${NEWEST_FIRST}) = 1)
  ), ${stockOf('stock_now', '$from', '$to')},
  ${stockOf('stock_before', '$beforeFrom', '$beforeTo')},
  costs AS (
    SELECT sku, coalesce(landed_cost_micros, unit_cost_micros) * $minorPerUnit / 1000000 AS cost FROM products
    WHERE coalesce(cost_currency, $currency) = $currency
  ), spent AS (
    SELECT sold.sku, began.first, cost, part, revenue, quantity, revenue_before, quantity_before,
      CAST($to AS DATE) - CAST($from AS DATE) + 1 AS days,
      CAST($beforeTo AS DATE) - CAST($beforeFrom AS DATE) + 1 AS days_before,
      coalesce(n.units, 0) AS stock, coalesce(b.units, 0) AS stock_before
    FROM sold LEFT JOIN costs ON costs.sku = sold.sku LEFT JOIN began ON began.sku = sold.sku
      LEFT JOIN stock_now n ON n.sku = sold.sku LEFT JOIN stock_before b ON b.sku = sold.sku
    WHERE here
  )
  SELECT sku, CAST(revenue - quantity * cost - stock * cost * part * $ratePerDay * days AS DOUBLE) AS earned,
    CASE WHEN first <= CAST($beforeFrom AS DATE) THEN CAST(
      (revenue_before - quantity_before * cost - stock_before * cost * part * $ratePerDay * days_before)
        * days / days_before AS DOUBLE) END AS before
  FROM spent ORDER BY sku`;
