import {
  dueRunOf,
  type FailedRunRequest,
  failedRunRequestSchema,
  type Market,
  parseAs,
  type Run,
  runIdOf,
  runKey,
} from '../../lib/domain/index.ts';
import type { RunTable } from '../../lib/stores/index.ts';
import { errorInWords } from './error-in-words.ts';

type Dependencies = {
  runs: Pick<RunTable, 'get' | 'put' | 'putNew'>;
  /** Markets homed here. */
  markets: readonly Market[];
  now: () => string;
};

/** A run's own plan sets it running again; a report that is given an error a second time finds it failed. */
const FAILABLE: readonly Run['state'][] = ['running', 'failed'];

/**
 * Mark a run failed, with the reason that the state machine's catch-all gives; what it had done stays.
 *
 * When `plan` failed before it named the run, the date asked for names it, or else the one that its schedule stands for;
 * such a row never takes the place of another, nor of one that another execution makes.
 */
export async function closeFailedRun(dependencies: Dependencies, event: unknown): Promise<Run> {
  const { runs, now } = dependencies;
  const { execution, failed: request } = parseAs(failedRunRequestSchema, event, 'the failed run');
  const { merchant, market } = request;
  const finishedAt = now();
  const asOf = dateOf(dependencies, request, finishedAt);
  const runId = request.runId ?? runIdOf(market, asOf);
  const key = runKey(merchant, runId);
  const stored = (await runs.get(key, { consistent: true }))?.value;
  if (stored?.state === 'running' && (stored.execution ?? execution) !== execution) return stored;
  // its report had closed it and could not say so aloud: the run itself is done
  if (request.runId !== undefined && stored !== undefined && !FAILABLE.includes(stored.state)) return stored;
  const beginning = { merchant, market, asOf, runId, startedAt: finishedAt, execution, series: 0, shards: 0 };
  const failed: Run = {
    ...beginning,
    ...stored,
    state: 'failed',
    finishedAt,
    reason: errorInWords(request.error, request.cause),
  };
  if (request.runId !== undefined || stored?.state === 'running') await runs.put(key, failed);
  else await runs.putNew(key, failed);
  return failed;
}

function dateOf({ markets }: Dependencies, request: FailedRunRequest['failed'], finishedAt: string): string {
  const { asOf, scheduledAt, market } = request;
  if (asOf !== undefined) return asOf;
  const home = markets.find((candidate) => candidate.market === market);
  if (home === undefined || scheduledAt === undefined) return (scheduledAt ?? finishedAt).slice(0, 10);
  return dueRunOf(home, scheduledAt).asOf;
}
