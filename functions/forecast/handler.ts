import {
  type ForecastDocument,
  lakeKeys,
  parseAs,
  type SeriesRecord,
  type ShardRef,
  type ShardResult,
  shardRefSchema,
  skuKey,
} from '../../lib/domain/index.ts';
import {
  type DocumentTable,
  forecastFile,
  type ObjectStore,
  observedFile,
  type ProgressStore,
  readShardSeries,
  writeShardTotals,
} from '../../lib/stores/index.ts';
import { chooseEfforts, NEWEST_DAYS } from './effort.ts';
import type { SeriesResult, SeriesTask } from './forecast-series.ts';
import type { SeriesForecaster } from './series-forecaster.ts';
import { createShardContests } from './shard-contests.ts';
import { createShardTotals } from './shard-totals.ts';

/** What the step reads and writes, and what it may cost. */
export type ForecastDependencies = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'get' | 'put'>;
  forecasts: Pick<DocumentTable<ForecastDocument>, 'putAll'>;
  progress: Pick<ProgressStore, 'done'>;
  forecastAll: SeriesForecaster;
  /** Processor time a series, ms, on average over the shard. */
  budgetMs: number;
};

/** Series whose documents are written while the next ones are forecast. */
const SERIES_AT_A_TIME = 50;
/** Kept of the function's time for what comes after the last forecast: writing, and the seasonal naive of what is left. */
const RESERVE_MS = 30_000;

/**
 * Forecast every series of a shard: one document each for the tables, and all of them as Parquet in the lake, with what
 * is now known of the newest days, so that earlier forecasts can be judged, and what each category comes to. Running it
 * again overwrites with the same.
 *
 * Two things bound its time. The budget chooses the effort for each series beforehand, by length, which gives the same on
 * any machine (`chooseEfforts`). The clock is looked at for the function's own end alone: half a minute before it the series
 * that are left get the seasonal naive with that reason. Only there does a result depend on time, and it says so.
 *
 * @returns how many series got a forecast, and how many have too little history for one
 */
export const createHandler =
  ({ objects, forecasts, progress, forecastAll, budgetMs }: ForecastDependencies) =>
  async (event: unknown, timeLeftMs: () => number = () => Number.POSITIVE_INFINITY): Promise<ShardResult> => {
    const shard = parseAs(shardRefSchema, event, 'the forecast event');
    const records: SeriesRecord[] = [];
    for await (const some of readShardSeries(objects, shard)) records.push(...some);
    const tasks = tasksOf(shard, records, budgetMs);
    const results: SeriesResult[] = [];
    let written: Promise<void> = Promise.resolve();
    for (let first = 0; first < tasks.length; first += SERIES_AT_A_TIME) {
      const next = tasks.slice(first, first + SERIES_AT_A_TIME);
      const [forecast] = await Promise.all([forecastAll(next, () => timeLeftMs() - RESERVE_MS), written]);
      written = forecasts.putAll(
        forecast.map(({ sku, document }) => ({
          key: skuKey(shard.merchant, shard.market, sku),
          value: document,
        })),
      );
      results.push(...forecast);
    }
    await Promise.all([written, writeFiles(objects, shard, records, results)]);
    const contests = createShardContests();
    for (const { document } of results) contests.add(document);
    const { merchant, runId } = shard;
    const rivals = await contests.leave(objects, lakeKeys.shardContest(merchant, runId, shard.shard));
    await progress.done(merchant, runId, 'forecast', shard.shard);
    const done = results.filter(({ document }) => document.kind === 'ready').length;
    return { shard: shard.shard, done, lacking: results.length - done, ...rivals };
  };

function tasksOf(shard: ShardRef, records: readonly SeriesRecord[], budgetMs: number): SeriesTask[] {
  const efforts = chooseEfforts(records, budgetMs);
  const because = `a budget of ${budgetMs} ms a series allows no more`;
  return records.map((record, place) => {
    switch (efforts[place]) {
      case 'newest':
        return { shard, record, newest: { days: NEWEST_DAYS, because } };
      case 'none':
        return { shard, record, withoutModels: because };
      default:
        return { shard, record };
    }
  });
}

async function writeFiles(
  objects: ForecastDependencies['objects'],
  { merchant, market, asOf, runId, shard }: ShardRef,
  records: readonly SeriesRecord[],
  results: readonly SeriesResult[],
): Promise<void> {
  const totals = createShardTotals();
  for (const [place, record] of records.entries()) totals.add(record, results[place]?.totals);
  const rows = results.flatMap(({ document, naive }) =>
    document.kind === 'ready' ? [{ forecast: document, naive }] : [],
  );
  await Promise.all([
    objects.put(lakeKeys.forecasts(merchant, market, asOf, shard), forecastFile(rows), PARQUET),
    objects.put(lakeKeys.observed(merchant, market, asOf, shard), observedFile(records, asOf), PARQUET),
    writeShardTotals(objects, lakeKeys.shardTotals(merchant, runId, shard), totals.categories()),
  ]);
}

const PARQUET = 'application/vnd.apache.parquet';
