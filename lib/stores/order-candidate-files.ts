import { gunzipSync, gzipSync } from 'node:zlib';
import {
  lakeKeys,
  NotFoundError,
  type OrderCandidate,
  orderCandidateSchema,
  parseStored,
} from '../domain/index.ts';
import type { ObjectStore } from './objects.ts';

/** Names a shard of a run. */
type Shard = { merchant: string; runId: string; shard: string };

/** Leave what a shard's SKUs could be ordered by: gzipped JSON lines. Equal candidates give equal bytes. */
export async function writeOrderCandidates(
  objects: Pick<ObjectStore, 'put'>,
  { merchant, runId, shard }: Shard,
  candidates: readonly OrderCandidate[],
): Promise<void> {
  const lines = candidates.map((candidate) => `${JSON.stringify(candidate)}\n`);
  await objects.put(lakeKeys.orders(merchant, runId, shard), gzipSync(lines.join('')), 'application/gzip');
}

/**
 * Read what a shard's SKUs could be ordered by.
 *
 * @returns none where the shard left none: it failed, or its run is older than such files
 * @throws UpstreamError when a line is unreadable; it names the line
 */
export async function readOrderCandidates(
  objects: Pick<ObjectStore, 'get'>,
  { merchant, runId, shard }: Shard,
): Promise<OrderCandidate[]> {
  const key = lakeKeys.orders(merchant, runId, shard);
  try {
    const text = gunzipSync(await objects.get(key)).toString('utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line, place) => parseStored(orderCandidateSchema, line, `line ${place + 1} of ${key}`));
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}
