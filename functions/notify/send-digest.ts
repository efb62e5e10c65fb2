import { type NoticeChannels, noticeKeys, type TradewindEvent } from '../../lib/domain/index.ts';
import { composeDigest, type Digest } from '../../lib/notices/index.ts';
import type { DeliveryTable } from '../../lib/stores/index.ts';
import { type NightDependencies, type NightEvent, readNight } from './read-night.ts';

export type DigestDependencies = NightDependencies & {
  deliveries: Pick<DeliveryTable, 'get' | 'put'>;
  /** Send a message to all who subscribe to a topic. */
  publish(topic: string, digest: Digest): Promise<void>;
  epochSeconds: () => number;
  /** The present moment, RFC 3339. */
  now: () => string;
};

/** In the place of a webhook's name, which none can have. */
const MAIL = '@mail';
const HANDLED_SECONDS = 30 * 86_400;
/** As many nights as a message looks back. */
const SENT_SECONDS = 60 * 86_400;

/**
 * Send the one message of a market's night when its run has ended or is late. A run that is made again sends another one only
 * where there is something new to tell; an event that comes again, for a webhook's sake, sends none.
 */
export async function sendDigest(
  dependencies: DigestDependencies,
  { topic }: NoticeChannels,
  event: TradewindEvent,
): Promise<void> {
  if (topic === undefined || !endsNight(event)) return;
  const { deliveries, sentDigests, publish, epochSeconds, now } = dependencies;
  const { merchant, market, id } = event;
  const handled = noticeKeys.delivery(merchant, MAIL, id);
  if ((await deliveries.get(handled, { consistent: true })) !== undefined) return;
  // before it is read: what ends while it is read is told the next night
  const at = now();
  const night = await readNight(dependencies, event);
  const facts = JSON.stringify(night.facts);
  if (facts !== night.sentFacts) {
    const isUpdate = night.sentFacts !== undefined;
    await publish(topic, composeDigest(night.facts, { today: at.slice(0, 10), isUpdate }));
    const options = { expiresAtEpochSeconds: epochSeconds() + SENT_SECONDS };
    await sentDigests.put(noticeKeys.digest(merchant, market, event.data.asOf), { facts, at }, options);
  }
  const options = { expiresAtEpochSeconds: epochSeconds() + HANDLED_SECONDS };
  await deliveries.put(handled, { status: 200, at: now() }, options);
}

const endsNight = (event: TradewindEvent): event is NightEvent => event.type.startsWith('run.');
