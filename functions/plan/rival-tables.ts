import { addDays } from '../../lib/domain/index.ts';
import { type Lake, NEWEST_FIRST } from '../../lib/stores/index.ts';
import type { Scope } from './series-tables.ts';

/** Twelve weekly reviews, and what the orders of the first had to cover: past this a forecast can no longer be judged. */
const PAST_DAYS = 182;
/** Beyond the horizon, for long lead times. */
const AHEAD_DAYS = 182;
/** Of every source the newest uploads compete, and of every SKU so many sources: a record must stay a record. */
const MOST_UPLOADS = 14;
const MOST_SOURCES = 5;

/**
 * Make the table `rival_rows` from the market's uploaded forecasts: sku, source, made_on (the day of the upload in the
 * market's zone), step_days, date, mean, p10, p50, p90, upload.
 *
 * Every upload stays apart: a correction is worth nothing for demand that had come before it. Of one day's uploads the latest
 * row holds. Where all dates of a source in an upload (two at least) fall on one weekday, each stands for the week that it
 * begins. Without a mean it is Swanson's: 0.3 · P10 + 0.4 · P50 + 0.3 · P90 (Hurst, Brown & Swanson 2000), or P50 alone.
 */
export async function createRivalRows(lake: Lake, { market, asOf }: Scope): Promise<void> {
  await lake.run(RIVAL_ROWS, {
    market: market.market,
    zone: market.timeZone,
    first: addDays(asOf, -PAST_DAYS),
    last: addDays(asOf, AHEAD_DAYS),
    asOf,
  });
}

const RIVAL_ROWS = `CREATE TABLE rival_rows AS
  WITH said AS (
    SELECT sku, coalesce(source, 'upload') AS source, date, p10, p50, p90, upload, sequence, line,
      CAST(CAST(split_part(sequence, '#', 1) AS TIMESTAMPTZ) AT TIME ZONE $zone AS DATE) AS made_on,
      coalesce(mean, 0.3 * p10 + 0.4 * p50 + 0.3 * p90, p50) AS mean
    FROM all_forecasts WHERE file_market = $market
  ), steps AS (
    SELECT upload, source,
      CASE WHEN count(DISTINCT date) > 1 AND count(DISTINCT isodow(date)) = 1 THEN 7 ELSE 1 END AS step_days
    FROM said GROUP BY upload, source
  ), near AS (
    SELECT said.*, steps.step_days FROM said JOIN steps USING (upload, source)
    WHERE date BETWEEN CAST($first AS DATE) AND CAST($last AS DATE)
        -- the calendar may be further on than the data are: what lies ahead of these can still serve
        AND date + CAST(step_days AS INTEGER) - 1 > least(made_on, CAST($asOf AS DATE)) AND mean IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY sku, said.source, made_on, date
      ORDER BY ${NEWEST_FIRST}) = 1
  )
  SELECT sku, source, made_on, step_days, date, mean, upload,
    -- both ends make quantiles; a median that is not given is the mean, as far as they allow
    CASE WHEN p90 IS NOT NULL THEN p10 END AS p10,
    CASE WHEN p10 IS NOT NULL AND p90 IS NOT NULL THEN greatest(p10, least(p90, coalesce(p50, mean))) END AS p50,
    CASE WHEN p10 IS NOT NULL THEN p90 END AS p90
  FROM near
  QUALIFY dense_rank() OVER (PARTITION BY sku, source ORDER BY made_on DESC) <= ${MOST_UPLOADS}
    AND dense_rank() OVER (PARTITION BY sku ORDER BY source) <= ${MOST_SOURCES}
  ORDER BY sku, source, made_on, step_days, date`;

/** What the uploads of forecasts say of a run of SKUs. */
export const RIVALS = `SELECT * FROM rival_rows WHERE sku BETWEEN $first AND $last
  ORDER BY sku, source, made_on, step_days, date`;
