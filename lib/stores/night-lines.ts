import { type DecisionLogEntry, lakeKeys } from '../domain/index.ts';
import { writeJsonLines } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';

/** Write what a shard's night did to decisions, until the run's end seals it. Equal lines give equal bytes. */
export async function writeNightLines(
  objects: Pick<ObjectStore, 'put'>,
  { merchant, runId, shard }: { merchant: string; runId: string; shard: string },
  lines: readonly DecisionLogEntry[],
): Promise<void> {
  await writeJsonLines(objects, lakeKeys.nightLines(merchant, runId, shard), lines);
}
