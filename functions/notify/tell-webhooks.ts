import {
  noticeKeys,
  type TradewindEvent,
  type WebhookChannel,
  webhookBodyOf,
} from '../../lib/domain/index.ts';
import { type Post, type PostAnswer, signWebhook } from '../../lib/runtime/index.ts';
import type { DeliveryTable } from '../../lib/stores/index.ts';

export type WebhookDependencies = {
  deliveries: Pick<DeliveryTable, 'get' | 'put'>;
  post(post: Post): Promise<PostAnswer>;
  /** The secrets that a webhook's receiver may hold: the newest, and the one before it. */
  secretsOf(secret: string): Promise<string[]>;
  epochSeconds: () => number;
  /** The present moment, RFC 3339. */
  now: () => string;
};

/** A webhook that has not taken an event, and the time that it asks for. */
export type Unheard = { webhook: string; reason: string; askedSeconds?: number };

/** What Standard Webhooks recommends at least. */
const TIMEOUT_MS = 15_000;
/** Longer than a message can come again, out of the dead-letter queue too. */
const DELIVERED_SECONDS = 30 * 86_400;
/** How long a webhook that answered 410 is left alone. */
const GONE_SECONDS = 86_400;
const GONE = 410;

/**
 * Tell an event to every webhook that is to hear it and has not, all at once.
 *
 * @returns those that are to be tried again
 */
export async function tellWebhooks(
  dependencies: WebhookDependencies,
  webhooks: readonly WebhookChannel[],
  event: TradewindEvent,
): Promise<Unheard[]> {
  const meant = webhooks.filter(({ events }) => events === undefined || events.includes(event.type));
  const told = await Promise.all(meant.map((webhook) => tell(dependencies, webhook, event)));
  return told.filter((outcome) => outcome !== 'heard');
}

async function tell(
  dependencies: WebhookDependencies,
  webhook: WebhookChannel,
  event: TradewindEvent,
): Promise<Unheard | 'heard'> {
  const { deliveries, epochSeconds, now } = dependencies;
  const { merchant, id } = event;
  const key = noticeKeys.delivery(merchant, webhook.name, id);
  const goneKey = noticeKeys.gone(merchant, webhook.name, webhook.url);
  for (const known of [key, goneKey])
    if ((await deliveries.get(known, { consistent: true })) !== undefined) return 'heard';
  const post = await postOf(dependencies, webhook, event).catch(unsigned);
  if (typeof post === 'string') return { webhook: webhook.name, reason: post };
  const answer = await dependencies.post(post);
  if (answer.kind === 'unanswered') return { webhook: webhook.name, reason: answer.reason };
  const { status, retryAfterSeconds } = answer;
  const heard = status >= 200 && status < 300;
  if (!heard && status !== GONE) {
    const asked = retryAfterSeconds === undefined ? {} : { askedSeconds: retryAfterSeconds };
    return { webhook: webhook.name, reason: `answered ${status}`, ...asked };
  }
  const delivery = { status, at: now() };
  await deliveries.put(key, delivery, { expiresAtEpochSeconds: epochSeconds() + DELIVERED_SECONDS });
  if (status === GONE)
    await deliveries.put(goneKey, delivery, { expiresAtEpochSeconds: epochSeconds() + GONE_SECONDS });
  return 'heard';
}

/** A secret that can't be read or is none is its own webhook's fault: the others, and the e-mail, are told all the same. */
const unsigned = (error: unknown): string =>
  `could not be signed: ${error instanceof Error ? error.message : String(error)}`;

/** The event, signed for this try. */
async function postOf(
  { secretsOf, epochSeconds }: WebhookDependencies,
  { url, secret, privateNetwork = false }: WebhookChannel,
  event: TradewindEvent,
): Promise<Post> {
  const { id } = event;
  const body = JSON.stringify(webhookBodyOf(event));
  // the moment of this try: receivers refuse what was signed long ago
  const timestampSeconds = epochSeconds();
  const headers = {
    'user-agent': 'Tradewind',
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signWebhook({ id, timestampSeconds, body }, await secretsOf(secret)),
  };
  return { url, headers, body, timeoutMs: TIMEOUT_MS, privateNetwork };
}
