import * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import type { Lake } from './lake-session.ts';
import { SUCCESSORS } from './purchase-columns.ts';

/** What a market may be offered: SKU → margin as a share of the price, NaN where price or cost is not known. */
export type MarketAssortment = ReadonlyMap<string, number>;

/** A SKU that nobody here bought for so long, and that has no price, is no longer sold here. */
const SOLD_WITHIN_DAYS = 365;

/** Days in which lines tell what a SKU sells for where no list does. */
const PAID_WITHIN_DAYS = 90;

const ASSORTMENT_SQL = `
  WITH ${SUCCESSORS}, listed AS (
    SELECT sku, price_micros FROM prices
    WHERE currency = $currency AND customer IS NULL AND price_group IS NULL
      AND valid_from <= CAST($asOf AS DATE) + 1 AND coalesce(valid_to, CAST($asOf AS DATE) + 1) > CAST($asOf AS DATE)
    QUALIFY row_number() OVER (PARTITION BY sku ORDER BY coalesce(min_quantity, 1), valid_from DESC, price_micros) = 1
  ), sold AS (
    SELECT sku, median(unit_price_micros) FILTER (WHERE ordered_on > CAST($asOf AS DATE) - ${PAID_WITHIN_DAYS}) AS paid
    FROM order_lines
    WHERE kind = 'sale' AND product AND ordered_on <= CAST($asOf AS DATE)
      AND ordered_on > CAST($asOf AS DATE) - ${SOLD_WITHIN_DAYS}
    GROUP BY sku
  ), priced AS (
    SELECT DISTINCT sku FROM prices
    WHERE valid_from <= CAST($asOf AS DATE) + 1 AND coalesce(valid_to, CAST($asOf AS DATE) + 1) > CAST($asOf AS DATE)
  ), ended AS (
    SELECT sku, category FROM events WHERE kind = 'delisting' AND "from" <= CAST($asOf AS DATE) + 1
  ), here AS (
    SELECT sku FROM sold UNION SELECT sku FROM priced UNION
    -- who bought the one before it may be offered the one that follows
    SELECT successors.sku FROM successors JOIN sold ON sold.sku = successors.old
  ), known AS (
    SELECT sku, category,
      CASE WHEN currency = $currency THEN list_price_micros END AS listed_micros,
      CASE WHEN coalesce(cost_currency, $currency) = $currency
        THEN coalesce(landed_cost_micros, unit_cost_micros) END AS cost_micros
    FROM products
  )
  SELECT here.sku AS sku,
    coalesce(listed.price_micros, known.listed_micros, sold.paid)::DOUBLE AS price, known.cost_micros::DOUBLE AS cost
  FROM here
    LEFT JOIN known ON known.sku = here.sku
    LEFT JOIN listed ON listed.sku = here.sku
    LEFT JOIN sold ON sold.sku = here.sku
  WHERE here.sku NOT IN (SELECT old FROM successors)
    AND here.sku NOT IN (SELECT sku FROM ended WHERE sku IS NOT NULL)
    AND coalesce(known.category NOT IN (SELECT category FROM ended WHERE sku IS NULL AND category IS NOT NULL), true)
  ORDER BY here.sku`;

const rows = z.object({
  sku: z.array(z.string()),
  price: z.array(z.nullable(z.number())),
  cost: z.array(z.nullable(z.number())),
});

/**
 * Read which SKUs a market may be offered as of a date, and what is earned on each: those sold here within a year or with a valid
 * price, and successors of such; not those whose delisting begins by the day after, nor those that another product replaces.
 *
 * A margin is 1 − cost / price: landed cost, else unit cost, in the market's currency; the valid list price of everybody, else
 * the product's, else the median paid in the last 90 days.
 */
export async function readMarketAssortment(
  { columns }: Pick<Lake, 'columns'>,
  { asOf, currency }: { asOf: string; currency: string },
): Promise<MarketAssortment> {
  const read = parseAs(rows, await columns(ASSORTMENT_SQL, { asOf, currency }), 'the assortment');
  return new Map(
    read.sku.map((sku, row) => {
      const [price, cost] = [read.price[row] ?? Number.NaN, read.cost[row] ?? Number.NaN];
      return [sku, price > 0 ? 1 - cost / price : Number.NaN];
    }),
  );
}
