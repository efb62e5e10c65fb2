import { quoteText } from './lake-database.ts';

/** Read Parquet files as one relation; with none of them, one of these columns without rows. */
export function fromFiles(files: readonly string[], columns: string): string {
  if (files.length > 0) return `read_parquet([${files.map(quoteText).join(', ')}], filename = true)`;
  const empty = columns
    .split(', ')
    .map((column) => `CAST(NULL AS ${column.split(' ')[1]}) AS ${column.split(' ')[0]}`);
  return `(SELECT ${empty.join(', ')}, '' AS filename WHERE false)`;
}

/** A SKU stands in two files where a run was repeated with other shards and one of them failed: the last file holds. */
const ONCE = 'QUALIFY row_number() OVER (PARTITION BY sku, day ORDER BY filename DESC) = 1';

/** Make `observed`: sku, day, units, unit_value_minor of the days whose demand is known. */
export const observedSql = (files: readonly string[]) => `
  CREATE TABLE observed AS
  SELECT sku, day, units, unit_value_minor
  FROM (FROM ${fromFiles(files, 'sku VARCHAR, day DATE, units DOUBLE, sold_out BOOLEAN, unit_value_minor DOUBLE')} ${ONCE})
  WHERE units IS NOT NULL AND NOT sold_out`;

/** Make `forecasts`, to which each horizon adds its rows. */
export const FORECASTS_SQL = `
  CREATE TABLE forecasts (days INTEGER, made_on DATE, sku VARCHAR, day DATE, mean DOUBLE, p10 DOUBLE, p50 DOUBLE,
    p90 DOUBLE, naive DOUBLE, model VARCHAR, run VARCHAR)`;

/** Add one run's forecasts of the days from `$first` to `$last`. */
export const addForecastsSql = (files: readonly string[]) => `
  INSERT INTO forecasts
  SELECT $days, CAST($madeOn AS DATE), sku, day, mean, p10, p50, p90, naive, model, run
  FROM ${fromFiles(files, 'sku VARCHAR, day DATE, mean DOUBLE, p10 DOUBLE, p50 DOUBLE, p90 DOUBLE, naive DOUBLE, model VARCHAR, run VARCHAR')}
  WHERE day BETWEEN CAST($first AS DATE) AND CAST($last AS DATE) ${ONCE}`;

/** Pinball loss of a quantile's forecast (Koenker & Bassett 1978). */
const pinball = (probability: number, column: string) =>
  `greatest(${probability} * (units - ${column}), ${probability - 1} * (units - ${column}))`;

/** Make `accuracy`: a row for each horizon and SKU, sums over the days that were observed. */
export const ACCURACY_SQL = `
  CREATE TABLE accuracy AS
  SELECT days, made_on, sku, any_value(model) AS model, any_value(run) AS run,
    CAST(count(*) AS INTEGER) AS observed_days, sum(units) AS units, sum(mean) AS forecast_units,
    sum(abs(mean - units)) AS absolute_error, sum(abs(naive - units)) AS naive_absolute_error,
    sum((mean - units) ** 2) AS squared_error, sum((naive - units) ** 2) AS naive_squared_error,
    sum((${pinball(0.1, 'p10')} + ${pinball(0.5, 'p50')} + ${pinball(0.9, 'p90')}) / 3) AS pinball,
    CAST(count(*) FILTER (units BETWEEN p10 AND p90) AS INTEGER) AS covered,
    abs(sum(mean) - sum(units)) * any_value(unit_value_minor) AS error_minor
  FROM (FROM forecasts JOIN observed USING (sku, day) ORDER BY days, sku, day)
  GROUP BY days, made_on, sku ORDER BY days, sku`;

/** Sum the SKUs up by horizon. */
export const HORIZONS_SQL = `
  SELECT days, strftime(made_on, '%Y-%m-%d') AS "madeOn", CAST(count(*) AS INTEGER) AS "skus",
    CAST(sum(observed_days) AS INTEGER) AS "observations", sum(units) AS "units",
    sum(absolute_error) / nullif(sum(units), 0) AS "wape",
    sum(abs(forecast_units - units)) / nullif(sum(units), 0) AS "totalsWape",
    sum(forecast_units) / nullif(sum(units), 0) - 1 AS "bias",
    2 * sum(pinball) / nullif(sum(units), 0) AS "weightedQuantileLoss",
    CAST(sum(covered) AS DOUBLE) / sum(observed_days) AS "coverage80",
    avg(CASE WHEN squared_error < naive_squared_error THEN 1 WHEN squared_error > naive_squared_error THEN 0 END)
      AS "betterThanNaive"
  FROM (FROM accuracy ORDER BY days, sku) GROUP BY days, made_on ORDER BY days`;

/** List the longest horizon's SKUs by what their total's error is worth. */
export const WORST_SQL = `
  SELECT sku, days, strftime(made_on, '%Y-%m-%d') AS "madeOn", model, forecast_units AS "forecastUnits",
    units AS "actualUnits", observed_days AS "observedDays", CAST(round(error_minor) AS DOUBLE) AS "errorMinor"
  FROM accuracy WHERE days = (SELECT max(days) FROM accuracy) AND error_minor >= 0.5
  ORDER BY error_minor DESC, sku LIMIT $most`;
