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
 * What the year's lines would have come to at the list price of their day, beside what was paid for just these lines, in hundredths of
 * the currency's unit. The list price is what the dearest price list asks for a single unit (of each list the newest entry in
 * force; prices of one customer aside), else the products file's.
 */
export const DISCOUNT_SQL = `
  WITH lines AS (
    SELECT customer, sku, currency, ordered_on, quantity, unit_price_micros FROM order_lines
    WHERE kind = 'sale' AND product AND customer IS NOT NULL AND unit_price_micros > 0
      AND ordered_on BETWEEN CAST($yearFrom AS DATE) AND CAST($asOf AS DATE)
  ), in_force AS (
    SELECT d.sku, d.currency, d.ordered_on, arg_max(p.price_micros, p.valid_from) AS micros
    FROM (SELECT DISTINCT sku, currency, ordered_on FROM lines) d
      JOIN prices p ON p.sku = d.sku AND p.currency = d.currency
        AND d.ordered_on BETWEEN p.valid_from AND coalesce(p.valid_to, d.ordered_on)
    WHERE p.customer IS NULL AND coalesce(p.min_quantity, 1) <= 1
    GROUP BY d.sku, d.currency, d.ordered_on, p.price_group
  ), list_prices AS (
    SELECT sku, currency, ordered_on, max(micros) AS micros FROM in_force GROUP BY sku, currency, ordered_on
  ), discounts AS (
    SELECT lines.customer,
      sum(CAST(round(quantity * coalesce(l.micros, f.list_price_micros) / 1e4) AS BIGINT)) AS list,
      sum(CAST(round(quantity * unit_price_micros / 1e4) AS BIGINT)) AS paid
    FROM lines LEFT JOIN list_prices l USING (sku, currency, ordered_on)
      LEFT JOIN products f ON f.sku = lines.sku AND f.currency = lines.currency
    WHERE coalesce(l.micros, f.list_price_micros) > 0
    GROUP BY lines.customer
  )
  SELECT CAST(list AS DOUBLE) AS "listValue", CAST(paid AS DOUBLE) AS "paidValue"
  FROM ${BUYERS} LEFT JOIN discounts USING (customer) ORDER BY customer`;
