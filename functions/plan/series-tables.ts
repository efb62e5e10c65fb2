import { addDays, type Market, marketsAt } from '../../lib/domain/index.ts';
import { AT_LOCATION, type Lake, NEWEST_FIRST, placeOf } from '../../lib/stores/index.ts';

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
    locationMarkets: marketsAt(market.location, markets).sort(),
  };
}

/**
 * Make the tables that series are read from, SKU by SKU: `daily` (market, sku, price_group, day, units), `starts` (the
 * market's SKUs with the day of their first sale), `location_stock`, `closed_days` (days on which stock was 0; `counted`
 * where a count says so), `receipts`; and, so that no file is read again for each run of SKUs, `price_entries`,
 * `product_rows`, `price_groups`, and of the order lines `paid_prices`, `sku_revenues`, `sku_descriptions`, `sku_uploads`.
 * Days count from the window's first.
 */
export async function createSeriesTables(lake: Lake, scope: Scope): Promise<void> {
  const { market, asOf, from, locationMarkets } = scope;
  await lake.run('CREATE TABLE price_groups AS SELECT customer, price_group FROM customers');
  await lake.run('CREATE TABLE product_rows AS FROM products ORDER BY sku');
  await lake.run(PRICE_ENTRIES, { asOf, from, currency: market.currency });
  await lake.run(OPEN_QUOTES, { asOf });
  await lake.run(YEARS, { asOf, from });
  await lake.run(PLACES);
  await lake.run(DAILY_UNITS, { asOf, from, market: market.market });
  await lake.run(DAILY);
  await lake.run(
    `CREATE TABLE starts AS SELECT sku, min(day) AS day FROM daily WHERE market = $market GROUP BY sku ORDER BY sku`,
    { market: market.market },
  );
  const ofMarket = { market: market.market, asOf };
  await lake.run(PAID_PRICES, { ...ofMarket, from });
  await lake.run(SKU_REVENUES, ofMarket);
  await lake.run(SKU_DESCRIPTIONS, ofMarket);
  await lake.run(SKU_UPLOADS, { ...ofMarket, from });
  const place = { ...placeOf(market.location, locationMarkets), asOf };
  await lake.run(LOCATION_STOCK, place);
  await lake.run(CLOSED_DAYS, { asOf, from });
  await lake.run(RECEIPTS, place);
}

/** Find the newest day with a sale in the market, in tables that are made. */
export async function newestSale(lake: Lake, { market, from }: Scope): Promise<{ ordersTo?: string }> {
  const [row] = await lake.run('SELECT max(day) AS day FROM daily WHERE market = $market', {
    market: market.market,
  });
  return typeof row?.day === 'number' ? { ordersTo: addDays(from, row.day) } : {};
}

const PRICE_ENTRIES = `CREATE TABLE price_entries AS
  SELECT sku, price_group, customer, valid_from, valid_to, greatest(coalesce(min_quantity, 1), 1) AS min_quantity,
    price_micros AS micros, upload
  FROM prices
  WHERE currency = $currency AND valid_from <= CAST($asOf AS DATE) + ${PLANNED_DAYS}
    AND coalesce(valid_to, CAST($asOf AS DATE)) >= CAST($from AS DATE)
  ORDER BY sku, price_group, customer, min_quantity, valid_from`;

/** Quotes that a buyer may still take; one without a last day binds nobody. */
const OPEN_QUOTES = `CREATE TABLE open_quotes AS
  SELECT sku, customer, greatest(coalesce(quantity, 1), 1) AS min_quantity, min(price_micros) AS micros, max(valid_to) AS valid_to
  FROM quotes
  WHERE coalesce(outcome, 'open') = 'open' AND valid_to >= CAST($asOf AS DATE)
    AND coalesce(quoted_at, CAST($asOf AS DATE)) <= CAST($asOf AS DATE)
  GROUP BY sku, customer, 3, valid_to ORDER BY sku, customer, min_quantity, valid_to`;

/** Lines of the window with the year before `asOf` that each is of: 0, or 1 for all that is older. */
const WINDOW_LINES = `(SELECT *, least((CAST($asOf AS DATE) - ordered_on) // 365, 1) AS years_ago
  FROM market_demand WHERE ordered_on BETWEEN CAST($from AS DATE) AND CAST($asOf AS DATE))`;

/** A sum of decimals does not depend on the order that threads add in. */
const SUM_OF_UNITS = 'CAST(sum(CAST(units AS DECIMAL(18, 6))) AS DOUBLE)';

