import { BUYERS } from './buyer-orders-sql.ts';

/**
 * What a buyer's order lines say of money, in minor units. Net amounts count cancellations and returns on their own date; a
 * line cancelled in place never counted. Sums are cast to DOUBLE, which is exact up to 2^53. Parameters: `asOf`, `yearFrom`,
 * and in `MONEY_SQL` `halfFrom` and `priorFrom`, the first days of the last half-year and of the one before.
 */
export const MONEY_SQL = `
  WITH money AS (
    SELECT customer,
      sum(amount_minor) AS net,
      sum(amount_minor) FILTER (WHERE quantity > 0) AS sold,
      -sum(amount_minor) FILTER (WHERE quantity < 0) AS taken_back,
      sum(amount_minor) FILTER (WHERE ordered_on >= CAST($halfFrom AS DATE)) AS half,
      sum(amount_minor) FILTER (WHERE ordered_on BETWEEN CAST($priorFrom AS DATE) AND CAST($halfFrom AS DATE) - 1) AS prior
    FROM order_lines
    WHERE customer IS NOT NULL AND NOT (kind = 'cancelled' AND quantity > 0)
      AND ordered_on BETWEEN CAST($yearFrom AS DATE) AND CAST($asOf AS DATE)
    GROUP BY customer
  )
  SELECT CAST(coalesce(net, 0) AS DOUBLE) AS "yearRevenueMinor", CAST(coalesce(sold, 0) AS DOUBLE) AS "yearSoldMinor",
    CAST(coalesce(taken_back, 0) AS DOUBLE) AS "yearTakenBackMinor",
    CAST(coalesce(half, 0) AS DOUBLE) AS "halfRevenueMinor", CAST(coalesce(prior, 0) AS DOUBLE) AS "priorRevenueMinor"
  FROM ${BUYERS} LEFT JOIN money USING (customer) ORDER BY customer`;

/**
 * What the year's lines would have come to at the list price of their day (the price lists' entry for everyone and any
 * quantity, else the products file's), beside what was paid for just these lines; in hundredths of the
 * currency's unit.
 */
export const DISCOUNT_SQL = `
  WITH list_prices AS (
    SELECT sku, currency, valid_from, max(price_micros) AS price_micros, max(coalesce(valid_to, DATE '9999-12-31')) AS valid_to
    FROM prices
    WHERE price_group IS NULL AND customer IS NULL AND coalesce(min_quantity, 1) <= 1
    GROUP BY sku, currency, valid_from
  ), lines AS (
    SELECT l.customer, l.quantity, l.unit_price_micros, l.sku, l.currency,
      CASE WHEN p.valid_to >= l.ordered_on THEN p.price_micros END AS list_micros
    FROM order_lines l ASOF LEFT JOIN list_prices p
      ON p.sku = l.sku AND p.currency = l.currency AND l.ordered_on >= p.valid_from
    WHERE l.kind = 'sale' AND l.product AND l.customer IS NOT NULL AND l.unit_price_micros > 0
      AND l.ordered_on BETWEEN CAST($yearFrom AS DATE) AND CAST($asOf AS DATE)
  ), discounts AS (
    SELECT lines.customer,
      sum(CAST(round(quantity * coalesce(list_micros, f.list_price_micros) / 1e4) AS BIGINT)) AS list,
      sum(CAST(round(quantity * unit_price_micros / 1e4) AS BIGINT)) AS paid
    FROM lines LEFT JOIN products f ON f.sku = lines.sku AND f.currency = lines.currency
    WHERE coalesce(list_micros, f.list_price_micros) > 0
    GROUP BY lines.customer
  )
  SELECT CAST(list AS DOUBLE) AS "listValue", CAST(paid AS DOUBLE) AS "paidValue"
  FROM ${BUYERS} LEFT JOIN discounts USING (customer) ORDER BY customer`;

/**
 * How the units of a buyer's lines went with the article's price: sums of squares and products of log price and log units, each less
 * its mean over the buyer's lines of the same article. The price is the market's middle one of the month, so that neither a
 * quantity break nor a contract is taken for an answer to a price. Logs are whole ten-thousandths: sums are then the same in
 * any order.
 */
export const PRICE_RESPONSE_SQL = `
  WITH sales AS (
    SELECT customer, sku, date_trunc('month', ordered_on) AS month, quantity, unit_price_micros
    FROM order_lines
    WHERE kind = 'sale' AND product AND unit_price_micros > 0 AND quantity > 0 AND ordered_on <= CAST($asOf AS DATE)
      AND ordered_on > CAST($asOf AS DATE) - 730
  ), month_prices AS (
    SELECT sku, month, CAST(round(1e4 * ln(quantile_disc(unit_price_micros, 0.5))) AS BIGINT) AS price
    FROM sales GROUP BY sku, month
  ), pairs AS (
    SELECT customer, sku, price, CAST(round(1e4 * ln(quantity)) AS BIGINT) AS units
    FROM sales JOIN month_prices USING (sku, month) WHERE customer IS NOT NULL
  ), articles AS (
    SELECT customer, count(*) AS n,
      CAST(round(sum(price * price) - sum(price) * sum(price) / count(*)) AS BIGINT) AS squares,
      CAST(round(sum(price * units) - sum(price) * sum(units) / count(*)) AS BIGINT) AS products
    FROM pairs GROUP BY customer, sku HAVING count(*) > 1 AND min(price) < max(price)
  ), responses AS (
    SELECT customer, sum(squares) AS squares, sum(products) AS products FROM articles GROUP BY customer
  )
  SELECT CAST(coalesce(squares, 0) AS DOUBLE) / 1e8 AS "priceSquares",
    CAST(coalesce(products, 0) AS DOUBLE) / 1e8 AS "priceUnitProducts"
  FROM ${BUYERS} LEFT JOIN responses USING (customer) ORDER BY customer`;
