import * as z from 'zod/mini';
import {
  lakeKeys,
  parseStored,
  type ReportRequest,
  sumValuesAdded,
  type ValueAdded,
  valueAddedSchema,
} from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/** Sources told apart in a run: one who names a source a file is not to fill the item. */
const MOST_SOURCES = 20;

/**
 * Add up what uploaded forecasts and adjustments were worth, from what the run's shards left.
 *
 * @returns most valuable first; empty where nothing competed
 */
export async function readForecastValue(
  objects: Pick<ObjectStore, 'get'>,
  { merchant, runId, forecast }: ReportRequest,
): Promise<ValueAdded[]> {
  const values: ValueAdded[] = [];
  for (const { shard, rivals = 0 } of forecast) {
    if (rivals === 0) continue;
    const key = lakeKeys.shardContest(merchant, runId, shard);
    const text = new TextDecoder().decode(await objects.get(key));
    values.push(...parseStored(z.array(valueAddedSchema), text, key));
  }
  return sumValuesAdded(values).slice(0, MOST_SOURCES);
}
