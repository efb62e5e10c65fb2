import { untoldKey } from '../../lib/domain/index.ts';
import type { SweepDependencies } from './handler.ts';

/** Whoever decided is given this long to tell it: an event that is younger is most likely on its way. */
const GRACE_MS = 60_000;
/** Events told in one go: as many as one call of the bus takes. */
const TOLD_AT_ONCE = 10;
/** The most that one sweep tells of a merchant: a night that approved more goes on with the next sweep. */
const MOST_TOLD = 2_000;

/**
 * Tell the events of decisions that nobody has told yet: those of a night, and those of a person's decision where whoever wrote it
 * died or the bus was away. They keep their id, so that who has heard one leaves it out.
 */
export async function tellLeftBehind(
  { untold, announce, now }: Pick<SweepDependencies, 'untold' | 'announce' | 'now'>,
  merchant: string,
): Promise<void> {
  const due = Date.parse(now()) - GRACE_MS;
  const left = await untold.queryAll(untoldKey(merchant, '').pk, { consistent: true });
  const ripe = left.filter(({ value }) => Date.parse(value.at) <= due).slice(0, MOST_TOLD);
  for (let first = 0; first < ripe.length; first += TOLD_AT_ONCE) {
    const some = ripe.slice(first, first + TOLD_AT_ONCE);
    await announce(some.map(({ value }) => value));
    await Promise.all(some.map(({ sk }) => untold.remove(untoldKey(merchant, sk))));
  }
}
