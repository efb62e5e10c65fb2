import * as z from 'zod/mini';
import { type BasketPair, type Baskets, parseAs } from '../domain/index.ts';
import { FEWEST_BUYERS, findPairs } from '../insight/index.ts';
import { quoteText } from './lake-database.ts';
import { type Parts, REST, readNames } from './market-labels.ts';
import { BUYER, IN_WINDOW, type MarketSql, type Window } from './market-sql.ts';

/** Items whose pairs are counted, those in most orders: at most 45,000 pairs, whatever the assortment. */
const MOST_ITEMS = 300;
/** Pairs that are shown, and those of which it is asked how many buyers they are of. */
const MOST_PAIRS = 20;
const MOST_CANDIDATES = 60;

/** What is put together: SKUs, or told categories by their place. */
type Items = { column: 'sku' | 'part'; where: string };
const SKUS: Items = { column: 'sku', where: 'true' };
const PARTS: Items = { column: 'part', where: `part <> ${REST} AND category IS NOT NULL` };

const SOLD = `kind = 'sale' AND ${IN_WINDOW}`;
const ORDERS_SQL = `SELECT CAST(count(DISTINCT order_id) AS INTEGER) AS orders FROM here_lines WHERE ${SOLD}`;

const itemsSql = ({ column, where }: Items) => `CREATE OR REPLACE TABLE basket_items AS
  SELECT CAST(row_number() OVER (ORDER BY orders DESC, item) - 1 AS INTEGER) AS place, item, orders FROM (
    SELECT CAST(${column} AS VARCHAR) AS item, CAST(count(DISTINCT order_id) AS INTEGER) AS orders
    FROM here_lines WHERE ${SOLD} AND ${where}
    GROUP BY 1 HAVING count(DISTINCT ${BUYER}) >= ${FEWEST_BUYERS} ORDER BY orders DESC, item LIMIT ${MOST_ITEMS})`;

const linesSql = ({ column }: Items) => `CREATE OR REPLACE TABLE basket_lines AS
  SELECT DISTINCT order_id, place, ${BUYER} AS buyer
  FROM here_lines JOIN basket_items ON item = CAST(${column} AS VARCHAR) WHERE ${SOLD}`;

const PAIRS_SQL = `SELECT one.place AS "first", other.place AS "second", CAST(count(*) AS INTEGER) AS "together"
  FROM basket_lines one JOIN basket_lines other ON other.order_id = one.order_id AND other.place > one.place
  GROUP BY ALL ORDER BY ALL`;

/** How many buyers some pairs are of. */
const buyersSql = (pairs: readonly BasketPair[]) => `
  SELECT pairs.place, CAST(count(DISTINCT one.buyer) AS INTEGER) AS buyers
  FROM (VALUES ${pairs.map(({ first, second }, place) => `(${place}, ${quoteText(first)}, ${quoteText(second)})`).join(', ')})
      AS pairs(place, first, second)
    JOIN basket_items a ON a.item = pairs.first JOIN basket_items b ON b.item = pairs.second
    JOIN basket_lines one ON one.place = a.place
    JOIN basket_lines other ON other.place = b.place AND other.order_id = one.order_id
  GROUP BY pairs.place`;

const orderRows = z.tuple([z.object({ orders: z.int() })]);
const itemRows = z.array(z.object({ item: z.string(), orders: z.int() }));
const pairRows = z.array(z.object({ first: z.int(), second: z.int(), together: z.int() }));
const buyerRows = z.array(z.object({ place: z.int(), buyers: z.int() }));

/** Find what is ordered together in a market, by SKU and by category: pairs that at least five buyers made. */
export async function readBaskets(sql: MarketSql, window: Window, { names }: Parts): Promise<Baskets> {
  const [{ orders }] = parseAs(orderRows, await sql.run(ORDERS_SQL, window), 'the baskets');
  const skus = await readPairs(sql, window, orders, SKUS);
  const categories = await readPairs(sql, window, orders, PARTS);
  const called = await readNames(
    sql,
    skus.pairs.flatMap(({ first, second }) => [first, second]),
    window.asOf,
  );
  const nameOf = (part: string) => names[Number(part)] ?? '';
  return {
    orders,
    skus: {
      ...skus,
      pairs: skus.pairs.map((pair) => ({
        ...pair,
        ...nameIn('firstName', called.get(pair.first)),
        ...nameIn('secondName', called.get(pair.second)),
      })),
    },
    categories: {
      ...categories,
      pairs: categories.pairs.map((pair) => ({
        ...pair,
        first: nameOf(pair.first),
        second: nameOf(pair.second),
      })),
    },
  };
}

const nameIn = (member: 'firstName' | 'secondName', name: string | undefined) =>
  name === undefined ? {} : { [member]: name };

async function readPairs(
  { run }: MarketSql,
  window: Window,
  orders: number,
  items: Items,
): Promise<Baskets['skus']> {
  await run(itemsSql(items), window);
  await run(linesSql(items), window);
  const counted = parseAs(
    itemRows,
    await run('SELECT item, orders FROM basket_items ORDER BY place'),
    'the items of baskets',
  );
  const seen = parseAs(pairRows, await run(PAIRS_SQL), 'the pairs of baskets');
  const found = findPairs({ orders, items: counted, pairs: seen }).slice(0, MOST_CANDIDATES);
  const tested = (counted.length * (counted.length - 1)) / 2;
  if (found.length === 0) return { items: counted.length, tested, pairs: [] };
  const buyers = parseAs(buyerRows, await run(buyersSql(found)), 'the buyers of pairs');
  const enough = new Set(buyers.filter((row) => row.buyers >= FEWEST_BUYERS).map(({ place }) => place));
  const pairs = found.filter((_, place) => enough.has(place)).slice(0, MOST_PAIRS);
  return { items: counted.length, tested, pairs };
}
