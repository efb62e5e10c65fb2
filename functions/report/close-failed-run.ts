import {
  type FailedRunRequest,
  failedRunRequestSchema,
  parseAs,
  type Run,
  runIdOf,
  runKey,
} from '../../lib/domain/index.ts';
import type { RunTable } from '../../lib/stores/index.ts';

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
  const failed: Run = { ...beginning, ...stored, state: 'failed', finishedAt, reason: reasonOf(request) };
  if (request.runId !== undefined || stored?.state === 'running') await runs.put(key, failed);
  else await runs.putNew(key, failed);
  return failed;
}

/** Put an error into words: the message of a Lambda's cause without its stack, else whatever text there is. */
function reasonOf({ error, cause }: FailedRunRequest): string {
  const name = typeof error === 'string' ? error : error.Error;
  const text = cause ?? (typeof error === 'string' ? undefined : error.Cause);
  return (
    [name, messageOf(text)].filter((part) => part !== undefined && part !== '').join(': ') || 'unknown error'
  );
}

function messageOf(cause: string | undefined): string | undefined {
  if (cause === undefined || !cause.startsWith('{')) return cause;
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed)
      return String(parsed.errorMessage);
  } catch (error) {
    // a cause is cut off at 32 KiB and may then be half a JSON text: it is shown as it is
    if (!(error instanceof SyntaxError)) throw error;
  }
  return cause;
}
