import { ConflictError, isUnderWay, NotFoundError, type Run, runKey } from '../../lib/domain/index.ts';
import type { RunStopper } from '../../lib/runtime/run-stopper.ts';
import type { RunTable } from '../../lib/stores/index.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  runs: RunTable;
  stopRun: RunStopper;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Stop a run that is under way. */
export function createCancelRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'POST /v1/runs/{run}/cancel'> {
  return {
    'POST /v1/runs/{run}/cancel': async ({ caller: { merchant, client }, path, body }) => {
      const why = body.reason === undefined ? '' : `: ${body.reason}`;
      const reason = `cancelled by ${client === '' ? 'a client' : client}${why}`;
      return { body: await cancelRun(dependencies, { merchant, runId: path.run }, reason) };
    },
  };
}

/**
 * Stop a run's execution and mark the run; forecasts and policies of shards that were done stay, and the progress with them.
 *
 * The execution is stopped first: whoever dies in between leaves a run that can be cancelled again, and no execution that goes
 * on under a row that says otherwise.
 *
 * @returns the run; one that is cancelled already as it is
 * @throws NotFoundError, and ConflictError where it has ended or ends in this very moment
 */
async function cancelRun(
  { runs, stopRun, now }: Dependencies,
  { merchant, runId }: { merchant: string; runId: string },
  reason: string,
): Promise<Run> {
  const key = runKey(merchant, runId);
  const stored = await runs.get(key, { consistent: true });
  if (stored === undefined)
    throw new NotFoundError(
      `there is no run ${runId}; one that was just started is there once it is planned`,
    );
  const { value: run, version } = stored;
  if (run.state === 'cancelled') return run;
  if (run.state !== 'running') throw new ConflictError(`the run ${runId} has ended: ${run.state}`);
  const isOver = !isUnderWay(run, now());
  if (run.execution === undefined && !isOver)
    throw new ConflictError(
      `the run ${runId} was begun by an earlier version, which kept no name to stop it by`,
    );
  if (run.execution !== undefined) await stopRun(run.execution, reason);
  const cancelled = cancelledRun(run, now(), reason);
  if (await runs.replace(key, cancelled, version)) return cancelled;
  throw new ConflictError(`the run ${runId} went on in this moment: ask again how it stands`);
}

/** A retry that is stopped leaves the results of its night, which are served, as they ended. */
function cancelledRun(run: Run, finishedAt: string, reason: string): Run {
  return run.retriedAt === undefined || run.summary === undefined
    ? { ...run, state: 'cancelled', finishedAt, reason }
    : { ...run, state: 'finishedWithFailures', finishedAt, reason: `its retry was ${reason}` };
}
