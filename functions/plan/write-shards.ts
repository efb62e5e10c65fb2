import { gzipSync } from 'node:zlib';
import {
  lakeKeys,
  type RunName,
  type SeriesRecord,
  type ShardRef,
  shardName,
} from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/** Series in a shard of a small market: enough work for a function to be worth its start, little enough to repeat. */
const FEWEST_SERIES = 24;
/** And of a large one: half a minute's forecasts at their budget of 100 ms, of the function's ten minutes. */
const MOST_SERIES = 240;
/** Shards that a market is cut into before its shards grow: each has its start and its answer, and costs a few state transitions. */
const USUAL_SHARDS = 400;
/** Bytes of a shard's text: what a function holds in memory at once. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Collects series into shards and writes each as it fills. Equal series give equal bytes. */
export type ShardWriter = {
  add(series: SeriesRecord): Promise<void>;
  /** Write what is left. @returns every shard, in order */
  finish(): Promise<ShardRef[]>;
};

/** Tell how many series a shard of a market holds: 24 up to 9,600 series, 160 of 64,000, 240 from 96,000 on. */
export const seriesAShard = (series: number): number =>
  Math.min(MOST_SERIES, Math.max(FEWEST_SERIES, Math.ceil(series / USUAL_SHARDS)));

/**
 * Write shards of at most 8 MiB, gzipped JSON lines without a time stamp.
 *
 * @param most - series in one
 */
export function createShardWriter(
  objects: Pick<ObjectStore, 'put'>,
  run: RunName & Pick<ShardRef, 'ordersTo'>,
  most: number,
): ShardWriter {
  const shards: ShardRef[] = [];
  let lines: string[] = [];
  let bytes = 0;
  const write = async () => {
    if (lines.length === 0) return;
    const shard = shardName(shards.length + 1);
    const key = lakeKeys.shard(run.merchant, run.runId, shard);
    const body = gzipSync(lines.join(''));
    const { merchant, market, asOf, runId, ordersTo } = run;
    const dated = ordersTo === undefined ? {} : { ordersTo };
    shards.push({ merchant, market, asOf, runId, shard, key, series: lines.length, ...dated });
    lines = [];
    bytes = 0;
    await objects.put(key, body, 'application/gzip');
  };
  return {
    add: async (series) => {
      const line = `${JSON.stringify(series)}\n`;
      const size = Buffer.byteLength(line);
      if (lines.length === most || bytes + size > MOST_BYTES) await write();
      lines.push(line);
      bytes += size;
    },
    finish: async () => {
      await write();
      return shards;
    },
  };
}
