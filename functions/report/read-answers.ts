import * as z from 'zod/mini';
import {
  InputError,
  lakeKeys,
  NotFoundError,
  parseAs,
  type ReportEvent,
  type ReportRequest,
  type RunResults,
  runResultsSchema,
  type ShardResult,
  shardRefSchema,
  shardResultSchema,
} from '../../lib/domain/index.ts';
import { type ObjectStore, readJson } from '../../lib/stores/index.ts';

type Objects = Pick<ObjectStore, 'get' | 'put'>;
type Step = keyof RunResults;

/**
 * Read what every shard of a run answered, and keep it: a retry's answers take the place of those before them, and the
 * others stay. A shard of the manifest of which there is no answer has failed too.
 *
 * @returns the run with the manifest and the answers of all its shards
 * @throws InputError when a retry has nothing to go on from
 */
export async function readAnswers(objects: Objects, event: ReportEvent): Promise<ReportRequest> {
  const { merchant, runId, ready, retried } = event;
  if (!ready) return { ...event, forecast: [], learn: [] };
  const manifest = { ...event.manifest, key: lakeKeys.manifest(merchant, runId) };
  const named = await readJson(objects, manifest.key, z.array(shardRefSchema));
  const shards = named.map(({ shard }) => shard);
  const before = retried === null || retried === undefined ? undefined : await readKept(objects, event);
  const answersOf = async (step: Step) => {
    const kept = before?.[step].filter(({ shard }) => retried?.includes(shard) !== true) ?? [];
    return complete(shards, [...kept, ...(await readStep(objects, event[step]))]);
  };
  const answers: RunResults = { forecast: await answersOf('forecast'), learn: await answersOf('learn') };
  const key = lakeKeys.runResults(merchant, runId);
  await objects.put(key, JSON.stringify(answers), 'application/json');
  return { ...event, ...answers, manifest };
}

/** One answer for each shard of the manifest, in its order. */
function complete(shards: readonly string[], answers: readonly ShardResult[]): ShardResult[] {
  const known = new Map(answers.map((answer) => [answer.shard, answer]));
  return shards.map(
    (shard) => known.get(shard) ?? { shard, done: 0, lacking: 0, failed: 'it left no answer' },
  );
}

async function readKept(objects: Objects, { merchant, runId }: ReportEvent): Promise<RunResults> {
  const key = lakeKeys.runResults(merchant, runId);
  try {
    return await readJson(objects, key, runResultsSchema);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const told = `the answers of ${runId} are no longer kept: run it again whole, without retry`;
    throw new InputError(told, { cause: error });
  }
}

const fileSchema = z.object({ Key: z.string() });
/** As Step Functions writes it; children that were never begun, or given up, are pending. */
const mapRunSchema = z.object({
  ResultFiles: z.object({ SUCCEEDED: z.array(fileSchema), FAILED: z.array(fileSchema) }),
});
/** A child that failed by itself is told whole, its input as JSON text. */
const failedChildSchema = z.object({
  Input: z.optional(z.string()),
  Error: z.optional(z.string()),
  Cause: z.optional(z.string()),
});

/** Read the answers that a Map Run left, through its manifest alone: how its files are called is Step Functions' own. */
async function readStep(objects: Objects, left: ReportEvent[Step]): Promise<ShardResult[]> {
  if (Array.isArray(left)) return left;
  const { ResultFiles } = await readJson(objects, left.key, mapRunSchema);
  const answers: ShardResult[] = [];
  for (const { Key } of ResultFiles.SUCCEEDED)
    answers.push(...(await readJson(objects, Key, z.array(shardResultSchema))));
  for (const { Key } of ResultFiles.FAILED)
    for (const child of await readJson(objects, Key, z.array(failedChildSchema)))
      answers.push(...failureOf(child, Key));
  return answers;
}

function failureOf(
  { Input, Error: name, Cause: cause }: z.infer<typeof failedChildSchema>,
  key: string,
): ShardResult[] {
  // a child whose input is not told cannot be named: its shard is one without an answer
  if (Input === undefined) return [];
  const { shard } = parseAs(z.object({ shard: z.string() }), JSON.parse(Input), key);
  return [{ shard, done: 0, lacking: 0, failed: JSON.stringify({ Error: name, Cause: cause }) }];
}
