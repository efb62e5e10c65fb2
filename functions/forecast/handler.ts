import { gunzipSync } from 'node:zlib';
import {
  type ForecastDocument,
  InputError,
  parseAs,
  type SeriesRecord,
  type ShardResult,
  seriesRecordSchema,
  shardRefSchema,
  skuKey,
} from '../../lib/domain/index.ts';
import type { DocumentTable, ObjectStore, ProgressStore } from '../../lib/stores/index.ts';
import { forecastSeries } from './forecast-series.ts';

export type ForecastDependencies = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'get'>;
  forecasts: Pick<DocumentTable<ForecastDocument>, 'putAll'>;
  progress: Pick<ProgressStore, 'done'>;
};

/** Documents written at a time: one batch of the table, and all that is held besides the shard itself. */
const WRITTEN_AT_A_TIME = 25;

/**
 * Forecast every series of a shard and store one document each. Running it again overwrites with the same.
 *
 * @returns how many series got a forecast, and how many have too little history for one
 */
export const createHandler =
  ({ objects, forecasts, progress }: ForecastDependencies) =>
  async (event: unknown): Promise<ShardResult> => {
    const shard = parseAs(shardRefSchema, event, 'the forecast event');
    const lines = readLines(await objects.get(shard.key));
    let done = 0;
    let lacking = 0;
    for (let first = 0; first < lines.length; first += WRITTEN_AT_A_TIME) {
      const results = lines.slice(first, first + WRITTEN_AT_A_TIME).map((line, i) => {
        const record = readRecord(line, `line ${first + i + 1} of ${shard.key}`);
        return { sku: record.sku, document: forecastSeries(shard, record) };
      });
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

function readLines(body: Uint8Array): string[] {
  return gunzipSync(body)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function readRecord(line: string, where: string): SeriesRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new InputError(`${where} is not JSON`, { cause: error });
  }
  return parseAs(seriesRecordSchema, value, where);
}
