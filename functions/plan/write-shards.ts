import { gzipSync } from 'node:zlib';
import {
  lakeKeys,
  type RunName,
  type SeriesRecord,
  type ShardRef,
  shardName,
} from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/** Series in a shard: enough work for a function to be worth its start, little enough to repeat. */
export const MOST_SERIES = 24;
/** Bytes of a shard's text: what a function holds in memory at once. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Collects series into shards and writes each as it fills. Equal series give equal bytes. */
export type ShardWriter = {
  add(series: SeriesRecord): Promise<void>;
  /** Write what is left. @returns every shard, in order */
  finish(): Promise<ShardRef[]>;
};

/** Write shards of at most 24 series and 8 MiB, gzipped JSON lines without a time stamp. */
export function createShardWriter(objects: Pick<ObjectStore, 'put'>, run: RunName): ShardWriter {
  const shards: ShardRef[] = [];
  let lines: string[] = [];
  let bytes = 0;
  const write = async () => {
    if (lines.length === 0) return;
    const shard = shardName(shards.length + 1);
    const key = lakeKeys.shard(run.merchant, run.runId, shard);
    const body = gzipSync(lines.join(''));
    const { merchant, market, asOf, runId } = run;
    shards.push({ merchant, market, asOf, runId, shard, key, series: lines.length });
    lines = [];
    bytes = 0;
    await objects.put(key, body, 'application/gzip');
  };
  return {
    add: async (series) => {
      const line = `${JSON.stringify(series)}\n`;
      const size = Buffer.byteLength(line);
      if (lines.length === MOST_SERIES || bytes + size > MOST_BYTES) await write();
      lines.push(line);
      bytes += size;
    },
    finish: async () => {
      await write();
      return shards;
    },
  };
}
