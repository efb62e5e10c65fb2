import { eventId, type TradewindEvent } from './event.ts';
import type { Run } from './run.ts';

/**
 * Tell how a run ended. Its start names the event, or that of the retry of its shards: a run that is made again, and one whose
 * failed shards were, tells of itself again; a step that is repeated does not.
 *
 * @returns `undefined` of one that has not ended, or was cancelled
 */
export function runEvent(run: Run): TradewindEvent | undefined {
  const { merchant, market, runId, asOf, state, startedAt, finishedAt = startedAt, retriedAt, sealed } = run;
  // of a run that was stopped only who stopped it need know
  if (state === 'running' || state === 'cancelled') return undefined;
  const told = (type: 'run.finished' | 'run.failed') => ({
    ...{ id: eventId(type, merchant, runId, retriedAt ?? startedAt), merchant, market, at: finishedAt },
  });
  if (state === 'failed') return { ...told('run.failed'), type: 'run.failed', data: { runId, asOf } };
  const { series, summary } = run;
  return {
    ...told('run.finished'),
    type: 'run.finished',
    data: {
      ...{ runId, asOf, state, series },
      forecasts: summary?.forecasts ?? 0,
      policies: summary?.policies ?? 0,
      insufficientData: summary?.insufficientData ?? 0,
      failedShards: summary?.failures ?? summary?.failedShards.length ?? 0,
      ...(sealed === undefined ? {} : { sealed }),
    },
  };
}
