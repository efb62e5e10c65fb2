import * as z from 'zod/mini';
import { parseAs, type ReportRequest, type ShardRef, shardRefSchema } from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';

/** List the shards of a run that a step got through, in the order of the manifest. */
export async function readShardsDone(
  objects: Pick<ObjectStore, 'get'>,
  { manifest, ...steps }: Pick<ReportRequest, 'manifest' | 'forecast' | 'learn'>,
  step: 'forecast' | 'learn',
): Promise<ShardRef[]> {
  const failed = new Set(steps[step].filter((shard) => shard.failed !== undefined).map(({ shard }) => shard));
  const text = new TextDecoder().decode(await objects.get(manifest.key));
  const shards = parseAs(z.array(shardRefSchema), JSON.parse(text), `the manifest ${manifest.key}`);
  return shards.filter(({ shard }) => !failed.has(shard));
}
