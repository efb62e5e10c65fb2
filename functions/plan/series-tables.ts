import { addDays, type Market } from '../../lib/domain/index.ts';
import type { Lake } from '../../lib/stores/index.ts';

/** Days of history that a series may have: two years, and the week that a year-old week needs. */
export const HISTORY_DAYS = 735;
/** Days after `asOf` of which events and list prices are planned: a year. */
export const PLANNED_DAYS = 366;
/** A line above this share of its SKU's units of a year is a project order, and no part of the baseline. */
export const PROJECT_SHARE = 0.25;
/** With fewer lines in the year no line is out of the ordinary. */
export const PROJECT_LEAST_LINES = 12;
/** Longest time for which a stock of 0 is believed when no later count says otherwise. */
export const STOCK_CARRY_DAYS = 7;

/** Where and when a plan looks. */
export type Scope = {
  market: Market;
  asOf: string;
  /** Day of index 0. */
  from: string;
  /** Every market that the location serves, this one among them. */
  locationMarkets: readonly string[];
};

/** Settle the window of a plan. */
export function scopeOf(market: Market, asOf: string, markets: readonly Market[]): Scope {
  return {
    market,
    asOf,
    from: addDays(asOf, 1 - HISTORY_DAYS),
    locationMarkets: markets
      .filter(({ location }) => location === market.location)
      .map((candidate) => candidate.market)
      .sort(),
  };
}

/**
 * Make the tables that series are read from, SKU by SKU: `daily` (market, sku, price_group, day, units), `starts` (the
 * market's SKUs with the day of their first sale), `location_stock`, `closed_days` (days on which stock was 0; `counted`
 * where a count says so), `receipts`; and, so that no file is read again for each run of SKUs, `price_entries`,
 * `product_rows`, `price_groups`. Days count from the window's first.
 */
export async function createSeriesTables(lake: Lake, scope: Scope): Promise<void> {
  const { market, asOf, from, locationMarkets } = scope;
  await lake.run('CREATE TABLE price_groups AS SELECT customer, price_group FROM customers');
  await lake.run('CREATE TABLE product_rows AS FROM products ORDER BY sku');
  await lake.run(PRICE_ENTRIES, { asOf, from, currency: market.currency });
  await lake.run(BASELINE, { asOf, from });
  await lake.run(DAILY, { market: market.market });
  await lake.run(
    `CREATE TABLE starts AS SELECT sku, min(day) AS day FROM daily WHERE market = $market GROUP BY sku ORDER BY sku`,
    { market: market.market },
  );
  const place = { location: market.location, markets: `,${[...locationMarkets, '_all'].join(',')},`, asOf };
  await lake.run(LOCATION_STOCK, place);
  await lake.run(CLOSED_DAYS, { asOf, from });
  await lake.run(RECEIPTS, place);
}

const PRICE_ENTRIES = `CREATE TABLE price_entries AS
  SELECT sku, price_group, customer, valid_from, valid_to, greatest(coalesce(min_quantity, 1), 1) AS min_quantity,
    price_micros AS micros, upload
  FROM prices
  WHERE currency = $currency AND valid_from <= CAST($asOf AS DATE) + ${PLANNED_DAYS}
    AND coalesce(valid_to, CAST($asOf AS DATE)) >= CAST($from AS DATE)
  ORDER BY sku, price_group, customer, min_quantity, valid_from`;

const BASELINE = `CREATE TABLE baseline AS
  SELECT market, sku, CAST(ordered_on - CAST($from AS DATE) AS INTEGER) AS day, customer, units
  FROM (
    SELECT *, sum(units) OVER the_year AS year_units, count(*) OVER the_year AS year_lines
    FROM (
      SELECT *, least((CAST($asOf AS DATE) - ordered_on) // 365, 1) AS years_ago FROM market_demand
      WHERE ordered_on BETWEEN CAST($from AS DATE) AND CAST($asOf AS DATE)
    )
    WINDOW the_year AS (PARTITION BY market, sku, years_ago)
  )
  WHERE NOT (units > ${PROJECT_SHARE} * year_units AND year_lines >= ${PROJECT_LEAST_LINES})`;

const DAILY = `CREATE TABLE daily AS
  SELECT market, sku, coalesce(price_group, '') AS price_group, day,
    -- a sum of decimals does not depend on the order that threads add in
    CAST(sum(CAST(units AS DECIMAL(18, 6))) AS DOUBLE) AS units
  FROM baseline LEFT JOIN price_groups ON price_groups.customer = baseline.customer AND market = $market
  GROUP BY ALL ORDER BY sku, market, price_group, day`;

const AT_LOCATION = `(location = $location OR (location IS NULL AND contains($markets, concat(',', file_market, ','))))`;

const LOCATION_STOCK = `CREATE TABLE location_stock AS
  SELECT sku, as_of, on_hand, on_order, reserved, upload FROM all_stock
  WHERE ${AT_LOCATION} AND as_of <= CAST($asOf AS DATE)
  QUALIFY row_number() OVER (PARTITION BY sku, as_of ORDER BY sequence DESC, upload DESC, line DESC) = 1
  ORDER BY sku, as_of`;

const CLOSED_DAYS = `CREATE TABLE closed_days AS
  WITH counts AS (
    SELECT sku, as_of, on_hand,
      least(coalesce(lead(as_of) OVER (PARTITION BY sku ORDER BY as_of), CAST($asOf AS DATE) + 1),
        as_of + ${STOCK_CARRY_DAYS}, CAST($asOf AS DATE) + 1) AS until
    FROM location_stock
  ), days AS (
    SELECT sku, CAST(as_of - CAST($from AS DATE) AS INTEGER) AS day, CAST(until - as_of AS INTEGER) AS days
    FROM counts WHERE on_hand <= 0 AND until > CAST($from AS DATE)
  )
  SELECT sku, day + step AS day, step = 0 AS counted
  FROM days, LATERAL (SELECT unnest(range(days)) AS step)
  WHERE day + step >= 0 ORDER BY sku, day`;

const RECEIPTS = `CREATE TABLE receipts AS
  SELECT sku, ordered_on, received_on, quantity, upload
  FROM (
    FROM all_purchase_orders
    QUALIFY row_number() OVER (PARTITION BY order_id, line_key ORDER BY sequence DESC, upload DESC, line DESC) = 1
  )
  WHERE ${AT_LOCATION} AND coalesce(ordered_on <= CAST($asOf AS DATE), true)
  ORDER BY sku, ordered_on`;
