import * as z from 'zod/mini';
import {
  ConflictError,
  InputError,
  isUnderWay,
  lakeKeys,
  NotFoundError,
  type PlanResult,
  type Run,
  type RunName,
  type RunRequest,
  runIdOf,
  runKey,
  runResultsSchema,
  type SegmentResult,
  type ShardRef,
  shardRefSchema,
} from '../../lib/domain/index.ts';
import { type ObjectStore, type PseudonymKeyTable, type RunTable, readJson } from '../../lib/stores/index.ts';
import { refuseWhileRenaming } from './refuse-while-renaming.ts';

type Dependencies = {
  objects: Pick<ObjectStore, 'bucket' | 'get' | 'put'>;
  runs: Pick<RunTable, 'get' | 'replace'>;
  keys: Pick<PseudonymKeyTable, 'get'>;
  now: () => string;
};

/**
 * Plan the retry of a run: its series stay as they were planned, and a manifest of its own names the shards that failed in
 * any step. What had been done and told of the run stays until the report tells it anew, so that a retry that fails can be
 * retried.
 *
 * @throws InputError for a request without `asOf`, NotFoundError for a run that never was, ConflictError for one of which
 *   nothing has failed
 */
export async function planRetry(
  dependencies: Dependencies,
  { merchant, market, asOf }: RunRequest,
  execution: string,
): Promise<PlanResult> {
  if (asOf === undefined) throw new InputError('a retry needs the date of its run: asOf');
  const { objects } = dependencies;
  const run = { merchant, market, asOf, runId: runIdOf(market, asOf) };
  const { row, madeBy } = await claimRetry(dependencies, run, execution);
  const failed = row.summary?.failedShards ?? [];
  const shards = await chooseShards(objects, run, await failedNames(objects, run, row));
  const manifest = { bucket: objects.bucket, key: lakeKeys.retryManifest(merchant, run.runId) };
  const { buyers = 0, segments = 0 } = row.summary ?? {};
  const keptSegment: SegmentResult | null = failed.some(({ step }) => step === 'segment')
    ? null
    : { buyers, segments };
  const { series, shards: count } = row;
  const retried = shards.map(({ shard }) => shard);
  const planned = { ...run, series, shards: count, manifest, retried, keptSegment };
  if (madeBy === undefined) await refuseWhileRenaming(dependencies.keys, merchant);
  if (madeBy !== undefined) return { ...planned, ready: false, madeBy };
  await objects.put(manifest.key, JSON.stringify(shards), 'application/json');
  return { ...planned, ready: true };
}

/** Claim a run as `claimRun` does; its summary stays until the report tells it anew. */
async function claimRetry(
  { runs, now }: Dependencies,
  { merchant, runId }: RunName,
  execution: string,
): Promise<{ row: Run; madeBy?: string }> {
  const key = runKey(merchant, runId);
  for (;;) {
    const stored = await runs.get(key, { consistent: true });
    if (stored === undefined) throw new NotFoundError(`there is no run ${runId} to retry`);
    const run = stored.value;
    if ((run.summary?.failedShards ?? []).length === 0)
      throw new ConflictError(`no shard of ${runId} has failed: there is nothing to retry`);
    if (run.state === 'running' && run.execution === execution) return { row: run };
    if (isUnderWay(run, now())) return { row: run, madeBy: run.execution ?? 'another' };
    const { finishedAt: _, reason: __, ...kept } = run;
    const row: Run = { ...kept, state: 'running', execution, retriedAt: now() };
    if (await runs.replace(key, row, stored.version)) return { row };
  }
}

/** The shards that failed: as the run tells them or, of more than it tells, as its report kept their answers. */
async function failedNames(
  objects: Dependencies['objects'],
  { merchant, runId }: RunName,
  { summary }: Run,
): Promise<ReadonlySet<string>> {
  if (summary?.failures === undefined) return new Set(summary?.failedShards.map(({ shard }) => shard));
  const key = lakeKeys.runResults(merchant, runId);
  const { forecast, learn } = await readJson(objects, key, runResultsSchema);
  const failed = [...forecast, ...learn].filter((answer) => answer.failed !== undefined);
  return new Set(failed.map(({ shard }) => shard));
}

/**
 * Take the failed shards out of the run's manifest. Where the segments alone failed it is the first shard, which comes to
 * the same again: the maps are given something to do.
 */
async function chooseShards(
  objects: Dependencies['objects'],
  { merchant, runId }: RunName,
  failed: ReadonlySet<string>,
): Promise<ShardRef[]> {
  const key = lakeKeys.manifest(merchant, runId);
  const all = await readJson(objects, key, z.array(shardRefSchema));
  const chosen = all.filter(({ shard }) => failed.has(shard));
  return chosen.length > 0 ? chosen : all.slice(0, 1);
}
