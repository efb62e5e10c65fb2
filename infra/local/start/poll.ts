import { setTimeout as pause } from 'node:timers/promises';
import { UpstreamError } from '../../../lib/domain/index.ts';

/** What one look found: what was waited for, or how far it has come (any change of it counts as progress). */
export type Look<T> = { done: T } | { waiting: string };

const LONGEST_MS = 1000;
const GROWTH = 1.1;

/**
 * Look again and again until the thing is done, soon at first, then each second: a look takes part of the time of what it waits for.
 *
 * @param intervalMs - until the second look; a tenth more each time, up to a second
 * @param patienceMs - gives up when nothing has changed for so long
 * @throws UpstreamError that says what it still waited for
 */
export async function pollUntil<T>(
  look: () => Promise<Look<T>>,
  { intervalMs = 250, patienceMs = 300_000 }: { intervalMs?: number; patienceMs?: number } = {},
): Promise<T> {
  let last = '';
  let changedMs = performance.now();
  for (let waitMs = intervalMs; ; waitMs = Math.min(LONGEST_MS, waitMs * GROWTH)) {
    const found = await look();
    if ('done' in found) return found.done;
    if (found.waiting !== last) [last, changedMs] = [found.waiting, performance.now()];
    if (performance.now() - changedMs > patienceMs)
      throw new UpstreamError(
        `nothing has moved for ${Math.round(patienceMs / 1000)} s; still waiting for ${last}`,
      );
    await pause(waitMs);
  }
}
