import {
  lakeKeys,
  parseAs,
  parseStored,
  type RunName,
  type YearReplay,
  type YearSample,
  yearReplaySchema,
  yearSampleSchema,
} from '../domain/index.ts';
import { inBatches } from './in-batches.ts';
import { readLines, writeJsonLines } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';

const AT_ONCE = 16;

/** Write a shard's replays of the year, a line of gzipped JSON a SKU. Equal replays give equal bytes. */
export async function writeYearReplays(
  objects: Pick<ObjectStore, 'put'>,
  key: string,
  replays: readonly YearReplay[],
): Promise<void> {
  await writeJsonLines(objects, key, replays);
}

/**
 * Read a night's sample of the year and what its shards replayed.
 *
 * A SKU stands in two files of a night where a run was repeated with other shards: the last file holds.
 *
 * @returns `null` on a night that drew none
 * @throws InputError when a line is none
 */
export async function readYearReplays(
  objects: Pick<ObjectStore, 'get' | 'list'>,
  { merchant, market, asOf }: Pick<RunName, 'merchant' | 'market' | 'asOf'>,
): Promise<{ sample: YearSample; replays: YearReplay[] } | null> {
  const drawn = lakeKeys.yearSample(merchant, market, asOf);
  if ((await objects.list(drawn)).length === 0) return null;
  const sample = parseStored(yearSampleSchema, new TextDecoder().decode(await objects.get(drawn)), drawn);
  const some = lakeKeys.yearReplays(merchant, market, asOf, 's');
  const keys = await objects.list(some.slice(0, some.lastIndexOf('/') + 1));
  const bySku = new Map<string, YearReplay>();
  const read = (key: string) =>
    readLines(objects, key, (line, where) => parseAs(yearReplaySchema, JSON.parse(line), where));
  for await (const parts of inBatches(keys, AT_ONCE, read))
    for (const replay of parts.flat()) bySku.set(replay.sku, replay);
  return { sample, replays: [...bySku.values()] };
}