const YEARS = `CREATE TABLE sku_years AS
  SELECT market, sku, years_ago, ${SUM_OF_UNITS} AS year_units, count(*) AS year_lines
  FROM ${WINDOW_LINES} GROUP BY ALL`;

const PLACES = `CREATE TABLE sku_places AS
  SELECT sku, CAST(row_number() OVER (ORDER BY sku) AS INTEGER) AS place FROM (SELECT DISTINCT sku FROM sku_years)`;

/** Numbers in place of SKUs, so that the days of a large market fit in memory and are found without being sorted. */
const DAILY_UNITS = `CREATE TABLE daily_units AS
  SELECT place, lines.market, coalesce(price_group, '') AS price_group,
    CAST(ordered_on - CAST($from AS DATE) AS SMALLINT) AS day, ${SUM_OF_UNITS} AS units
  FROM ${WINDOW_LINES} lines
    JOIN sku_years years ON years.market = lines.market AND years.sku = lines.sku AND years.years_ago = lines.years_ago
    JOIN sku_places ON sku_places.sku = lines.sku
    -- groups are this market's own; a second condition beside the equality would be tried on every pair
    LEFT JOIN price_groups ON price_groups.customer = CASE WHEN lines.market = $market THEN lines.customer END
  WHERE NOT (units > ${PROJECT_SHARE} * year_units AND year_lines >= ${PROJECT_LEAST_LINES})
  GROUP BY ALL`;

const DAILY = `CREATE VIEW daily AS
  SELECT market, sku, price_group, CAST(day AS INTEGER) AS day, units
  FROM daily_units JOIN sku_places ON sku_places.place = daily_units.place`;

/** What was paid for SKUs without a list price, which says more. */
const PAID_PRICES = `CREATE TABLE paid_prices AS
  SELECT l.sku, coalesce(g.price_group, '') AS price_group,
    CAST((CAST(l.ordered_on - CAST($from AS DATE) AS INTEGER) - s.day) // 7 AS INTEGER) AS week,
    quantile_disc(l.unit_price_micros, 0.5) AS micros
  FROM market_order_lines l JOIN starts s ON s.sku = l.sku
    LEFT JOIN price_groups g ON g.customer = l.customer
  WHERE l.market = $market AND l.kind = 'sale' AND l.unit_price_micros > 0
    AND l.ordered_on BETWEEN CAST($from AS DATE) + s.day AND CAST($asOf AS DATE)
    AND l.sku NOT IN (SELECT sku FROM price_entries WHERE customer IS NULL AND valid_from <= CAST($asOf AS DATE))
  GROUP BY ALL ORDER BY ALL`;

const SKU_REVENUES = `CREATE TABLE sku_revenues AS
  SELECT sku, CAST(sum(amount_minor) AS DOUBLE) AS minor FROM market_order_lines
  WHERE market = $market AND NOT (kind = 'cancelled' AND quantity > 0)
    AND ordered_on BETWEEN CAST($asOf AS DATE) - 364 AND CAST($asOf AS DATE)
  GROUP BY sku ORDER BY sku`;

const SKU_DESCRIPTIONS = `CREATE TABLE sku_descriptions AS
  SELECT sku, max_by(description, (ordered_on, order_id, line_key)) AS description FROM market_order_lines
  WHERE market = $market AND ordered_on <= CAST($asOf AS DATE) AND description IS NOT NULL AND kind = 'sale'
  GROUP BY sku ORDER BY sku`;

const SKU_UPLOADS = `CREATE TABLE sku_uploads AS
  SELECT DISTINCT sku, upload FROM market_order_lines
  WHERE market = $market AND ordered_on BETWEEN CAST($from AS DATE) AND CAST($asOf AS DATE)
  ORDER BY sku, upload`;

const LOCATION_STOCK = `CREATE TABLE location_stock AS
  SELECT sku, as_of, on_hand, on_order, reserved, upload FROM all_stock
  WHERE ${AT_LOCATION} AND as_of <= CAST($asOf AS DATE)
  QUALIFY row_number() OVER (PARTITION BY sku, as_of ORDER BY ${NEWEST_FIRST}) = 1
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
    QUALIFY row_number() OVER (PARTITION BY order_id, line_key ORDER BY ${NEWEST_FIRST}) = 1
  )
  WHERE ${AT_LOCATION} AND coalesce(ordered_on <= CAST($asOf AS DATE), true)
  ORDER BY sku, ordered_on`;
