import type { ShardResult } from '../../lib/domain/index.ts';

/** Name the shards that a step got through, in the order of the manifest, whatever that of their answers is. */
export const shardsDone = (answers: readonly ShardResult[]): string[] =>
  answers.flatMap(({ shard, failed }) => (failed === undefined ? [shard] : [])).sort();
