import * as z from 'zod/mini';
import { type Category, currencyDigits, parseAs } from '../domain/index.ts';
import { type CategoriesContext, describeCategory, type Periods } from '../insight/index.ts';
import { type Parts, REST } from './market-labels.ts';
import { readPartSums } from './market-periods.ts';
import { IN_WINDOW, type MarketSql, NET, UNITS, type Window } from './market-sql.ts';

const categoriesSql = (minorPerMicro: number) => `
  SELECT part, ${NET} AS "revenueMinor",
    CAST(count(DISTINCT order_id) FILTER (WHERE kind = 'sale') AS INTEGER) AS "orders",
    CAST(count(DISTINCT customer) FILTER (WHERE kind = 'sale') AS INTEGER) AS "buyers",
    CAST(count(DISTINCT sku) FILTER (WHERE kind = 'sale') AS INTEGER) AS "skus",
    ${UNITS} AS "units",
    CAST(coalesce(sum(amount_minor) FILTER (WHERE cost_micros IS NOT NULL), 0) AS DOUBLE) AS "costedMinor",
    coalesce(sum(quantity * cost_micros) * ${minorPerMicro}, 0) AS "costMinor"
  FROM here_lines WHERE ${IN_WINDOW} GROUP BY part ORDER BY part`;

const categoryRows = z.array(
  z.object({
    part: z.int(),
    revenueMinor: z.int(),
    orders: z.int(),
    buyers: z.int(),
    skus: z.int(),
    units: z.number(),
    costedMinor: z.number(),
    costMinor: z.number(),
  }),
);

const OTHER_SQL = `SELECT ${NET} AS minor FROM order_lines WHERE ${IN_WINDOW} AND NOT product`;
const otherRows = z.tuple([z.object({ minor: z.int() })]);

/** What the categories of a market come from. */
export type CategoriesRequest = Omit<CategoriesContext, 'folded' | 'periodMonths'> & {
  window: Window;
  parts: Parts;
  periods: Periods | null;
};

/**
 * Tell a market's categories apart, the largest first, and what was taken for no product: together they are the market's
 * revenue, to the minor unit.
 */
export async function readCategories(
  sql: MarketSql,
  { window, parts, periods, ...context }: CategoriesRequest,
): Promise<{ categories: Category[]; otherRevenueMinor: number }> {
  const minorPerMicro = 10 ** currencyDigits(context.currency) / 1e6;
  const rows = parseAs(categoryRows, await sql.run(categoriesSql(minorPerMicro), window), 'the categories');
  const column = { relation: 'here_lines', column: 'CAST(part AS VARCHAR)' };
  const sums = periods === null ? null : await readPartSums(sql, window.asOf, periods, column);
  const periodMonths = periods?.months ?? null;
  const categories = rows.map(({ part, ...row }) =>
    describeCategory(
      part === REST ? undefined : parts.names[part],
      { ...row, periods: sums?.get(String(part)) ?? null },
      { ...context, periodMonths, folded: parts.folded },
    ),
  );
  const [other] = parseAs(otherRows, await sql.run(OTHER_SQL, window), 'what is no product');
  return { categories: categories.sort(largestFirst), otherRevenueMinor: other.minor };
}

/** By revenue, those together last. */
const largestFirst = (one: Category, other: Category) =>
  Number(one.folded !== undefined) - Number(other.folded !== undefined) ||
  other.revenue.minor - one.revenue.minor;
