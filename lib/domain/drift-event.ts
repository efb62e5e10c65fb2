import type { DriftNight } from './drift.ts';
import { eventId, type TradewindEvent } from './event.ts';
import type { RunName } from './series.ts';

/** Tell that a night raised alarms: one event a market and night, however many SKUs; a repeat of the run's step has the same id. */
export function driftEvent(
  { merchant, market, runId, asOf, startedAt, at }: RunName & { startedAt: string; at: string },
  { raised, standing, tested, alarms }: DriftNight,
): TradewindEvent {
  const up = alarms.filter(({ raisedOn, direction }) => raisedOn === asOf && direction === 1).length;
  return {
    ...{ id: eventId('drift.raised', merchant, runId, startedAt), merchant, market, at },
    type: 'drift.raised',
    data: { runId, asOf, raised, up, down: raised - up, standing, tested },
  };
}
