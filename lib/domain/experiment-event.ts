import { eventId, type TradewindEvent } from './event.ts';
import type { Experiment } from './experiment.ts';

/**
 * Say aloud that an experiment ended. Its id names the event: whoever tells it again says the same.
 *
 * @param market - whose night ended it; of those that a person stopped its first one
 * @param sentence - the newest look's
 */
export function experimentEvent(
  { merchant, market }: { merchant: string; market: string },
  { id, name, ended, state, looks, createdAt }: Experiment,
  sentence: string,
): TradewindEvent {
  const type = state === 'finished' ? 'experiment.finished' : 'experiment.stopped';
  const verdict = looks.at(-1)?.verdict ?? 'not enough data';
  return {
    ...{ id: eventId(type, merchant, id), type, merchant, market, at: ended?.at ?? createdAt },
    data: { experiment: id, name, cause: ended?.cause ?? 'end', verdict, sentence },
  };
}
