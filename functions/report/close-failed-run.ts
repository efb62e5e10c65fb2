import { failedRunRequestSchema, parseAs, type Run, runIdOf, runKey } from '../../lib/domain/index.ts';
import type { RunTable } from '../../lib/stores/index.ts';
import { errorInWords } from './error-in-words.ts';

type Dependencies = { runs: Pick<RunTable, 'get' | 'put' | 'putNew'>; now: () => string };

/**
 * Mark a run failed, with the reason that the state machine's catch-all gives; what it had done stays.
 *
 * When `plan` failed before it named the run, the date asked for names it, or else the day on which it was due; such a
 * row never takes the place of another.
 */
export async function closeFailedRun({ runs, now }: Dependencies, event: unknown): Promise<Run> {
  const request = parseAs(failedRunRequestSchema, event, 'the failed run');
  const { merchant, market } = request;
  const finishedAt = now();
  const asOf = request.asOf ?? (request.scheduledAt ?? finishedAt).slice(0, 10);
  const runId = request.runId ?? runIdOf(market, asOf);
  const key = runKey(merchant, runId);
  const stored = (await runs.get(key, { consistent: true }))?.value;
  const beginning = { merchant, market, asOf, runId, startedAt: finishedAt, series: 0, shards: 0 };
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
