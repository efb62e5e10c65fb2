import * as z from 'zod/mini';
import { addDays, type PricePosition, parseAs, type Rate } from '../domain/index.ts';
import { exchangeBetween, FEWEST_BUYERS, nineDigits, priceIndex } from '../insight/index.ts';
import { quoteText } from './lake-database.ts';
import { type Parts, REST } from './market-labels.ts';
import { BUYER, type MarketSql } from './market-sql.ts';

/** Prices paid in so many days, ending on the run's date, are compared. */
const PRICE_DAYS = 90;

/** A market that could be compared, and its currency. */
export type PricedMarket = { market: string; currency: string };

/**
 * By SKU the middle price paid here and the middle of the other markets' middle prices, in this market's currency. `factor`
 * turns a market's price into it.
 */
const pricesSql = (factors: readonly { market: string; factor: number }[], market: string) => `
  WITH factors(market, factor) AS (VALUES ${factors.map((one) => `(${quoteText(one.market)}, CAST(${one.factor} AS DOUBLE))`).join(', ')}),
  paid AS (
    SELECT lines.market, sku, any_value(part) AS part, median(unit_price_micros * factor) AS price,
      CAST(sum(amount_minor) AS DOUBLE) AS revenue
    FROM part_lines lines JOIN factors ON factors.market = lines.market
    WHERE kind = 'sale' AND unit_price_micros > 0
      AND ordered_on BETWEEN CAST($priceFrom AS DATE) AND CAST($asOf AS DATE)
    GROUP BY ALL
  ), elsewhere AS (
    SELECT sku, median(price) AS price FROM paid WHERE market <> ${quoteText(market)} GROUP BY sku
  ), ratios AS (
    SELECT part, revenue AS w, ln(paid.price / elsewhere.price) AS l
    FROM paid JOIN elsewhere USING (sku) WHERE market = ${quoteText(market)} AND revenue > 0
  )
  SELECT CAST(grouping(part) AS INTEGER) AS whole, part, CAST(count(*) AS INTEGER) AS skus, exp(median(l)) AS middle,
    sum(w) AS weight, sum(w * l) AS weighted, sum(w * w) AS "weightSquares", sum(w * w * l) AS "squaresWeighted",
    sum(w * w * l * l) AS "squaresTwice"
  FROM ratios GROUP BY GROUPING SETS ((part), ()) HAVING count(*) > 0 ORDER BY whole DESC, part`;

const BUYERS_SQL = `SELECT market, CAST(count(DISTINCT ${BUYER}) AS INTEGER) AS buyers FROM part_lines
  WHERE kind = 'sale' AND unit_price_micros > 0
    AND ordered_on BETWEEN CAST($priceFrom AS DATE) AND CAST($asOf AS DATE)
  GROUP BY market`;

const buyerRows = z.array(z.object({ market: z.string(), buyers: z.int() }));

const priceRows = z.array(
  z.object({
    whole: z.int(),
    part: z.nullable(z.int()),
    skus: z.int(),
    middle: z.number(),
    weight: z.number(),
    weighted: z.number(),
    weightSquares: z.number(),
    squaresWeighted: z.number(),
    squaresTwice: z.number(),
  }),
);

type Against = Extract<PricePosition, { kind: 'measured' }>['against'];

/**
 * Compare this market's prices with those of others, SKU by SKU, at dated rates that the merchant uploaded. A market of fewer than
 * five buyers is no part of it: its prices are theirs.
 */
export async function readPricePosition(
  { run }: MarketSql,
  {
    here,
    others,
    rates,
    asOf,
    parts,
  }: {
    here: PricedMarket;
    others: readonly PricedMarket[];
    rates: readonly Rate[];
    asOf: string;
    parts: Parts;
  },
): Promise<PricePosition> {
  const from = addDays(asOf, 1 - PRICE_DAYS);
  const answer = await run(BUYERS_SQL, { priceFrom: from, asOf });
  const enough = new Set(
    parseAs(buyerRows, answer, 'the buyers who paid').flatMap(({ market, buyers }) =>
      buyers < FEWEST_BUYERS ? [] : [market],
    ),
  );
  const few = `has fewer than five buyers in the last ${PRICE_DAYS} days`;
  const against: Against = [];
  const leftOut: { market: string; detail: string }[] = [];
  for (const { market, currency } of others) {
    const exchange = exchangeBetween(rates, currency, here.currency, asOf);
    if (!enough.has(market)) leftOut.push({ market, detail: `${market} ${few}` });
    else if (exchange !== null) against.push({ market, currency, ...exchange });
    else {
      const detail = `no rate between ${currency} and ${here.currency} of the last month was uploaded`;
      leftOut.push({ market, detail });
    }
  }
  if (!enough.has(here.market)) return { kind: 'unknown', detail: `${here.market} ${few}` };
  if (against.length === 0) {
    const detail = leftOut[0]?.detail ?? 'the merchant has no other market in this region';
    return { kind: 'unknown', detail };
  }
  const factors = [
    { market: here.market, factor: 1 },
    ...against.map(({ market, rate }) => ({ market, factor: rate })),
  ];
  const text = pricesSql(factors, here.market);
  const rows = parseAs(priceRows, await run(text, { priceFrom: from, asOf }), 'the price ratios');
  const whole = rows.find((row) => row.whole === 1);
  const index = whole === undefined ? null : priceIndex(whole);
  if (whole === undefined || index === null) {
    const detail = `${whole?.skus ?? 0} SKUs were sold both here and elsewhere in the last ${PRICE_DAYS} days, 5 are needed`;
    return { kind: 'unknown', detail };
  }
  const categories = rows.flatMap((row) => {
    const found = row.whole === 1 || row.part === null || row.part === REST ? null : priceIndex(row);
    return found === null
      ? []
      : [{ category: parts.names[row.part ?? REST] ?? null, index: found, skus: row.skus }];
  });
  return {
    kind: 'measured',
    index,
    median: nineDigits(whole.middle),
    skus: whole.skus,
    from,
    against,
    leftOut,
    categories,
  };
}
