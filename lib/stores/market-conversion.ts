import * as z from 'zod/mini';
import { addDays, parseAs } from '../domain/index.ts';
import type { ConversionCounts } from '../insight/index.ts';
import { LOOKS_SQL, QUOTES_SQL } from './interest-sql.ts';
import type { Lake } from './lake-session.ts';

/** Days in which a look may become an order: every look that counts has had as many. */
const FOLLOWED_DAYS = 30;
const LOOKING_DAYS = 90;
const YEAR_DAYS = 365;

const LOOKED_SQL = `
  WITH looks AS (${LOOKS_SQL}),
  first_looks AS (
    SELECT customer, sku, min(looked_on) AS first FROM looks
    WHERE looked_on BETWEEN CAST($from AS DATE) AND CAST($to AS DATE) GROUP BY customer, sku
  ), followed AS (
    SELECT f.customer, f.sku, EXISTS (
        SELECT 1 FROM order_lines o WHERE o.kind = 'sale' AND o.customer = f.customer AND o.sku = f.sku
          AND o.ordered_on >= f.first AND o.ordered_on <= f.first + ${FOLLOWED_DAYS}
      ) AS ordered
    FROM first_looks f
  )
  SELECT sku, CAST(count(DISTINCT customer) AS INTEGER) AS looked,
    CAST(count(DISTINCT customer) FILTER (ordered) AS INTEGER) AS ordered
  FROM followed GROUP BY GROUPING SETS ((sku), ()) ORDER BY sku`;

const QUOTED_SQL = `
  WITH quoted AS (${QUOTES_SQL})
  SELECT sku, CAST(count(*) AS INTEGER) AS quoted, CAST(count(*) FILTER (state = 'won') AS INTEGER) AS won,
    CAST(count(DISTINCT customer) AS INTEGER) AS buyers
  FROM quoted WHERE state <> 'open' AND quoted_at >= CAST($year AS DATE)
  GROUP BY GROUPING SETS ((sku), ()) ORDER BY sku`;

const sku = z.nullable(z.string());
const lookRows = z.array(z.object({ sku, looked: z.int(), ordered: z.int() }));
const quoteRows = z.array(z.object({ sku, quoted: z.int(), won: z.int(), buyers: z.int() }));

/**
 * Count what became of looks and quotes of the relations `interactions` and `quotes`, up to a date. A buyer's first look at
 * a product within 90 days counts once it is 30 days old, so that all had as long to order.
 */
export async function readConversion({ run }: Pick<Lake, 'run'>, asOf: string): Promise<ConversionCounts> {
  const to = addDays(asOf, -FOLLOWED_DAYS);
  const from = addDays(to, 1 - LOOKING_DAYS);
  const looked = parseAs(lookRows, await run(LOOKED_SQL, { asOf, from, to }), 'the looks');
  const year = addDays(asOf, 1 - YEAR_DAYS);
  const quoted = parseAs(quoteRows, await run(QUOTED_SQL, { asOf, year }), 'the quotes');
  return {
    ...{ from, to },
    looks: looked.find(isTotal) ?? { looked: 0, ordered: 0 },
    quotes: quoted.find(isTotal) ?? { quoted: 0, won: 0, buyers: 0 },
    skuLooks: looked.filter(isOfSku),
    skuQuotes: quoted.filter(isOfSku),
  };
}

const isTotal = (row: { sku: string | null }) => row.sku === null;
const isOfSku = <Row extends { sku: string | null }>(row: Row): row is Row & { sku: string } =>
  row.sku !== null;
