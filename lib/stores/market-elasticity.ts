import * as z from 'zod/mini';
import { addDays, type Elasticity, parseAs } from '../domain/index.ts';
import { addElasticitySums, estimateElasticity, monthEffects } from '../insight/index.ts';
import { type Parts, REST } from './market-labels.ts';
import { COUNTED, type MarketSql } from './market-sql.ts';

/** Two years: as much as shows each month twice, and little enough for prices to answer to the same demand. */
const DAYS = 730;

/**
 * One row for each buyer, SKU and month in which it bought: y ln units, x ln of the mean price paid, z the mean ln price that
 * others of the same price list paid for the SKU in that month. Rows whose price nobody else paid are left out, and so are
 * buyers with one month of a SKU. Then the means of buyer and SKU are taken out, as `n` of them.
 */
const ROWS_SQL = `CREATE TABLE price_rows AS
  WITH lines AS (
    SELECT part, sku, lines.customer, coalesce(customers.price_group, '') AS list,
      CAST(date_diff('month', CAST($elasticFrom AS DATE), ordered_on) AS INTEGER) AS month,
      quantity, unit_price_micros AS price, ln(unit_price_micros) AS log_price
    FROM here_lines lines LEFT JOIN customers ON customers.customer = lines.customer
    WHERE kind = 'sale' AND lines.customer IS NOT NULL AND quantity > 0 AND unit_price_micros > 0
      AND ${COUNTED} AND ordered_on >= CAST($elasticFrom AS DATE)
  ), lists AS (
    SELECT sku, list, month, sum(log_price) AS logs, count(*) AS lines FROM lines GROUP BY ALL
  ), own AS (
    SELECT part, sku, customer, list, month, ln(sum(quantity)) AS y, ln(sum(quantity * price) / sum(quantity)) AS x,
      sum(log_price) AS logs, count(*) AS lines
    FROM lines GROUP BY ALL
  ), rows AS (
    SELECT part, sku, customer, own.month, y, x, (lists.logs - own.logs) / (lists.lines - own.lines) AS z
    FROM own JOIN lists USING (sku, list, month) WHERE lists.lines > own.lines
  )
  SELECT part, sku, customer, month, count(*) OVER unit AS n,
    y - avg(y) OVER unit AS y, x - avg(x) OVER unit AS x, z - avg(z) OVER unit AS z
  FROM rows WINDOW unit AS (PARTITION BY sku, customer) QUALIFY n > 1`;

/** Normal equations of the months' columns within a part: Σ d̃ᵢ d̃ⱼ = [i = j] rows − Σ 1/n over buyers with both. */
const CROSS_SQL = `SELECT part, one.month AS i, other.month AS j,
    CAST(count(*) FILTER (WHERE one.month = other.month) AS DOUBLE) - sum(1.0 / one.n) AS value
  FROM price_rows one JOIN price_rows other USING (part, sku, customer) GROUP BY ALL ORDER BY ALL`;

const RIGHT_SQL = `SELECT part, month, sum(y) AS y, sum(x) AS x, sum(z) AS z FROM price_rows GROUP BY ALL ORDER BY ALL`;

/** Sums by part over SKUs, the months' effects taken out; a price that moved by less than a millionth never moved. */
const sumsSql = (effects: readonly Effect[]) => `
  WITH effects(part, month, y, x, z) AS (VALUES ${effects.map(effectRow).join(', ')}),
  free AS (
    SELECT part, sku, rows.y - (e.y - avg(e.y) OVER unit) AS y, rows.x - (e.x - avg(e.x) OVER unit) AS x,
      rows.z - (e.z - avg(e.z) OVER unit) AS z
    FROM price_rows rows JOIN effects e USING (part, month) WINDOW unit AS (PARTITION BY sku, customer)
  ), skus AS (
    SELECT part, sku, count(*) AS rows, sum(z * y) AS a, sum(z * x) AS b, sum(z * z) AS c FROM free GROUP BY ALL
  )
  SELECT part, CAST(sum(rows) AS INTEGER) AS observations, CAST(count(*) FILTER (WHERE c > 1e-12) AS INTEGER) AS skus,
    sum(a) AS a, sum(b) AS b, sum(c) AS c, sum(a * a) AS aa, sum(a * b) AS ab, sum(b * b) AS bb, sum(b * c) AS bc,
    sum(c * c) AS cc
  FROM skus GROUP BY part ORDER BY part`;

const crossRows = z.array(z.object({ part: z.int(), i: z.int(), j: z.int(), value: z.number() }));
const rightRows = z.array(
  z.object({ part: z.int(), month: z.int(), y: z.number(), x: z.number(), z: z.number() }),
);
const number = z.number();
const sumRows = z.array(
  z.object({
    ...{ part: z.int(), observations: z.int(), skus: z.int() },
    ...{ a: number, b: number, c: number, aa: number, ab: number, bb: number, bc: number, cc: number },
  }),
);

/**
 * Estimate how a market's buyers answer to price, by category and for the market: within buyer, SKU and price list, months of
 * each category taken out. It says how much a buyer takes when it buys; whether it buys at all is not in it.
 */
export async function readElasticity(sql: MarketSql, asOf: string, { names }: Parts): Promise<Elasticity> {
  const elasticFrom = `${addDays(asOf, -DAYS).slice(0, 7)}-01`;
  await sql.run(ROWS_SQL, { elasticFrom, asOf });
  const effects = await readEffects(sql);
  const rows =
    effects.length === 0 ? [] : parseAs(sumRows, await sql.run(sumsSql(effects)), 'the price sums');
  const monthsOf = (part: number) => effects.filter((effect) => effect.part === part).length;
  const sums = rows.map((row) => ({ ...row, months: Math.max(monthsOf(row.part) - 1, 0) }));
  return {
    market: estimateElasticity(addElasticitySums(sums)),
    categories: sums
      .filter(({ part }) => part !== REST)
      .map((row) => ({ category: names[row.part] ?? null, answer: estimateElasticity(row) })),
  };
}

/** What a month does to y, x and z in a part. */
type Effect = { part: number; month: number; values: number[] };

const effectRow = ({ part, month, values }: Effect) =>
  `(${[part, month, ...values.map((value) => `CAST(${value} AS DOUBLE)`)].join(', ')})`;

async function readEffects({ run }: MarketSql): Promise<Effect[]> {
  const cross = parseAs(crossRows, await run(CROSS_SQL), 'the months of prices');
  const right = parseAs(rightRows, await run(RIGHT_SQL), 'the sums by month');
  const parts = [...new Set(right.map(({ part }) => part))];
  return parts.flatMap((part) => {
    const own = right.filter((row) => row.part === part);
    const placeOf = new Map(own.map(({ month }, place) => [month, place]));
    const matrix = new Float64Array(own.length ** 2);
    for (const { i, j, value } of cross.filter((row) => row.part === part))
      matrix[(placeOf.get(i) ?? 0) * own.length + (placeOf.get(j) ?? 0)] = value;
    const effects = monthEffects(
      matrix,
      Float64Array.from(own.flatMap(({ y, x, z: instrument }) => [y, x, instrument])),
      own.length,
    );
    return own.map(({ month }, place) => ({
      part,
      month,
      values: [...effects.subarray(3 * place, 3 * place + 3)],
    }));
  });
}
