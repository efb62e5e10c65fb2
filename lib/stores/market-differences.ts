import * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import {
  type CategoryReach,
  compareSides,
  describeDifference,
  FEWEST_BUYERS,
  isTold,
  type MarketOffer,
  type SideBuyers,
  type SideCounts,
  similarityOf,
  surestDifferences,
} from '../insight/index.ts';
import { quoteText } from './lake-database.ts';
import { readNames } from './market-labels.ts';
import { BUYER, IN_WINDOW, type MarketSql, type Window } from './market-sql.ts';

/** Lines of each list that are shown, and categories that are compared. */
const MOST_SKUS = 20;
const MOST_CATEGORIES = 60;

const SOLD = `kind = 'sale' AND ${IN_WINDOW}`;

/** Markets of few buyers are no part of elsewhere: what they add could be told by difference from the other markets' own figures. */
const comparedSql = (markets: readonly string[]) => `CREATE VIEW compared_lines AS
  SELECT * FROM category_lines WHERE market IN (${markets.map(quoteText).join(', ')})`;

const MARKETS_SQL = `SELECT market, CAST(count(DISTINCT ${BUYER}) AS INTEGER) AS buyers
  FROM category_lines WHERE ${SOLD} GROUP BY market ORDER BY market`;

/** By category, buyers in each market: the categories with most buyers. */
const CATEGORIES_SQL = `SELECT category, market, CAST(count(DISTINCT ${BUYER}) AS INTEGER) AS buyers
  FROM compared_lines WHERE ${SOLD} AND category IN (
    SELECT category FROM compared_lines WHERE ${SOLD} AND category IS NOT NULL
    GROUP BY category ORDER BY count(DISTINCT ${BUYER}) DESC, category LIMIT ${MOST_CATEGORIES})
  GROUP BY ALL ORDER BY ALL`;

const ELSEWHERE_SQL = `SELECT category, CAST(count(DISTINCT ${BUYER}) AS INTEGER) AS buyers
  FROM compared_lines WHERE ${SOLD} AND market <> $market AND category IS NOT NULL GROUP BY category`;

const BUYERS_ELSEWHERE_SQL = `SELECT CAST(count(DISTINCT ${BUYER}) AS INTEGER) AS buyers
  FROM compared_lines WHERE ${SOLD} AND market <> $market`;

const SKUS_SQL = `CREATE TABLE sku_sides AS
  SELECT CAST(row_number() OVER (ORDER BY sku) - 1 AS INTEGER) AS place, * FROM (
    SELECT sku, CAST(count(DISTINCT ${BUYER}) FILTER (WHERE market = $market) AS INTEGER) AS here,
      CAST(count(DISTINCT ${BUYER}) FILTER (WHERE market <> $market) AS INTEGER) AS elsewhere
    FROM compared_lines WHERE ${SOLD} GROUP BY sku)`;

const marketRows = z.array(z.object({ market: z.string(), buyers: z.int() }));
const categoryRows = z.array(z.object({ category: z.string(), market: z.string(), buyers: z.int() }));
const elsewhereRows = z.array(z.object({ category: z.string(), buyers: z.int() }));
const countRows = z.tuple([z.object({ buyers: z.int() })]);

/** The comparison, and the buyers by category in each market that positioning needs. */
export type ComparedMarkets = Pick<MarketOffer, 'differences' | 'reaches'>;

/**
 * Compare what is bought here with the merchant's other markets of the lake: by category and by SKU. Markets of fewer than
 * five buyers are not compared.
 */
