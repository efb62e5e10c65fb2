import { lakeKeys, type OrderCandidate, orderCandidateSchema, parseStored } from '../domain/index.ts';
import { readLinesIfAny, writeJsonLines } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';

/** Names a shard of a run. */
type Shard = { merchant: string; runId: string; shard: string };

/** Leave what a shard's SKUs could be ordered by: gzipped JSON lines. Equal candidates give equal bytes. */
export async function writeOrderCandidates(
  objects: Pick<ObjectStore, 'put'>,
  { merchant, runId, shard }: Shard,
  candidates: readonly OrderCandidate[],
): Promise<void> {
  await writeJsonLines(objects, lakeKeys.orders(merchant, runId, shard), candidates);
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
  return readLinesIfAny(objects, lakeKeys.orders(merchant, runId, shard), (line, where) =>
    parseStored(orderCandidateSchema, line, where),
  );
}
