import {
  type ForecastDocument,
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
} from '../../lib/stores/index.ts';
import { forecastSeries } from './forecast-series.ts';

/** What the step reads and writes. */
export type ForecastDependencies = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'get'>;
  forecasts: Pick<DocumentTable<ForecastDocument>, 'putAll'>;
  progress: Pick<ProgressStore, 'done'>;
};

/**
 * Forecast every series of a shard and store one document each. Running it again overwrites with the same.
 *
 * @returns how many series got a forecast, and how many have too little history for one
 */
export const createHandler =
  ({ objects, forecasts, progress }: ForecastDependencies) =>
  async (event: unknown): Promise<ShardResult> => {
    const shard = parseAs(shardRefSchema, event, 'the forecast event');
    let done = 0;
    let lacking = 0;
    for await (const records of readShardSeries(objects, shard.key)) {
      const results = records.map((record) => ({
        sku: record.sku,
        document: forecastSeries(shard, record),
      }));
      await forecasts.putAll(
        results.map(({ sku, document }) => ({
          key: skuKey(shard.merchant, shard.market, sku),
          value: document,
        })),
      );
      const ready = results.filter(({ document }) => document.kind === 'ready').length;
      done += ready;
      lacking += results.length - ready;
    }
    await progress.done(shard.merchant, shard.runId, 'forecast', shard.shard);
    return { shard: shard.shard, done, lacking };
  };
