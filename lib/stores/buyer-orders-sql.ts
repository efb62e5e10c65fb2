/**
 * What a buyer's orders say of its rhythm and its baskets. Orders are distinct `order_id`s with a sale; several on one day
 * are one order day. Parameters: `asOf`, `yearFrom` (364 days before it).
 */

/** Everyone who has ordered up to the date: every query of buyers is joined to it and ordered by it, so that rows meet. */
export const BUYERS = `(SELECT DISTINCT customer FROM order_lines
  WHERE kind = 'sale' AND customer IS NOT NULL AND ordered_on <= CAST($asOf AS DATE))`;

const dayOf = (date: string) => `CAST(${date} - DATE '1970-01-01' AS INTEGER)`;
const IN_YEAR = 'ordered_on >= CAST($yearFrom AS DATE)';

export const ORDERS_SQL = `
  SELECT customer, ${dayOf('min(ordered_on)')} AS "firstDay", ${dayOf('max(ordered_on)')} AS "lastDay",
    CAST(count(DISTINCT order_id) AS INTEGER) AS "orders",
    CAST(count(DISTINCT ordered_on) AS INTEGER) AS "orderDays",
    CAST(count(DISTINCT order_id) FILTER (WHERE ${IN_YEAR}) AS INTEGER) AS "yearOrders",
    CAST(count(DISTINCT sku) FILTER (WHERE ${IN_YEAR} AND product) AS INTEGER) AS "yearSkus",
    CAST(count(DISTINCT (order_id, sku)) FILTER (WHERE ${IN_YEAR} AND product) AS INTEGER) AS "orderSkus"
  FROM order_lines
  WHERE kind = 'sale' AND customer IS NOT NULL AND ordered_on <= CAST($asOf AS DATE)
  GROUP BY customer ORDER BY customer`;

/**
 * The days between order days whose later one lies in the year, their number, sum and sum of squares; and the pairs of the
 * year's order days, all and those within one quarter (91 days, counted back from the date).
 */
export const RHYTHM_SQL = `
  WITH days AS (
    SELECT DISTINCT customer, ordered_on FROM order_lines
    WHERE kind = 'sale' AND customer IS NOT NULL AND ordered_on <= CAST($asOf AS DATE)
  ), gaps AS (
    SELECT customer, ordered_on,
      CAST(ordered_on - lag(ordered_on) OVER (PARTITION BY customer ORDER BY ordered_on) AS INTEGER) AS gap
    FROM days
  ), rhythm AS (
    SELECT customer, CAST(count(gap) AS INTEGER) AS gaps, CAST(sum(gap) AS DOUBLE) AS gap_sum,
      CAST(sum(gap * gap) AS DOUBLE) AS gap_square_sum
    FROM gaps WHERE ${IN_YEAR} GROUP BY customer
  ), quarters AS (
    SELECT customer, least((CAST($asOf AS DATE) - ordered_on) // 91, 3) AS quarter, count(*) AS n
    FROM days WHERE ${IN_YEAR} GROUP BY ALL
  ), season AS (
    SELECT customer, CAST(sum(n * (n - 1)) AS DOUBLE) AS same, CAST(sum(n) * (sum(n) - 1) AS DOUBLE) AS pairs
    FROM quarters GROUP BY customer
  )
  SELECT coalesce(gaps, 0) AS "gaps", coalesce(gap_sum, 0) AS "gapSum", coalesce(gap_square_sum, 0) AS "gapSquareSum",
    coalesce(same, 0) AS "sameQuarterPairs", coalesce(pairs, 0) AS "dayPairs"
  FROM ${BUYERS} LEFT JOIN rhythm USING (customer) LEFT JOIN season USING (customer) ORDER BY customer`;
