/** Days without an answer after which a quote that names no end has ended. */
const QUOTE_DAYS = 30;

/**
 * Looks at products up to a date: customer, sku, looked_on, kind (`viewed`, `searched`). Rows without a kind are views; what was
 * merely recommended is no sign of the buyer's interest.
 */
export const LOOKS_SQL = `
  SELECT customer, sku, "at" AS looked_on, coalesce(kind, 'viewed') AS kind FROM interactions
  WHERE "at" <= CAST($asOf AS DATE) AND coalesce(kind, 'viewed') <> 'recommended'`;

/**
 * Quotes up to a date, a row for each product of one: customer, sku, quantity, quoted_at, ends_on, state. Orders are the truth:
 * a quote that nobody closed is `won` once its customer orders the product between its date and its end. Of the rest,
 * `lost` is what was marked so, `open` what has not ended, `expired` what has. A quote without any date is never open.
 */
export const QUOTES_SQL = `
  SELECT customer, sku, quantity, quoted_at, ends_on,
    CASE WHEN outcome = 'won' OR (outcome IS DISTINCT FROM 'lost' AND ordered) THEN 'won'
      WHEN outcome = 'lost' THEN 'lost'
      WHEN ends_on >= CAST($asOf AS DATE) THEN 'open'
      ELSE 'expired' END AS state
  FROM (
    SELECT q.*, EXISTS (
        SELECT 1 FROM order_lines o
        WHERE o.kind = 'sale' AND o.customer = q.customer AND o.sku = q.sku
          AND o.ordered_on >= q.quoted_at AND o.ordered_on <= least(q.ends_on, CAST($asOf AS DATE))
      ) AS ordered
    FROM (
      SELECT *, coalesce(valid_to, quoted_at + ${QUOTE_DAYS}) AS ends_on FROM quotes
      WHERE quoted_at IS NULL OR quoted_at <= CAST($asOf AS DATE)
    ) q
  )`;
