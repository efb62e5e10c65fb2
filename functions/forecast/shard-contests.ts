import {
  type ForecastDocument,
  type ShardResult,
  sumValuesAdded,
  type ValueAdded,
  valuesOf,
} from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/** Adds up what the contests of a shard came to. */
export type ShardContests = {
  add(document: ForecastDocument): void;
  /** Leave the sums for the report, where there are any. @returns what the shard's answer says of them */
  leave(objects: Pick<ObjectStore, 'put'>, key: string): Promise<Pick<ShardResult, 'rivals'>>;
};

/** Start a shard without a contest. */
export function createShardContests(): ShardContests {
  const values: ValueAdded[] = [];
  let rivals = 0;
  return {
    add: (document) => {
      if (document.kind !== 'ready' || document.contest === undefined) return;
      rivals += 1;
      values.push(...valuesOf(document.contest));
    },
    leave: async (objects, key) => {
      if (rivals === 0) return {};
      await objects.put(key, JSON.stringify(sumValuesAdded(values)), 'application/json');
      return { rivals };
    },
  };
}
