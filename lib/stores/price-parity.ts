import * as z from 'zod/mini';
import { addDays, type Market, parseAs, priceSources } from '../domain/index.ts';
import type { ChargedLine } from '../oversight/index.ts';
import type { MarketSql } from './market-sql.ts';

/** What comparable buyers paid: the groups with the widest gaps, and how many groups there are in all. */
export type ParityRows = {
  /** Days of order lines, up to `asOf`. */
  days: number;
  /** A row for each buyer of the groups told, its units and what it paid of them. */
  rows: ChargedLine[];
  /** Groups of two or more comparable buyers. */
  compared: number;
  /** Gaps above the limit that nothing explains. */
  alarms: number;
  /** Lines for which no price file gives a list price of the day. */
  unlisted: number;
};

const DAYS = 90;
/** Groups that are told, of the widest gaps and of the widest unexplained ones each. */
const TOLD = 25;

/**
 * Compare what buyers paid in DuckDB and read the widest gaps alone: a market of a million lines has hundreds of thousands of groups.
 *
 * A buyer's band is its revenue of these days in steps of 1, 2 and 5; its terms are the channel of the customers file. A line is a
 * contract's, a quote's, a promotion's, a quantity break's or a price group's where a file says so on its day, else the list's. Where no
 * price file has a list price of the day, the middle of what was paid for the SKU stands for it.
 *
 * @param largestGap - above which an unexplained gap is counted as an alarm
 */
export async function readParity(
  { run }: MarketSql,
  { market, currency }: Pick<Market, 'market' | 'currency'>,
  { asOf, largestGap }: { asOf: string; largestGap: number },
): Promise<ParityRows> {
  const from = addDays(asOf, 1 - DAYS);
  await run(LINES, { asOf, from, currency });
  await run(PAID);
  await run(GAPS);
  const [counts] = parseAs(countRows, await run(COUNTS, { largestGap }), 'the counts of parity');
  const rows = parseAs(paidRows, await run(WIDEST), 'the widest gaps');
  return { days: DAYS, rows: rows.map((row) => ({ market, ...row })), ...counts };
}

/** Prices for everyone that are no quantity break, by the day from which they hold. */
const LIST = `(SELECT sku, valid_from, valid_to, min(price_micros) AS micros FROM prices
  WHERE currency = $currency AND customer IS NULL AND coalesce(price_group, '') = '' AND coalesce(min_quantity, 1) <= 1
  GROUP BY ALL)`;

const onDay = (from: string, to: string) =>
  `coalesce(${from}, l.ordered_on) <= l.ordered_on AND coalesce(${to}, l.ordered_on) >= l.ordered_on`;

const LINES = `CREATE OR REPLACE TEMP TABLE parity_lines AS
  WITH lines AS (
    SELECT sku, customer, ordered_on, quantity, unit_price_micros, amount_minor FROM order_lines
    WHERE kind = 'sale' AND product AND customer IS NOT NULL AND quantity > 0 AND unit_price_micros > 0
      AND ordered_on BETWEEN CAST($from AS DATE) AND CAST($asOf AS DATE)
  ), own AS (SELECT DISTINCT sku, customer, valid_from, valid_to, coalesce(min_quantity, 1) AS least FROM prices WHERE customer IS NOT NULL),
  offered AS (SELECT DISTINCT sku, customer, quoted_at, valid_to FROM quotes WHERE coalesce(outcome, 'open') <> 'lost'),
  breaks AS (SELECT DISTINCT sku, coalesce(price_group, '') AS price_group, valid_from, valid_to, min_quantity AS least FROM prices
    WHERE customer IS NULL AND min_quantity > 1),
  grouped AS (SELECT DISTINCT sku, price_group, valid_from, valid_to FROM prices WHERE customer IS NULL AND coalesce(price_group, '') <> ''),
  sales AS (SELECT "from" AS begun, "to" AS ended, sku, category FROM events WHERE kind = 'promotion')
  SELECT l.*, coalesce(c.channel, '') AS terms, p.micros AS list_micros,
    CASE
      WHEN EXISTS (FROM own WHERE own.sku = l.sku AND own.customer = l.customer AND own.least <= l.quantity
        AND ${onDay('own.valid_from', 'own.valid_to')}) THEN 'contract'
      WHEN EXISTS (FROM offered WHERE offered.sku = l.sku AND offered.customer = l.customer
        AND ${onDay('offered.quoted_at', 'offered.valid_to')}) THEN 'quote'
      WHEN EXISTS (FROM sales WHERE l.ordered_on BETWEEN begun AND ended
        AND (sales.sku = l.sku OR sales.sku IS NULL AND (sales.category IS NULL OR sales.category = g.category))) THEN 'promotion'
      WHEN EXISTS (FROM breaks WHERE breaks.sku = l.sku AND breaks.least <= l.quantity
        AND breaks.price_group IN ('', coalesce(c.price_group, '')) AND ${onDay('breaks.valid_from', 'breaks.valid_to')}) THEN 'quantityBreak'
      WHEN EXISTS (FROM grouped WHERE grouped.sku = l.sku AND grouped.price_group = c.price_group
        AND ${onDay('grouped.valid_from', 'grouped.valid_to')}) THEN 'priceGroup'
      ELSE 'list'
    END AS source
  FROM lines l LEFT JOIN customers c ON c.customer = l.customer LEFT JOIN products g ON g.sku = l.sku
    ASOF LEFT JOIN ${LIST} p ON p.sku = l.sku AND p.valid_from <= l.ordered_on`;