export async function readDifferences(
  sql: MarketSql,
  market: string,
  window: Window,
): Promise<ComparedMarkets> {
  const markets = parseAs(marketRows, await sql.run(MARKETS_SQL, window), 'the markets compared');
  const others = markets.filter((one) => one.market !== market && one.buyers >= FEWEST_BUYERS);
  const buyersHere = markets.find((one) => one.market === market)?.buyers ?? 0;
  if (others.length === 0 || buyersHere < FEWEST_BUYERS) {
    const detail =
      others.length === 0
        ? 'no other market of this region has five buyers to compare with'
        : 'this market has fewer than five buyers';
    return { differences: { kind: 'unknown', detail }, reaches: [] };
  }
  await sql.run(comparedSql([market, ...others.map((other) => other.market)]));
  const counted = parseAs(
    countRows,
    await sql.run(BUYERS_ELSEWHERE_SQL, { ...window, market }),
    'the buyers elsewhere',
  );
  const buyers = { here: buyersHere, elsewhere: counted[0].buyers };
  const reaches = await readReaches(sql, market, window);
  const against = others.map((other) => ({
    ...other,
    similarity: similarityOf(
      reaches.map(({ here }) => here),
      reaches.map(({ elsewhere }) => elsewhere.find((one) => one.market === other.market)?.buyers ?? 0),
    ),
  }));
  const categories = await compareCategories(sql, { market, window, buyers, reaches });
  const skus = await compareSkus(sql, { market, window, buyers });
  return { differences: { kind: 'compared', against, categories, ...skus }, reaches };
}

async function readReaches({ run }: MarketSql, market: string, window: Window): Promise<CategoryReach[]> {
  const rows = parseAs(categoryRows, await run(CATEGORIES_SQL, window), 'the categories by market');
  const reaches = new Map<string, CategoryReach>();
  for (const { category, market: of, buyers } of rows) {
    const reach = reaches.get(category) ?? { category, here: 0, elsewhere: [] };
    reaches.set(category, reach);
    if (of === market) reach.here = buyers;
    else reach.elsewhere.push({ market: of, buyers });
  }
  return [...reaches.values()];
}

type Sides = { market: string; window: Window; buyers: SideBuyers };

async function compareCategories(
  { run }: MarketSql,
  { market, window, buyers, reaches }: Sides & { reaches: readonly CategoryReach[] },
) {
  const rows = parseAs(
    elsewhereRows,
    await run(ELSEWHERE_SQL, { ...window, market }),
    'categories elsewhere',
  );
  const elsewhere = new Map(rows.map((row) => [row.category, row.buyers]));
  const counts: SideCounts = {
    here: reaches.map(({ here }) => here),
    elsewhere: reaches.map(({ category }) => elsewhere.get(category) ?? 0),
  };
  return compareSides(counts)
    .filter(({ place }) => isTold(place, counts))
    .map((result) =>
      describeDifference(result, counts, { name: reaches[result.place]?.category ?? null, buyers }),
    )
    .sort((one, other) => other.logOdds.value - one.logOdds.value);
}

async function compareSkus(sql: MarketSql, { market, window, buyers }: Sides) {
  await sql.run(SKUS_SQL, { ...window, market });
  const { here = [], elsewhere = [] } = await sql.columns(
    'SELECT here, elsewhere FROM sku_sides ORDER BY place',
  );
  const counts = { here: Float64Array.from(here, Number), elsewhere: Float64Array.from(elsewhere, Number) };
  const results = compareSides(counts);
  const options = { most: MOST_SKUS, buyers };
  const more = surestDifferences(results, counts, { ...options, direction: 'more' });
  const less = surestDifferences(results, counts, { ...options, direction: 'less' });
  const skus = await readSkus(
    sql,
    [...more, ...less].map(({ place }) => place),
  );
  const names = await readNames(sql, [...skus.values()], window.asOf);
  const describe = (result: (typeof results)[number]) => {
    const sku = skus.get(result.place) ?? '';
    return describeDifference(result, counts, { name: sku, label: names.get(sku), buyers });
  };
  return { skusMore: more.map(describe), skusLess: less.map(describe), testedSkus: results.length };
}

async function readSkus({ run }: MarketSql, places: readonly number[]): Promise<Map<number, string>> {
  if (places.length === 0) return new Map();
  const rows = await run(`SELECT place, sku FROM sku_sides WHERE place IN (${places.join(', ')})`);
  return new Map(rows.map(({ place, sku }) => [Number(place), String(sku)]));
}
