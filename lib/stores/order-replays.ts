import { gunzipSync, gzipSync } from 'node:zlib';
import { type OrderReplay, orderReplaySchema, parseAs } from '../domain/index.ts';
import type { ObjectStore } from './objects.ts';

/** Write a shard's replays of a night, a line of gzipped JSON a SKU; none is an empty file. Equal replays give equal bytes. */
export async function writeOrderReplays(
  objects: Pick<ObjectStore, 'put'>,
  key: string,
  replays: readonly OrderReplay[],
): Promise<void> {
  const lines = replays.map((replay) => JSON.stringify(replay));
  await objects.put(key, gzipSync(lines.join('\n')), 'application/gzip');
}

/** Read a shard's replays. @throws InputError when a line is none */
export async function readOrderReplays(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
): Promise<OrderReplay[]> {
  const text = gunzipSync(await objects.get(key)).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, place) => parseAs(orderReplaySchema, JSON.parse(line), `line ${place + 1} of ${key}`));
}
