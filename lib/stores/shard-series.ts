import * as z from 'zod/mini';
import {
  type DriftKnown,
  driftKnownSchema,
  InputError,
  lakeKeys,
  parseAs,
  type SeriesRecord,
  type ShardRef,
  seriesRecordSchema,
} from '../domain/index.ts';
import { readTexts } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';
import { readJson } from './read-json.ts';

/** Series read at a time: one batch of the tables, and all that is held besides the shard itself. */
const SERIES_AT_A_TIME = 25;

/** By the place of the series in its shard: names of SKUs are anything. */
const shardDriftSchema = z.record(z.string(), driftKnownSchema);

/**
 * Read a shard's series in batches of 25, parsed when their turn comes, each with what the plan found of drift in it: that is
 * known only when the last shard has been written, and so lies beside them.
 *
 * @throws InputError when a line is no series; it names the line
 */
export async function* readShardSeries(
  objects: Pick<ObjectStore, 'get'>,
  shard: Pick<ShardRef, 'merchant' | 'runId' | 'shard' | 'key' | 'drifts'>,
): AsyncGenerator<SeriesRecord[]> {
  const { merchant, runId, key, drifts = 0 } = shard;
  const lines = await readTexts(objects, key);
  const driftKey = lakeKeys.shardDrift(merchant, runId, shard.shard);
  const known: Record<string, DriftKnown> =
    drifts > 0 ? await readJson(objects, driftKey, shardDriftSchema) : {};
  for (let first = 0; first < lines.length; first += SERIES_AT_A_TIME) {
    yield lines
      .slice(first, first + SERIES_AT_A_TIME)
      .map((line, i) => ({ ...readRecord(line, `line ${first + i + 1} of ${key}`), ...known[first + i] }));
  }
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
