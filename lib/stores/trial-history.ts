import { addDays, type ExperimentMetric, experimentMetrics, stockMetrics } from '../domain/index.ts';
import type { Lake } from './lake-session.ts';
import { metricRows, type TrialScope } from './trial-days.ts';

/** Weeks that a plan looks back. */
export const HISTORY_WEEKS = 26;
/** A unit that did nothing for as long takes no part. */
export const ACTIVE_DAYS = 91;

/** The weeks of every active unit by one metric: columns, a unit each. */
export type HistoryColumns = {
  metric: ExperimentMetric;
  weeks: number[];
  sum: number[];
  squares: number[];
  firstMean: number[];
  lastMean: number[];
};

/**
 * Add up the last 26 whole weeks of each unit that sold or bought within the last 13: of `trial_days`, by every metric that its files hold.
 *
 * @param scope - as `trial_days` was made with, from at least `HISTORY_WEEKS` before `asOf`
 */
export async function readHistory(
  lake: Pick<Lake, 'run' | 'columns'>,
  { of, asOf }: Pick<TrialScope, 'of' | 'asOf'>,
): Promise<HistoryColumns[]> {
  const first = addDays(asOf, 1 - 7 * HISTORY_WEEKS);
  await lake.run(
    `CREATE OR REPLACE TABLE trial_active AS SELECT DISTINCT unit FROM trial_days
      WHERE day > CAST($asOf AS DATE) - ${ACTIVE_DAYS} AND revenue > 0`,
    { asOf },
  );
  const pace = `SELECT unit, sum(units) / ${7 * HISTORY_WEEKS} AS units_a_day FROM trial_days
    WHERE day >= DATE '${first}' GROUP BY unit`;
  const metrics = experimentMetrics.filter((metric) => of === 'sku' || !stockMetrics.includes(metric));
  const found: HistoryColumns[] = [];
  for (const metric of metrics) {
    const sql = historySql(metric, metricRows(metric, pace));
    const columns = await lake.columns(sql, { first, asOf });
    const numbers = (name: string) =>
      (columns[name] ?? []).map((cell) => (cell === null ? Number.NaN : Number(cell)));
    const weeks = numbers('weeks');
    if (weeks.length === 0) continue;
    found.push({
      ...{ metric, weeks, sum: numbers('sum'), squares: numbers('squares') },
      ...{ firstMean: numbers('first_mean'), lastMean: numbers('last_mean') },
    });
  }
  return found;
}

/** Of money a week without a row is a week of 0; of the others it is not measured. */
function historySql(metric: ExperimentMetric, rows: string): string {
  const money = metric === 'revenue' || metric === 'margin';
  const half = HISTORY_WEEKS / 2;
  const weekly = `SELECT unit, (day - CAST($first AS DATE)) // 7 AS week, sum(value) AS value, sum(size) AS size
    FROM (${rows}) WHERE day BETWEEN CAST($first AS DATE) AND CAST($asOf AS DATE) GROUP BY ALL`;
  const value = money ? 'value' : 'value / size';
  const mean = (where: string) =>
    money ? `coalesce(sum(v) FILTER (${where}), 0) / ${half}` : `avg(v) FILTER (${where})`;
  return `SELECT ${money ? `${HISTORY_WEEKS}.0` : 'CAST(count(v) AS DOUBLE)'} AS weeks,
      coalesce(sum(v), 0) AS sum, coalesce(sum(v * v), 0) AS squares,
      ${mean(`WHERE week < ${half}`)} AS first_mean, ${mean(`WHERE week >= ${half}`)} AS last_mean
    FROM trial_active LEFT JOIN (SELECT unit, week, ${value} AS v FROM (${weekly}) ${money ? '' : 'WHERE size > 0'}) USING (unit)
    GROUP BY unit ${money ? '' : 'HAVING count(v) >= 2'} ORDER BY unit`;
}
