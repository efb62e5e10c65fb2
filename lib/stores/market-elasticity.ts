import * as z from 'zod/mini';
import { addDays, type Elasticity, parseAs } from '../domain/index.ts';
import { addElasticitySums, estimateElasticity, periodEffects } from '../insight/index.ts';
import { type Parts, REST } from './market-labels.ts';
import type { MarketSql } from './market-sql.ts';

/** Whole fortnights back from the date: a price that changes within a month would be lost in the month's middle. */
const PERIOD_DAYS = 14;
/** Two years: as much as shows each season twice, and little enough for prices to answer to the same demand. */
const PERIODS = 52;
/** A list's price of a SKU in a fortnight is told by so many buyers or more. */
const FEWEST_PAYING = 2;
/** Fortnights that a series needs, and their share of those from its first to its last: one with gaps hides its worst. */
const FEWEST_PERIODS = 12;
const LEAST_COVERAGE = 0.9;

const periodOf = (day: string) =>
  `CAST(date_diff('day', CAST($priceFrom AS DATE), ${day}) // ${PERIOD_DAYS} AS INTEGER)`;

/** Fortnights in which a SKU or its category was promoted: what it was advertised with is no answer to price. */
const PROMOTED = `SELECT DISTINCT coalesce(events.sku, labels.sku) AS sku,
      unnest(generate_series(${periodOf('greatest("from", CAST($priceFrom AS DATE))')},
        ${periodOf('least("to", CAST($asOf AS DATE))')})) AS period
    FROM events LEFT JOIN sku_labels labels ON events.sku IS NULL AND labels.category = events.category
    WHERE kind = 'promotion' AND "to" >= CAST($priceFrom AS DATE) AND "from" <= CAST($asOf AS DATE)`;

/**
 * One row for each SKU, price list and fortnight: y ln of the units that the list's buyers took, x ln of the list's price. The
 * price is a fortnight's effect beside each buyer's own, by median polish (Tukey 1977) in two rounds: a buyer that always pays less
 * does not lower it when it orders, nor do the few who reach a quantity break. Then the means of SKU and list are taken out,
 * as `n` of them. Medians are costly: SKUs and lists that can't have enough fortnights are left out before.
 */
const ROWS_SQL = `CREATE TABLE price_rows AS
  WITH bought AS MATERIALIZED (
    SELECT part, sku, coalesce(customers.price_group, '') AS list, lines.customer,
      ${periodOf('ordered_on')} AS period,
      sum(quantity) AS units, ln(sum(quantity * unit_price_micros) / sum(quantity)) AS price
    FROM here_lines lines LEFT JOIN customers ON customers.customer = lines.customer
    WHERE kind = 'sale' AND lines.customer IS NOT NULL AND quantity > 0 AND unit_price_micros > 0
      AND ordered_on BETWEEN CAST($priceFrom AS DATE) AND CAST($asOf AS DATE)
    GROUP BY ALL
  ), busy AS (
    SELECT sku, list FROM (SELECT sku, list FROM bought GROUP BY sku, list, period HAVING count(*) >= ${FEWEST_PAYING})
    GROUP BY ALL HAVING count(*) >= ${FEWEST_PERIODS}
  ), steady AS (SELECT * FROM bought SEMI JOIN busy USING (sku, list)),
  polished AS (${polish('steady')}),
  twice AS (${polish('polished')}),
  periods AS (
    SELECT part, sku, list, period, ln(sum(units)) AS y, median(price - usual) AS x
    FROM twice ANTI JOIN (${PROMOTED}) promoted USING (sku, period)
    GROUP BY ALL HAVING count(*) >= ${FEWEST_PAYING}
  )
  SELECT part, sku, list, period, count(*) OVER series AS n, y - avg(y) OVER series AS y, x - avg(x) OVER series AS x
  FROM periods WINDOW series AS (PARTITION BY sku, list)
  QUALIFY n >= ${FEWEST_PERIODS} AND n >= ${LEAST_COVERAGE} * (max(period) OVER series - min(period) OVER series + 1)`;

/** Give each row what its buyer usually pays more or less than the fortnight's middle, which is found less that of the round before. */
function polish(rows: 'steady' | 'polished'): string {
  const known = rows === 'steady' ? 'price' : 'price - usual';
  return `SELECT * EXCLUDE (middle ${rows === 'steady' ? '' : ', usual'}),
      median(price - middle) OVER (PARTITION BY sku, list, customer) AS usual
    FROM (SELECT *, median(${known}) OVER (PARTITION BY sku, list, period) AS middle FROM ${rows})`;
}

