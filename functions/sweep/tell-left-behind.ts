import { untoldKey } from '../../lib/domain/index.ts';
import type { SweepDependencies } from './handler.ts';

/** Whoever decided is given this long to tell it: an event that is younger is most likely on its way. */
const GRACE_MS = 60_000;

/**
 * Tell the events of decisions that whoever decided left behind, because it died or the bus was away. They keep their id, so
 * that who has heard one leaves it out.
 */
export async function tellLeftBehind(
  { untold, announce, now }: Pick<SweepDependencies, 'untold' | 'announce' | 'now'>,
  merchant: string,
): Promise<void> {
  const due = Date.parse(now()) - GRACE_MS;
  const left = await untold.queryAll(untoldKey(merchant, '').pk, { consistent: true });
  for (const { sk, value } of left.filter((event) => Date.parse(event.value.at) <= due)) {
    await announce([value]);
    await untold.remove(untoldKey(merchant, sk));
  }
}
