import {
  type ForecastDocument,
  lakeKeys,
  parseAs,
  type ShardResult,
  shardRefSchema,
  skuKey,
} from '../../lib/domain/index.ts';
import {
  type DocumentTable,
  type ObjectStore,
  type ProgressStore,
  readShardSeries,
  writeShardTotals,
} from '../../lib/stores/index.ts';
import type { SeriesForecaster } from './series-forecaster.ts';
import { createShardTotals } from './shard-totals.ts';

/** What the step reads and writes. */
export type ForecastDependencies = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'get' | 'put'>;
  forecasts: Pick<DocumentTable<ForecastDocument>, 'putAll'>;
  progress: Pick<ProgressStore, 'done'>;
  forecastAll: SeriesForecaster;
};

/**
 * Forecast every series of a shard, store one document each and what each category comes to. Running it again overwrites with the same.
 *
 * What is forecast is written while the next series are worked on.
 *
 * @returns how many series got a forecast, and how many have too little history for one
 */
export const createHandler =
  ({ objects, forecasts, progress, forecastAll }: ForecastDependencies) =>
  async (event: unknown): Promise<ShardResult> => {
    const shard = parseAs(shardRefSchema, event, 'the forecast event');
    let done = 0;
    let lacking = 0;
    let written: Promise<void> = Promise.resolve();
    const totals = createShardTotals();
    for await (const records of readShardSeries(objects, shard.key)) {
      const tasks = records.map((record) => ({ shard, record }));
      const [results] = await Promise.all([forecastAll(tasks), written]);
      written = forecasts.putAll(
        results.map(({ sku, document }) => ({
          key: skuKey(shard.merchant, shard.market, sku),
          value: document,
        })),
      );
      for (const [place, record] of records.entries()) totals.add(record, results[place]?.totals);
      const ready = results.filter(({ document }) => document.kind === 'ready').length;
      done += ready;
      lacking += results.length - ready;
    }
    await written;
    const { merchant, runId } = shard;
    await writeShardTotals(objects, lakeKeys.shardTotals(merchant, runId, shard.shard), totals.categories());
    await progress.done(merchant, runId, 'forecast', shard.shard);
    return { shard: shard.shard, done, lacking };
  };
