import * as z from 'zod/mini';
import {
  isPassingFault,
  parseAs,
  planResultSchema,
  type Run,
  runSchema,
  type ShardResult,
  segmentResultSchema,
  shardRefSchema,
  shardResultSchema,
} from '../../lib/domain/index.ts';
import type { ObjectStore } from '../../lib/stores/index.ts';
import { ProcessDied } from './dying-process.ts';
import type { NightProcess, Step } from './night-process.ts';

/** Does a step of the night with an event, in a process of the test's choice. */
export type DoStep = (step: Step, event: unknown) => Promise<unknown>;

/** Tries of a step that meets a passing fault, as the state machine has it: the first and three more. */
const TRIES = 4;

/**
 * Run a night of the market `de` as the state machine does: plan, all shards' forecasts beside the segments, all shards'
 * policies, the report. A shard that fails for good becomes a value.
 *
 * @returns the closed run
 */
export async function runNight(
  lake: Pick<ObjectStore, 'get'>,
  work: DoStep,
  execution = 'night',
): Promise<Run> {
  const request = { request: { merchant: 'demo', market: 'de' }, execution };
  const plan = parseAs(planResultSchema, await tried(work, 'plan', request), 'the plan');
  const manifest: unknown = JSON.parse(new TextDecoder().decode(await lake.get(plan.manifest.key)));
  const shards = parseAs(z.array(shardRefSchema), manifest, 'the manifest');
  const overShards = async (step: 'forecast' | 'learn') => {
    const answers: ShardResult[] = [];
    for (const shard of shards)
      answers.push(
        await tried(work, step, shard).then(
          (answer) => parseAs(shardResultSchema, answer, step),
          (error: Error) => ({
            ...{ shard: shard.shard, done: 0, lacking: 0 },
            failed: JSON.stringify({ Error: error.name, Cause: error.message }),
          }),
        ),
      );
    return answers;
  };
  const { merchant, market, asOf, runId } = plan;
  const [forecast, segment] = await Promise.all([
    overShards('forecast'),
    tried(work, 'segment', { merchant, market, asOf, runId }),
  ]);
  const learn = await overShards('learn');
  const answers = { forecast, segment: parseAs(segmentResultSchema, segment, 'the segments'), learn };
  return parseAs(runSchema, await tried(work, 'report', { ...plan, ...answers }), 'the run');
}

async function tried(work: DoStep, step: Step, event: unknown): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(step, event);
    } catch (error) {
      // a process that died is an error of the platform, which the state machine tries again too
      const mayPass = error instanceof ProcessDied || isPassingFault(error);
      if (attempt === TRIES || !mayPass) throw error;
    }
  }
}

/** Do every step in one process that lives. */
export const inOneProcess =
  (process: NightProcess): DoStep =>
  (step, event) =>
    process[step](event);
