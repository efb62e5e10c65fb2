import * as z from 'zod/mini';
import { addDays, type BuyerInterest, buyerInterestSchema, isoDate, parseAs } from '../domain/index.ts';
import { LOOKS_SQL, QUOTES_SQL } from './interest-sql.ts';
import type { Lake } from './lake-session.ts';

/** A product that one buyer looked at lately, or has an open quote of, and has not ordered since. */
export type ItemInterest = {
  customer: string;
  sku: string;
  /** It ordered this at some time before. */
  orderedBefore: boolean;
  /** Looks within 30 days, and the first of them; 0 where there is a quote alone. */
  looks: number;
  since: string | null;
  /** Units of the open quote and its last day. */
  quotedUnits: number | null;
  quotedUntil: string | null;
};

const RECENT_DAYS = 30;
const SEASON_DAYS = 90;
const YEAR_DAYS = 365;
/** Products a buyer, at most: the strongest interest. */
const ITEMS = 5;

// the schema's keys are the names of its properties
const names = Object.keys(buyerInterestSchema.shape) as (keyof BuyerInterest)[];

const BUYERS_SQL = `
  WITH looks AS (${LOOKS_SQL}), quoted AS (${QUOTES_SQL}),
  looked AS (
    SELECT customer,
      count(*) FILTER (kind = 'viewed' AND looked_on >= CAST($recent AS DATE)) AS "views30Days",
      count(*) FILTER (kind = 'viewed') AS "views90Days",
      count(*) FILTER (kind = 'searched' AND looked_on >= CAST($recent AS DATE)) AS "searches30Days",
      count(*) FILTER (kind = 'searched') AS "searches90Days"
    FROM looks WHERE looked_on >= CAST($season AS DATE) GROUP BY customer
  ), offered AS (
    SELECT customer, count(*) FILTER (state = 'open') AS "openQuotes",
      count(*) FILTER (state <> 'open' AND quoted_at >= CAST($year AS DATE)) AS "endedQuotes",
      count(*) FILTER (state = 'won' AND quoted_at >= CAST($year AS DATE)) AS "wonQuotes"
    FROM quoted GROUP BY customer
  )
  SELECT customer, ${names.map((name) => `CAST(coalesce("${name}", 0) AS INTEGER) AS "${name}"`).join(', ')}
  FROM looked FULL JOIN offered USING (customer) ORDER BY customer`;

const ITEMS_SQL = `
  WITH looks AS (${LOOKS_SQL}), quoted AS (${QUOTES_SQL}),
  looked AS (
    SELECT customer, sku, count(*) AS looks, min(looked_on) AS since
    FROM looks WHERE looked_on >= CAST($recent AS DATE) GROUP BY customer, sku
  ), open AS (
    SELECT customer, sku, sum(quantity) AS units, max(ends_on) AS until
    FROM quoted WHERE state = 'open' GROUP BY customer, sku
  ), bought AS (
    SELECT customer, sku, max(ordered_on) AS last FROM order_lines
    WHERE kind = 'sale' AND ordered_on <= CAST($asOf AS DATE) AND customer IS NOT NULL GROUP BY customer, sku
  )
  SELECT customer, sku, bought.last IS NOT NULL AS "orderedBefore",
    CAST(coalesce(looks, 0) AS INTEGER) AS looks, strftime(since, '%Y-%m-%d') AS since,
    units AS "quotedUnits", strftime(until, '%Y-%m-%d') AS "quotedUntil"
  FROM looked FULL JOIN open USING (customer, sku) LEFT JOIN bought USING (customer, sku)
  WHERE (units IS NOT NULL OR bought.last IS NULL OR bought.last < since)
    AND (sku IN (SELECT sku FROM order_lines WHERE kind = 'sale' AND product) OR sku IN (SELECT sku FROM products))
  QUALIFY row_number() OVER (PARTITION BY customer ORDER BY units IS NULL, looks DESC, sku) <= ${ITEMS}
  ORDER BY customer, units IS NULL, looks DESC, sku`;

const buyerRows = z.array(z.extend(buyerInterestSchema, { customer: z.string() }));

const itemRows = z.array(
  z.object({
    customer: z.string(),
    sku: z.string(),
    orderedBefore: z.boolean(),
    looks: z.int(),
    since: z.nullable(isoDate),
    quotedUnits: z.nullable(z.number()),
    quotedUntil: z.nullable(isoDate),
  }),
);

/**
 * Read what each buyer looked at and was quoted from the relations `interactions` and `quotes`, up to a date.
 *
 * @returns by customer, in their order; buyers that neither names are left out
 */
export async function readBuyerInterest(
  { run }: Pick<Lake, 'run'>,
  asOf: string,
): Promise<Map<string, BuyerInterest>> {
  const days = {
    ...recentOf(asOf),
    season: addDays(asOf, 1 - SEASON_DAYS),
    year: addDays(asOf, 1 - YEAR_DAYS),
  };
  const rows = parseAs(buyerRows, await run(BUYERS_SQL, { asOf, ...days }), "the buyers' interest");
  return new Map(rows.map(({ customer, ...interest }) => [customer, interest]));
}

/**
 * Read which products buyers looked at within 30 days or have an open quote of, and have not ordered since the first look: at
 * most five a buyer, those quoted first, then the most looked at. Only what the market has sold or its products file names.
 */
export async function readItemInterest({ run }: Pick<Lake, 'run'>, asOf: string): Promise<ItemInterest[]> {
  const rows = await run(ITEMS_SQL, { asOf, ...recentOf(asOf) });
  return parseAs(itemRows, rows, 'the interest in products');
}

const recentOf = (asOf: string) => ({ recent: addDays(asOf, 1 - RECENT_DAYS) });
