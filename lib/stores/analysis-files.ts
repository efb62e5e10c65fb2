import type { Analysis } from '../domain/index.ts';
import { type ParquetColumn, writeParquet } from './parquet-file.ts';

/** The tables of an analysis that data scientists read from the lake. */
export const analysisTables = ['months', 'cohorts', 'categories', 'baskets', 'positioning'] as const;
export type AnalysisTableName = (typeof analysisTables)[number];

/**
 * Write one table of an analysis as Parquet: what the document withholds is absent or `null` here too. Amounts are minor units
 * of the market's currency. A table without rows is a file without rows.
 */
export function analysisFile(table: AnalysisTableName, analysis: Analysis): Uint8Array {
  return writeParquet(TABLES[table](analysis));
}

const TABLES: Readonly<Record<AnalysisTableName, (analysis: Analysis) => ParquetColumn[]>> = {
  months: ({ months }) =>
    columnsOf(months, {
      month: ({ month }) => month,
      revenue_minor: ({ revenue }) => revenue.minor,
      currency: ({ revenue }) => revenue.currency,
      orders: ({ orders }) => orders,
      buyers: ({ buyers }) => buyers ?? null,
      partial: ({ partial }) => partial,
    }),
  cohorts: ({ cohorts }) =>
    columnsOf(
      (cohorts?.cohorts ?? []).flatMap((cohort) =>
        cohort.retained.map((share, monthsSince) => ({ ...cohort, share, monthsSince })),
      ),
      {
        cohort: ({ month }) => month,
        months_since: ({ monthsSince }) => monthsSince,
        buyers: ({ buyers }) => buyers,
        may_be_older: ({ mayBeOlder }) => mayBeOlder,
        retained: ({ share }) => share,
        revenue_minor: ({ revenueMinor, monthsSince }) => revenueMinor[monthsSince] ?? null,
      },
    ),
  categories: ({ categories = [] }) =>
    columnsOf(categories, {
      category: ({ category }) => category,
      folded: ({ folded }) => folded ?? 0,
      revenue_minor: ({ revenue }) => revenue.minor,
      revenue_share: ({ revenueShare }) => revenueShare,
      orders: ({ orders }) => orders,
      buyers: ({ buyers }) => buyers,
      skus: ({ skus }) => skus,
      units: ({ units }) => units,
      growth: ({ growth }) => growth?.value ?? null,
      growth_low: ({ growth }) => growth?.low ?? null,
      growth_high: ({ growth }) => growth?.high ?? null,
      margin: ({ margin }) => margin,
    }),
  baskets: ({ baskets }) =>
    columnsOf(
      (['skus', 'categories'] as const).flatMap((of) =>
        (baskets?.[of].pairs ?? []).map((pair) => ({ ...pair, of })),
      ),
      {
        of: ({ of }) => of,
        first: ({ first }) => first,
        second: ({ second }) => second,
        first_orders: ({ firstOrders }) => firstOrders,
        second_orders: ({ secondOrders }) => secondOrders,
        together: ({ together }) => together,
        lift: ({ lift }) => lift.value,
        lift_low: ({ lift }) => lift.low,
        lift_high: ({ lift }) => lift.high,
        q_value: ({ qValue }) => qValue,
      },
    ),
  positioning: ({ positioning = [] }) =>
    columnsOf(positioning, {
      advice: ({ advice }) => advice,
      of: ({ of }) => of,
      name: ({ name }) => name,
      evidence: ({ evidence }) => evidence.join('; '),
    }),
};

/** Make columns of rows; a column's kind is that of its name, whatever rows there are. */
function columnsOf<Row>(
  rows: readonly Row[],
  cells: Readonly<Record<string, (row: Row) => string | number | boolean | null>>,
): ParquetColumn[] {
  return Object.entries(cells).map(([name, cellOf]): ParquetColumn => {
    const values = rows.map(cellOf);
    if (FLAGS.has(name)) return { name, type: 'flag', values: values.map((value) => value === true) };
    return TEXTS.has(name)
      ? { name, type: 'text', values: values.map((value) => (value === null ? null : String(value))) }
      : { name, type: 'number', values: values.map((value) => (value === null ? null : Number(value))) };
  });
}

const FLAGS: ReadonlySet<string> = new Set(['partial', 'may_be_older']);
/** All that is neither text nor flag is a number. */
const TEXTS: ReadonlySet<string> = new Set([
  ...['month', 'currency', 'cohort', 'category', 'of', 'first', 'second'],
  ...['advice', 'name', 'evidence'],
]);
