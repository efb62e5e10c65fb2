import { randomUUID } from 'node:crypto';
import type { IdempotencyStore, RequestName } from '../../lib/stores/idempotency.ts';

const DONE = { status: 200, body: '', headers: {} };

/**
 * Do something once, whoever else tries, and keep that for a day. What fails may be tried again at once, what dies in the
 * middle after a minute.
 *
 * @returns whether it was done here
 */
export async function once(
  store: IdempotencyStore,
  name: RequestName,
  task: () => Promise<void>,
): Promise<boolean> {
  const claim = await store.claim(name, '', randomUUID());
  if (claim.kind !== 'claimed') return false;
  try {
    await task();
  } catch (error) {
    await claim.release();
    throw error;
  }
  await claim.keep(DONE);
  return true;
}
