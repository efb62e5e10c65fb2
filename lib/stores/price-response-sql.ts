import { BUYERS } from './buyer-orders-sql.ts';

/** Months of history that the response is estimated from. */
const MONTHS = 24;
/** Months that a buyer must have bought an article in, after the first, and that the pair must span. */
const LEAST_BOUGHT = 2;
const LEAST_SPAN = 4;

/**
 * How a buyer's units of an article go with its price, month by month, those without an order among them: from the month after
 * the first order of the article to that of the buyer's last order. Units are over the pair's mean, less 1; the price is the
 * market's middle one of the month, in logs, less the mean over articles of its change: neither a quantity break nor a contract nor a
 * rise of all prices is taken for an answer to a price. A month's price is known where anybody bought.
 *
 * Sums over pairs, each about the pair's mean and weighted by its share of months with an order, as the variance of rare orders asks
 * for: `priceSquares` Σ price², `priceUnitProducts` Σ price × units. Logs are whole ten-thousandths and sums are rounded by pair: they
 * are the same in any order. Parameter: `asOf`, whose month counts only where it is over.
 */
export const PRICE_RESPONSE_SQL = `
  WITH sales AS (
    SELECT customer, sku, quantity, unit_price_micros,
      CAST(date_diff('month', DATE '1970-01-01', ordered_on) AS INTEGER) AS month
    FROM order_lines
    WHERE kind = 'sale' AND product AND unit_price_micros > 0 AND quantity > 0
      AND ordered_on < date_trunc('month', CAST($asOf AS DATE) + 1)
      AND ordered_on >= date_trunc('month', CAST($asOf AS DATE) + 1) - INTERVAL ${MONTHS} MONTH
  ), logs AS (
    SELECT sku, month, CAST(round(1e4 * ln(quantile_disc(unit_price_micros, 0.5))) AS BIGINT) AS price
    FROM sales GROUP BY sku, month
  ), changes AS (
    SELECT sku, month, price - CAST(round(avg(price) OVER (PARTITION BY sku)) AS BIGINT) AS price FROM logs
  ), relative AS (
    SELECT sku, month, price - CAST(round(avg(price) OVER (PARTITION BY month)) AS BIGINT) AS price FROM changes
  ), running AS (
    SELECT sku, month, price, row_number() OVER upto AS n, sum(price) OVER upto AS total,
      sum(price * price) OVER upto AS squares
    FROM relative WINDOW upto AS (PARTITION BY sku ORDER BY month)
  ), ends AS (
    SELECT customer, max(month) AS last_month FROM sales WHERE customer IS NOT NULL GROUP BY customer
  ), bought AS (
    SELECT customer, sku, month, CAST(round(1e3 * sum(quantity)) AS BIGINT) AS units,
      min(month) OVER (PARTITION BY customer, sku) AS first_month
    FROM sales WHERE customer IS NOT NULL GROUP BY customer, sku, month
  ), pairs AS (
    SELECT customer, sku, first_month, count(*) AS times, sum(units) AS units, sum(units * r.price) AS unit_prices
    FROM bought JOIN running r USING (sku, month)
    WHERE month > first_month GROUP BY customer, sku, first_month HAVING count(*) >= ${LEAST_BOUGHT}
  ), spans AS (
    SELECT customer, times, p.units, p.unit_prices, b.n - a.n AS n, b.total - a.total AS total, b.squares - a.squares AS squares
    FROM pairs p JOIN ends USING (customer)
      JOIN running a ON a.sku = p.sku AND a.month = p.first_month
      ASOF JOIN running b ON b.sku = p.sku AND b.month <= last_month
  ), responses AS (
    SELECT customer,
      sum(CAST(round(times / n * (squares - total * total / n)) AS BIGINT)) AS squares,
      sum(CAST(round(1e4 * times / n * (unit_prices * n / units - total)) AS BIGINT)) AS products
    FROM spans WHERE n >= ${LEAST_SPAN} GROUP BY customer
  )
  SELECT CAST(coalesce(squares, 0) AS DOUBLE) / 1e8 AS "priceSquares",
    CAST(coalesce(products, 0) AS DOUBLE) / 1e8 AS "priceUnitProducts"
  FROM ${BUYERS} LEFT JOIN responses USING (customer) ORDER BY customer`;
