import { currencyDigits, type ExperimentMetric, type Market } from '../domain/index.ts';
import { AT_LOCATION, placeOf } from './at-location.ts';
import { LOOKS_SQL } from './interest-sql.ts';
import type { Lake } from './lake-session.ts';

/** Kinds of files that outcomes are measured from. */
export const TRIAL_KINDS = ['orders', 'products', 'stock', 'interactions', 'quotes'] as const;

/** Longest time for which a count of the stock is believed when no later one says otherwise. */
const STOCK_CARRY_DAYS = 7;
/** Days of cover beyond which more is no longer told apart. */
const MOST_COVER_DAYS = 365;

/** What is measured of a market, and when. */
export type TrialScope = {
  /** Whose days: the market's SKUs, or its buyer companies. */
  of: 'sku' | 'customer';
  market: Market;
  /** Every market that the location serves, this one among them. */
  locationMarkets: readonly string[];
  /** First day that is needed, and last that is known. */
  from: string;
  asOf: string;
};

/**
 * Make the table `trial_days`: of each unit and day with something on it `revenue` and `margin` in minor units of the market's currency, and
 * of visits `visits` and `orders`. A visit is a day on which a buyer looked, was quoted or ordered. A line whose unit cost
 * is not known in this currency adds no margin. Of SKUs the view `trial_stock` too: `unit`, `day`, `on_hand`, as the last count
 * of at most a week before says.
 */
export async function createTrialDays(lake: Pick<Lake, 'run'>, scope: TrialScope): Promise<void> {
  const { of, market, from, asOf, locationMarkets } = scope;
  const { currency } = market;
  await lake.run(moneySql(of, currencyDigits(currency)), { currency, from, asOf });
  await lake.run(visitsSql(of), { from, asOf });
  await lake.run(`CREATE OR REPLACE TABLE trial_days AS
    SELECT unit, day, coalesce(revenue, 0) AS revenue, coalesce(margin, 0) AS margin,
      coalesce(visits, 0) AS visits, coalesce(orders, 0) AS orders, coalesce(units, 0) AS units
    FROM trial_money FULL JOIN trial_visits USING (unit, day)`);
  if (of === 'sku') await lake.run(STOCK_SQL, { ...placeOf(market.location, locationMarkets), from, asOf });
}

const IN_DAYS = 'ordered_on BETWEEN CAST($from AS DATE) AND CAST($asOf AS DATE)';

const moneySql = (of: 'sku' | 'customer', digits: number) => `CREATE OR REPLACE TABLE trial_money AS
  WITH costs AS (
    SELECT sku, coalesce(landed_cost_micros, unit_cost_micros) AS cost_micros FROM products WHERE cost_currency = $currency
  )
  SELECT l.${of} AS unit, ordered_on AS day,
    CAST(sum(amount_minor) AS DOUBLE) AS revenue,
    coalesce(sum(amount_minor - round(quantity * cost_micros * ${10 ** digits} / 1000000)), 0) AS margin,
    CAST(coalesce(sum(CAST(quantity AS DECIMAL(18, 6))) FILTER (WHERE kind <> 'return'), 0) AS DOUBLE) AS units
  FROM order_lines l LEFT JOIN costs ON costs.sku = l.sku
  WHERE NOT (kind = 'cancelled' AND quantity > 0) AND currency = $currency AND ${IN_DAYS} AND l.${of} IS NOT NULL
  GROUP BY ALL`;

/** A visit of a SKU is a buyer's day; a visit of a buyer is a day. */
const visitsSql = (of: 'sku' | 'customer') => `CREATE OR REPLACE TABLE trial_visits AS
  WITH visits AS (
    SELECT ${of} AS unit, looked_on AS day, customer, false AS ordered FROM (${LOOKS_SQL})
    UNION ALL SELECT ${of}, quoted_at, customer, false FROM quotes WHERE quoted_at <= CAST($asOf AS DATE)
    UNION ALL SELECT ${of}, ordered_on, coalesce(customer, concat('order ', order_id)), true FROM order_lines
      WHERE kind = 'sale' AND ${IN_DAYS}
  )
  SELECT unit, day, CAST(count(DISTINCT customer) AS DOUBLE) AS visits,
    CAST(count(DISTINCT customer) FILTER (WHERE ordered) AS DOUBLE) AS orders
  FROM visits WHERE day >= CAST($from AS DATE) AND unit IS NOT NULL GROUP BY ALL`;

/** One count a SKU and day: of several the least, for that is what a buyer met. */
const STOCK_SQL = `CREATE OR REPLACE TABLE trial_stock_counts AS
  WITH counts AS (
    SELECT sku, as_of, min(on_hand) AS on_hand FROM all_stock
    WHERE ${AT_LOCATION} AND as_of <= CAST($asOf AS DATE) AND as_of >= CAST($from AS DATE) - ${STOCK_CARRY_DAYS}
    GROUP BY ALL
  )
  SELECT sku AS unit, as_of, on_hand,
    least(coalesce(lead(as_of) OVER (PARTITION BY sku ORDER BY as_of), CAST($asOf AS DATE) + 1),
      as_of + ${STOCK_CARRY_DAYS}, CAST($asOf AS DATE) + 1) AS until
  FROM counts`;

const STOCK_DAYS = `SELECT unit, CAST(unnest(generate_series(as_of, until - 1, INTERVAL 1 DAY)) AS DATE) AS day, on_hand
  FROM trial_stock_counts`;

/**
 * Give the metric's rows as SQL: `unit`, `day`, `value`, `size`. Of money the size is time, which passes whether something is sold
 * or not: there it is 0, and whoever adds up counts `calendarSize` of a day for each unit.
 *
 * @param paceSql - a query of `unit` and `units_a_day`, the demand that cover is told in; of `daysOfCover` alone
 */
export function metricRows(metric: ExperimentMetric, paceSql: string): string {
  switch (metric) {
    case 'revenue':
    case 'margin':
      return `SELECT unit, day, ${metric} AS value, 0.0 AS size FROM trial_days`;
    case 'conversion':
      return 'SELECT unit, day, orders AS value, visits AS size FROM trial_days WHERE visits > 0';
    case 'stockOuts':
      return `SELECT unit, day, CASE WHEN on_hand <= 0 THEN 1.0 ELSE 0.0 END AS value, 1.0 AS size FROM (${STOCK_DAYS})`;
    case 'daysOfCover':
      return `SELECT unit, day, least(${MOST_COVER_DAYS}.0, greatest(0, on_hand) / units_a_day) AS value, 1.0 AS size
        FROM (${STOCK_DAYS}) JOIN (${paceSql}) USING (unit) WHERE units_a_day > 0`;
  }
}

/** What a day counts in the size of a metric that time measures: weeks, for money is told a week. */
export const calendarSize = (metric: ExperimentMetric): number =>
  metric === 'revenue' || metric === 'margin' ? 1 / 7 : 0;