/** Normal equations of the fortnights' columns within a part: Σ d̃ᵢ d̃ⱼ = [i = j] rows − Σ 1/n over series with both. */
const CROSS_SQL = `SELECT part, one.period AS i, other.period AS j,
    CAST(count(*) FILTER (WHERE one.period = other.period) AS DOUBLE) - sum(1.0 / one.n) AS value
  FROM price_rows one JOIN price_rows other USING (part, sku, list) GROUP BY ALL ORDER BY ALL`;

const RIGHT_SQL = `SELECT part, period, sum(y) AS y, sum(x) AS x FROM price_rows GROUP BY ALL ORDER BY ALL`;

/** Sums by part over SKUs, the fortnights' effects taken out; a price that moved by less than a thousandth never moved. */
const sumsSql = (effects: readonly Effect[]) => `
  WITH effects(part, period, y, x) AS (VALUES ${effects.map(effectRow).join(', ')}),
  free AS (
    SELECT part, sku, rows.y - (e.y - avg(e.y) OVER series) AS y, rows.x - (e.x - avg(e.x) OVER series) AS x,
      abs(rows.x) > 0.001 AS moved
    FROM price_rows rows JOIN effects e USING (part, period) WINDOW series AS (PARTITION BY sku, list)
  ), skus AS (
    SELECT part, sku, count(*) AS rows, bool_or(moved) AS moved, sum(x * y) AS a, sum(x * x) AS c FROM free GROUP BY ALL
  )
  SELECT part, CAST(sum(rows) AS INTEGER) AS observations, CAST(count(*) FILTER (WHERE moved) AS INTEGER) AS skus,
    sum(a) AS a, sum(c) AS c, sum(a * a) AS aa, sum(a * c) AS ac, sum(c * c) AS cc
  FROM skus GROUP BY part ORDER BY part`;

const crossRows = z.array(z.object({ part: z.int(), i: z.int(), j: z.int(), value: z.number() }));
const rightRows = z.array(z.object({ part: z.int(), period: z.int(), y: z.number(), x: z.number() }));
const number = z.number();
const sumRows = z.array(
  z.object({
    ...{ part: z.int(), observations: z.int(), skus: z.int() },
    ...{ a: number, c: number, aa: number, ac: number, cc: number },
  }),
);

/**
 * Estimate how a market's demand answers to price, by category and for the market: within SKU and price list, fortnights of each
 * category taken out, from SKUs that sell nearly every fortnight, promotions left out.
 */
export async function readElasticity(sql: MarketSql, asOf: string, { names }: Parts): Promise<Elasticity> {
  const priceFrom = addDays(asOf, 1 - PERIODS * PERIOD_DAYS);
  await sql.run(ROWS_SQL, { priceFrom, asOf });
  const effects = await readEffects(sql);
  const rows =
    effects.length === 0 ? [] : parseAs(sumRows, await sql.run(sumsSql(effects)), 'the price sums');
  const periodsOf = (part: number) => effects.filter((effect) => effect.part === part).length;
  const sums = rows.map((row) => ({ ...row, periods: Math.max(periodsOf(row.part) - 1, 0) }));
  return {
    market: estimateElasticity(addElasticitySums(sums)),
    categories: sums
      .filter(({ part }) => part !== REST)
      .map((row) => ({ category: names[row.part] ?? null, answer: estimateElasticity(row) })),
  };
}

/** What a fortnight does to y and x in a part. */
type Effect = { part: number; period: number; values: number[] };

const effectRow = ({ part, period, values }: Effect) =>
  `(${[part, period, ...values.map((value) => `CAST(${value} AS DOUBLE)`)].join(', ')})`;

async function readEffects({ run }: MarketSql): Promise<Effect[]> {
  const cross = parseAs(crossRows, await run(CROSS_SQL), 'the fortnights of prices');
  const right = parseAs(rightRows, await run(RIGHT_SQL), 'the sums by fortnight');
  const parts = [...new Set(right.map(({ part }) => part))];
  return parts.flatMap((part) => {
    const own = right.filter((row) => row.part === part);
    const placeOf = new Map(own.map(({ period }, place) => [period, place]));
    const matrix = new Float64Array(own.length ** 2);
    for (const { i, j, value } of cross.filter((row) => row.part === part))
      matrix[(placeOf.get(i) ?? 0) * own.length + (placeOf.get(j) ?? 0)] = value;
    const effects = periodEffects(matrix, Float64Array.from(own.flatMap(({ y, x }) => [y, x])), own.length);
    return own.map(({ period }, place) => ({
      part,
      period,
      values: [...effects.subarray(2 * place, 2 * place + 2)],
    }));
  });
}