/** What each buyer paid for a SKU over what the list said; the source of most of its units. */
const PAID = `CREATE OR REPLACE TEMP TABLE parity_paid AS
  WITH middles AS (SELECT sku, CAST(median(unit_price_micros) AS BIGINT) AS micros FROM parity_lines GROUP BY sku),
  revenues AS (SELECT customer, log10(greatest(1, sum(unit_price_micros / 1e6 * quantity))) AS digits FROM parity_lines GROUP BY customer),
  bands AS (SELECT customer, CAST(floor(digits) AS INTEGER) AS tens,
    CASE WHEN digits - floor(digits) < log10(2) THEN 1 WHEN digits - floor(digits) < log10(5) THEN 2 ELSE 5 END AS step FROM revenues)
  SELECT sku, customer AS buyer, concat(step, 'e', tens) AS band, terms, sum(quantity) AS units,
    sum(quantity * unit_price_micros) / sum(quantity) AS paid_micros,
    sum(quantity * coalesce(list_micros, m.micros)) / sum(quantity) AS list_micros, mode(source) AS source
  FROM parity_lines JOIN bands USING (customer) JOIN middles m USING (sku)
  WHERE coalesce(list_micros, m.micros) > 0 GROUP BY ALL`;

/** Sources that set no buyer apart from a comparable one. */
const BARE = "source IN ('list', 'priceGroup')";

const GAPS = `CREATE OR REPLACE TEMP TABLE parity_gaps AS
  WITH shares AS (SELECT *, paid_micros / list_micros AS share FROM parity_paid)
  SELECT sku, band, terms, max(share) / min(share) - 1 AS gap,
    coalesce(max(share) FILTER (${BARE}) / min(share) FILTER (${BARE}) - 1, 0) AS bare_gap
  FROM shares GROUP BY ALL HAVING count(*) > 1`;

const COUNTS = `SELECT CAST(count(*) AS INTEGER) AS compared, CAST(count(*) FILTER (bare_gap > $largestGap) AS INTEGER) AS alarms,
    (SELECT CAST(count(*) AS INTEGER) FROM parity_lines WHERE list_micros IS NULL) AS unlisted FROM parity_gaps`;

const WIDEST = `WITH told AS (
    (FROM parity_gaps ORDER BY gap DESC, sku, band, terms LIMIT ${TOLD})
    UNION (FROM parity_gaps WHERE bare_gap > 0 ORDER BY bare_gap DESC, sku, band, terms LIMIT ${TOLD}))
  SELECT sku, buyer, band AS "volumeBand", terms, units, paid_micros AS "unitPriceMicros", list_micros AS "listPriceMicros", source
  FROM parity_paid JOIN told USING (sku, band, terms) ORDER BY sku, band, terms, buyer`;

const countRows = z.tuple([z.object({ compared: z.int(), alarms: z.int(), unlisted: z.int() })]);
const paidRows = z.array(
  z.object({
    sku: z.string(),
    buyer: z.string(),
    volumeBand: z.string(),
    terms: z.string(),
    units: z.number(),
    unitPriceMicros: z.number(),
    listPriceMicros: z.number(),
    source: z.enum(priceSources),
  }),
);
