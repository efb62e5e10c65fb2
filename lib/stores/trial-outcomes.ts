import { addDays, type ExperimentMetric } from '../domain/index.ts';
import { quoteText } from './lake-database.ts';
import type { Lake } from './lake-session.ts';
import { calendarSize, metricRows } from './trial-days.ts';

/** Days before the start that an effect is adjusted by: as many whole weeks as its noise needs, and no other season. */
export const PREPERIOD_DAYS = 91;

/** An experiment as its outcomes are added up. */
export type OutcomeScope = {
  experiment: string;
  /** Kind of its rows in the assignment. */
  kind: 'sku' | 'skuLocation' | 'customer';
  /** First day. */
  start: string;
  /** Last day that is known in every market of it. */
  asOf: string;
};

/** Value and size of a metric over some days; its mean is one over the other. */
export type Measured = { value: number; size: number };

/** What the units of one draw did. */
export type ClusterOutcome = {
  cluster: string;
  arm: 'ai' | 'human';
  stratum: string;
  /** It joined after the start: it has no pre-period of its own. */
  late: boolean;
  before: Measured;
  /** In whole weeks from the start on, and in the days since. */
  whole: Measured;
  rest: Measured;
};

/**
 * Add up one metric for every draw of an experiment, those that did nothing among them, from `trial_days` and the night's assignment. A unit
 * counts from the day it joined.
 *
 * @param file - the assignment on this machine
 */
export async function readOutcomes(
  lake: Pick<Lake, 'run' | 'columns'>,
  file: string,
  { experiment, kind, start, asOf }: OutcomeScope,
  metric: ExperimentMetric,
): Promise<ClusterOutcome[]> {
  const unit = kind === 'skuLocation' ? "substr(unit, strpos(unit, '/') + 1)" : 'unit';
  await lake.run(
    `CREATE OR REPLACE TABLE trial_units AS SELECT ${unit} AS unit, cluster, arm, stratum, since
      FROM read_parquet(${quoteText(file)}) WHERE experiment = $experiment AND kind = $kind`,
    { experiment, kind },
  );
  const before = addDays(start, -PREPERIOD_DAYS);
  const pace = `SELECT unit, sum(units) / ${PREPERIOD_DAYS} AS units_a_day FROM trial_days
    WHERE day >= DATE '${before}' AND day < DATE '${start}' GROUP BY unit`;
  const columns = await lake.columns(outcomeSql(metric, metricRows(metric, pace)), { before, start, asOf });
  const { cluster = [], arm = [], stratum = [], late = [] } = columns;
  const measured = (name: string, row: number): Measured => ({
    value: Number(columns[`${name}_value`]?.[row] ?? 0),
    size: Number(columns[`${name}_size`]?.[row] ?? 0),
  });
  return cluster.map((name, row) => ({
    cluster: String(name),
    arm: arm[row] === 'human' ? 'human' : 'ai',
    stratum: String(stratum[row]),
    late: late[row] === true,
    before: measured('before', row),
    whole: measured('whole', row),
    rest: measured('rest', row),
  }));
}

function outcomeSql(metric: ExperimentMetric, rows: string): string {
  const day = calendarSize(metric);
  const spans = [
    { name: 'before', from: 'CAST($before AS DATE)', until: 'CAST($start AS DATE)' },
    { name: 'whole', from: 'greatest(CAST($start AS DATE), since)', until: 'full_weeks_until' },
    { name: 'rest', from: 'greatest(full_weeks_until, since)', until: 'CAST($asOf AS DATE) + 1' },
  ];
  const sums = spans.map(({ name, from, until }) => {
    const within = `FILTER (WHERE day >= ${from} AND day < ${until})`;
    return `sum(value) ${within} AS ${name}_value, sum(size) ${within} AS ${name}_size`;
  });
  const totals = spans.map(
    ({ name, from, until }) => `coalesce(sum(${name}_value), 0) AS ${name}_value,
      coalesce(sum(${name}_size), 0) + sum(greatest(0, CAST(${until} - ${from} AS INTEGER)) * CAST(${day} AS DOUBLE)) AS ${name}_size`,
  );
  return `WITH units AS (
      SELECT *, CAST($start AS DATE)
        + greatest(0, CAST(CAST($asOf AS DATE) - CAST($start AS DATE) AS INTEGER) + 1) // 7 * 7 AS full_weeks_until
      FROM trial_units
    ), measured AS (
      SELECT unit, ${sums.join(', ')} FROM units JOIN (${rows}) USING (unit) GROUP BY unit
    )
    SELECT cluster, any_value(arm) AS arm, min(stratum) AS stratum, bool_or(since > CAST($start AS DATE)) AS late,
      ${totals.join(', ')}
    FROM units LEFT JOIN measured USING (unit) GROUP BY cluster ORDER BY cluster`;
}
