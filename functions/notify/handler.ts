import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod/mini';
import {
  type NoticeChannels,
  parseAs,
  type TradewindEvent,
  tradewindEventSchema,
  UpstreamError,
} from '../../lib/domain/index.ts';
import { retryDelaySeconds } from '../../lib/notices/index.ts';
import type { QueueMessage } from '../../lib/runtime/index.ts';
import { keepNote, type NoteDependencies } from './keep-note.ts';
import { type DigestDependencies, sendDigest } from './send-digest.ts';
import { tellWebhooks, type Unheard, type WebhookDependencies } from './tell-webhooks.ts';

export type NotifyDependencies = {
  /** Whom each merchant of this region has told. */
  channels: readonly NoticeChannels[];
  notes: NoteDependencies;
  webhooks: WebhookDependencies;
  digests: DigestDependencies;
  /** Hide a message for so long: its next try. */
  hide(receiptHandle: string, seconds: number): Promise<void>;
  /** Tries before the queue gives an event up, and the wait after the first one, seconds. */
  mostTries: number;
  retrySeconds: number;
  random: () => number;
  logger: Pick<Logger, 'info'>;
};

/** What EventBridge wraps an event in; only the event itself is read. */
const envelopeSchema = z.object({ detail: tradewindEventSchema });

/**
 * Tell an event to everybody who is to hear of it. Who has heard it is kept, so that a message that comes again, for one
 * webhook's sake, goes to that one alone. Each failed try hides the message for longer; the queue counts the tries, and gives
 * it to the dead-letter queue after the last.
 *
 * @returns a function of one message; it throws UpstreamError while somebody has not heard it
 */
export const createHandler =
  (dependencies: NotifyDependencies) =>
  async ({ body, tries, receiptHandle }: QueueMessage): Promise<void> => {
    const { channels, notes, webhooks, digests, logger } = dependencies;
    const event = readEvent(body);
    const own = channels.find(({ merchant }) => merchant === event.merchant);
    if (own === undefined) return logger.info('nobody is to be told', { event: event.id });
    // notes are for the night's message
    if (own.topic !== undefined) await keepNote(notes, own, event);
    const unheard = await tellWebhooks(webhooks, own.webhooks, event);
    await sendDigest(digests, own, event);
    logger.info('event told', { event: event.id, unheard: unheard.length, tries });
    if (unheard.length === 0) return;
    await dependencies.hide(receiptHandle, nextTrySeconds(dependencies, tries, unheard));
    const names = unheard.map(({ webhook, reason }) => `${webhook} (${reason})`).join(', ');
    throw new UpstreamError(`try ${tries}: ${names} has not heard ${event.id}`);
  };

/** After the last try there is nothing to wait for: the queue gives the message up when it shows again. */
function nextTrySeconds(
  { mostTries, retrySeconds, random }: NotifyDependencies,
  tries: number,
  unheard: readonly Unheard[],
): number {
  if (tries >= mostTries) return 1;
  const askedSeconds = Math.max(...unheard.map((failed) => failed.askedSeconds ?? 0));
  return retryDelaySeconds(tries, { firstSeconds: retrySeconds, askedSeconds, random });
}

function readEvent(body: string): TradewindEvent {
  return parseAs(envelopeSchema, JSON.parse(body), 'the event').detail;
}
