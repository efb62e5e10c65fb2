import { setTimeout as pause } from 'node:timers/promises';
import { UpstreamError } from '../../../lib/domain/index.ts';

/** What one look found: what was waited for, or how far it has come (any change of it counts as progress). */
export type Look<T> = { done: T } | { waiting: string };

/**
 * Look again and again until the thing is done.
 *
 * @param patienceMs - gives up when nothing has changed for so long
 * @throws UpstreamError that says what it still waited for
 */
export async function pollUntil<T>(
  look: () => Promise<Look<T>>,
  { intervalMs = 250, patienceMs = 300_000 }: { intervalMs?: number; patienceMs?: number } = {},
): Promise<T> {
  let last = '';
  let changedMs = performance.now();
  for (;;) {
    const found = await look();
    if ('done' in found) return found.done;
    if (found.waiting !== last) [last, changedMs] = [found.waiting, performance.now()];
    if (performance.now() - changedMs > patienceMs)
      throw new UpstreamError(
        `nothing has moved for ${Math.round(patienceMs / 1000)} s; still waiting for ${last}`,
      );
    await pause(intervalMs);
  }
}
