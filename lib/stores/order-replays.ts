import { type OrderReplay, orderReplaySchema, parseAs } from '../domain/index.ts';
import { readLines, writeJsonLines } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';

/** Write a shard's replays of a night, a line of gzipped JSON a SKU; none is an empty file. Equal replays give equal bytes. */
export async function writeOrderReplays(
  objects: Pick<ObjectStore, 'put'>,
  key: string,
  replays: readonly OrderReplay[],
): Promise<void> {
  await writeJsonLines(objects, key, replays);
}

/** Read a shard's replays. @throws InputError when a line is none */
export async function readOrderReplays(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
): Promise<OrderReplay[]> {
  return readLines(objects, key, (line, where) => parseAs(orderReplaySchema, JSON.parse(line), where));
}
