import * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import { toldCategories } from '../insight/index.ts';
import { NEWEST_FIRST } from './lake-current.ts';
import { quoteText } from './lake-database.ts';
import { IN_WINDOW, type MarketSql, NET, type Window } from './market-sql.ts';

/** Categories that are told apart; the smallest are told together. */
const MOST_CATEGORIES = 40;
/** The part of a market's lines that is in no told category. */
export const REST = -1;

/** Which categories a market is told in, by their place; `folded` of them are in the rest. */
export type Parts = { names: (string | null)[]; folded: number };

/** Order lines of products alone, with the category of their SKU, in this market and in all. */
const VIEWS = (market: string) => [
  `CREATE VIEW category_lines AS
    SELECT lines.*, labels.category, coalesce(labels.name, lines.description) AS name, labels.cost_micros
    FROM market_order_lines lines LEFT JOIN sku_labels labels ON labels.sku = lines.sku WHERE lines.product`,
  `CREATE VIEW part_lines AS
    SELECT lines.*, coalesce(told.part, ${REST}) AS part
    FROM category_lines lines LEFT JOIN told_categories told ON told.category IS NOT DISTINCT FROM lines.category`,
  `CREATE VIEW here_lines AS SELECT * FROM part_lines WHERE market = ${quoteText(market)}`,
];

const SIZES_SQL = `SELECT category, ${NET} AS "revenueMinor",
    CAST(count(DISTINCT customer) FILTER (WHERE kind = 'sale') AS INTEGER) AS "buyers"
  FROM category_lines WHERE market = $market AND ${IN_WINDOW} GROUP BY category`;
const sizeRows = z.array(
  z.object({ category: z.nullable(z.string()), revenueMinor: z.int(), buyers: z.int() }),
);

/** What naming the lines needs. */
export type LabelRequest = {
  market: string;
  window: Window;
  /** What one unit of a currency is in the market's own, itself among them; costs in others are unknown. */
  exchanges: readonly { currency: string; rate: number }[];
};

/**
 * Give every SKU one category for all markets: its own market's products file wins, then that for all, then others by name.
 * Makes `sku_labels` (sku, category, name, cost_micros in the market's currency), `told_categories` (part, category), and the
 * views `category_lines`, `part_lines` of all markets and `here_lines` of this one.
 */
export async function labelLines(sql: MarketSql, request: LabelRequest): Promise<Parts> {
  const { run } = sql;
  const { market, window, exchanges } = request;
  await run(labelsSql(market, exchanges));
  const [categoryLines = '', ...rest] = VIEWS(market);
  await run(categoryLines);
  const sizes = parseAs(sizeRows, await run(SIZES_SQL, { ...window, market }), 'the categories');
  const names = toldCategories(sizes, MOST_CATEGORIES);
  const told = names.map((name, part) => `(${part}, ${name === null ? 'NULL' : quoteText(name)})`);
  // a category that no line has keeps the list from being empty
  await run(`CREATE TABLE told_categories AS SELECT CAST(part AS INTEGER) AS part, CAST(category AS VARCHAR) AS category
    FROM (VALUES ${told.length === 0 ? `(${REST}, '')` : told.join(', ')}) AS told(part, category) WHERE part <> ${REST}`);
  for (const view of rest) await run(view);
  return { names, folded: sizes.length - names.length };
}

function labelsSql(market: string, exchanges: LabelRequest['exchanges']): string {
  const cases = exchanges.map(({ currency, rate }) => `WHEN ${quoteText(currency)} THEN ${rate}`);
  return `CREATE TABLE sku_labels AS
    SELECT sku, nullif(category, '') AS category, nullif(name, '') AS name,
      coalesce(landed_cost_micros, unit_cost_micros) * CASE cost_currency ${cases.join(' ')} END AS cost_micros
    FROM all_products
    QUALIFY row_number() OVER (PARTITION BY sku ORDER BY file_market <> ${quoteText(market)}, file_market <> '_all',
      file_market, ${NEWEST_FIRST}) = 1`;
}

/** Tell the names of SKUs, where products or the orders up to a date have one: by SKU. */
export async function readNames(
  { run }: MarketSql,
  skus: readonly string[],
  asOf: string,
): Promise<Map<string, string>> {
  if (skus.length === 0) return new Map();
  const list = skus.map(quoteText).join(', ');
  const text = `SELECT sku, max_by(name, (ordered_on, order_id, line_key)) AS name FROM category_lines
    WHERE sku IN (${list}) AND name IS NOT NULL AND ordered_on <= CAST($asOf AS DATE) GROUP BY sku`;
  const rows = await run(text, { asOf });
  return new Map(rows.map(({ sku, name }) => [String(sku), String(name)]));
}
