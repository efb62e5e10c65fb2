import { BUYERS } from './buyer-orders-sql.ts';

/** The market's categories by the year's sales to known buyers, largest first. Parameters: `asOf`, `yearFrom`. */
export const CATEGORIES_SQL = `
  SELECT f.category AS "category" FROM order_lines l JOIN products f ON f.sku = l.sku
  WHERE l.kind = 'sale' AND l.product AND l.customer IS NOT NULL AND f.category IS NOT NULL
    AND l.ordered_on BETWEEN CAST($yearFrom AS DATE) AND CAST($asOf AS DATE)
  GROUP BY f.category HAVING sum(l.amount_minor) > 0
  ORDER BY sum(l.amount_minor) DESC, f.category`;

/**
 * Write the query of what each buyer bought in the year, by category: columns `c0` … for the categories named by the
 * parameters of the same names, `other` for the rest, and `categoryLines`, the lines behind them.
 *
 * @param count - categories with a column of their own
 */
export function categoryRevenueSql(count: number): string {
  const names = Array.from({ length: count }, (_, i) => `c${i}`);
  const own = names.map((name) => `sum(l.amount_minor) FILTER (WHERE f.category = $${name}) AS ${name}, `);
  const other =
    names.length === 0
      ? ''
      : ` FILTER (WHERE f.category NOT IN (${names.map((name) => `$${name}`).join(', ')}))`;
  return `
  WITH revenue AS (
    SELECT l.customer, ${own.join('')}sum(l.amount_minor)${other} AS other, count(*) AS lines
    FROM order_lines l JOIN products f ON f.sku = l.sku
    WHERE l.kind = 'sale' AND l.product AND l.customer IS NOT NULL AND f.category IS NOT NULL
      AND l.ordered_on BETWEEN CAST($yearFrom AS DATE) AND CAST($asOf AS DATE)
    GROUP BY l.customer
  )
  SELECT ${[...names, 'other'].map((name) => `CAST(coalesce(${name}, 0) AS DOUBLE) AS ${name}`).join(', ')},
    CAST(coalesce(lines, 0) AS INTEGER) AS "categoryLines"
  FROM ${BUYERS} LEFT JOIN revenue USING (customer) ORDER BY customer`;
}
