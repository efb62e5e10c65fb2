import { type NewLogEntry, type TradewindEvent, untoldKey } from '../../lib/domain/index.ts';
import type { ConditionalWrite } from '../../lib/stores/index.ts';
import type { DecisionParts } from './decision-parts.ts';

/** What it takes to log what a person did, and to tell it. */
export type ActParts = Pick<DecisionParts, 'log' | 'untold' | 'announce' | 'audit'>;

/**
 * Write what a person did: what it changes, a line in the log of each market that it concerns and the event that tells of it, all or
 * nothing; then tell it.
 *
 * Who dies between writing and telling leaves the event behind, and a sweep tells it within a quarter of an hour.
 *
 * @returns false, with nothing written, where somebody else was faster
 */
export async function writeAndTell(
  { log, untold, announce, audit }: ActParts,
  { lines, event }: { lines: readonly NewLogEntry[]; event: TradewindEvent | undefined },
  writes: readonly ConditionalWrite[],
): Promise<boolean> {
  const place = event === undefined ? undefined : untoldKey(event.merchant, event.id);
  const waiting = event === undefined || place === undefined ? [] : [untold.writing(place, event, null)];
  if ((await log.appendAll(lines, [...writes, ...waiting])) === null) return false;
  if (event === undefined || place === undefined) return true;
  try {
    await announce([event]);
    await untold.remove(place);
  } catch (error) {
    // the act stands: what could not be told now, a sweep tells
    audit.info('an event of a decision waits to be told', { event: event.id, error });
  }
  return true;
}
