import * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import type { PeriodSums, Periods } from '../insight/index.ts';
import { BUYER, COUNTED, type MarketSql } from './market-sql.ts';

const within = (name: 'current' | 'previous') =>
  `ordered_on BETWEEN CAST($${name}From AS DATE) AND CAST($${name}To AS DATE)`;
const revenueOf = (name: 'current' | 'previous') =>
  `CAST(coalesce(sum(amount_minor) FILTER (WHERE ${within(name)}), 0) AS DOUBLE)`;

/**
 * Write the query of a group's sums over buyers.
 *
 * @param relation - order lines, with the group's column
 * @param group - what is told apart, `NULL` for all in one
 */
const sumsSql = (relation: string, group: string) => `
  WITH buyers AS (
    SELECT ${group} AS part, ${BUYER} AS buyer, ${revenueOf('current')} AS x, ${revenueOf('previous')} AS y
    FROM ${relation} WHERE ${COUNTED} AND (${within('current')} OR ${within('previous')}) GROUP BY ALL
  )
  SELECT part, CAST(count(*) AS INTEGER) AS "buyers", sum(x) AS "currentMinor", sum(y) AS "previousMinor",
    sum(x * x) AS "currentSquares", sum(x * y) AS "products", sum(y * y) AS "previousSquares"
  FROM buyers GROUP BY part ORDER BY part`;

const sumRows = z.array(
  z.object({
    part: z.nullable(z.string()),
    buyers: z.int(),
    currentMinor: z.number(),
    previousMinor: z.number(),
    currentSquares: z.number(),
    products: z.number(),
    previousSquares: z.number(),
  }),
);

/** Sum a market's revenue of two periods up over its buyers; `null` when neither has an order. */
export async function readPeriodSums(
  sql: MarketSql,
  asOf: string,
  periods: Periods,
): Promise<PeriodSums | null> {
  const [all] = await readSums(sql, asOf, periods, sumsSql('order_lines', 'NULL::VARCHAR'));
  return all?.sums ?? null;
}

/** The same by a column of a relation of order lines. */
export async function readPartSums(
  sql: MarketSql,
  asOf: string,
  periods: Periods,
  { relation, column }: { relation: string; column: string },
): Promise<Map<string | null, PeriodSums>> {
  const rows = await readSums(sql, asOf, periods, sumsSql(relation, column));
  return new Map(rows.map(({ part, sums }) => [part, sums]));
}

async function readSums({ run }: MarketSql, asOf: string, { current, previous }: Periods, text: string) {
  const spans = {
    ...{ currentFrom: current.from, currentTo: current.to },
    ...{ previousFrom: previous.from, previousTo: previous.to },
  };
  const rows = parseAs(sumRows, await run(text, { asOf, ...spans }), 'the sums of two periods');
  return rows.map(({ part, ...sums }) => ({ part, sums }));
}
