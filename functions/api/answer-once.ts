import { createHash, randomUUID } from 'node:crypto';
import { AppError, InputError } from '../../lib/domain/index.ts';
import type { HttpAnswer } from '../../lib/runtime/http-answer.ts';
import type { HttpEvent } from '../../lib/runtime/http-event.ts';
import type { IdempotencyStore, StoredAnswer } from '../../lib/stores/idempotency.ts';

/** What makes a request the same one: who, where and with which body. */
type Given = { event: HttpEvent; merchant: string; body: unknown };

/**
 * Give one answer to every request with the same `Idempotency-Key`; without one, just answer.
 *
 * An answer that failed is not kept: nothing took effect, or what did is guarded by its own key, so the same request may
 * be tried again.
 *
 * @throws InputError when the key is unusable or was used for another request, AppError `in-flight` while a twin is being answered
 */
export async function answerOnce(
  store: IdempotencyStore,
  given: Given,
  answer: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const key = given.event.headers['idempotency-key'];
  if (key === undefined) return answer();
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new InputError('Idempotency-Key must be 1 to 200 visible ASCII characters');
  const name = { merchant: given.merchant, route: given.event.routeKey, key };
  const claim = await store.claim(name, fingerprintOf(given), randomUUID());
  switch (claim.kind) {
    case 'answered':
      return replay(claim.answer);
    case 'inFlight':
      throw new AppError('in-flight', 'a request with this Idempotency-Key is being answered');
    case 'otherRequest':
      throw new InputError('this Idempotency-Key was used for another request');
    case 'claimed':
      try {
        const fresh = await answer();
        await claim.keep(keepable(fresh));
        return fresh;
      } catch (error) {
        await claim.release();
        throw error;
      }
  }
}

/** Hash path and parsed body: another order of members or other white space is the same request. */
function fingerprintOf({ event, body }: Given): string {
  const text = JSON.stringify([event.requestContext.http.path, body]);
  return createHash('sha256').update(text).digest('base64url');
}

function keepable({ statusCode, body, headers }: HttpAnswer): StoredAnswer {
  const texts = Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]);
  return { status: statusCode, body: body ?? '', headers: Object.fromEntries(texts) };
}

const replay = ({ status, body, headers }: StoredAnswer): HttpAnswer => ({
  statusCode: status,
  body,
  headers: { ...headers, 'idempotency-replayed': 'true' },
});
