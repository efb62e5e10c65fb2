import { createHandler } from '../../../functions/notify/handler.ts';
import {
  nothingRead,
  type TradewindEvent,
  type Upload,
  type WebhookChannel,
} from '../../../lib/domain/index.ts';
import type { Digest } from '../../../lib/notices/index.ts';
import type { Post, PostAnswer } from '../../../lib/runtime/index.ts';
import {
  openDeliveries,
  openRuns,
  openSentDigests,
  openStaleNotes,
  openUploadNotes,
  openUploads,
} from '../../../lib/stores/index.ts';
import { startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:Mail-demo';

/** Embedded tables, notify on them, servers that answer what a test says, and a clock that a test moves. */
export type NotifyRoom = Awaited<ReturnType<typeof openNotifyRoom>>;

export async function openNotifyRoom() {
  const dynamo = await startEmbeddedDynamo();
  const clock = { now: '2026-07-01T02:00:00.000Z' };
  const epochSeconds = () => Math.floor(Date.parse(clock.now) / 1000);
  const at = (table: string) => ({ client: dynamo.client, table, now: epochSeconds });
  const notices = at(tables.notices);
  const [uploadNotes, staleNotes] = [openUploadNotes(notices), openStaleNotes(notices)];
  const deliveries = openDeliveries(notices);
  const [runs, uploads] = [openRuns(at(tables.runs)), openUploads(at(tables.uploads))];
  const posts: Post[] = [];
  const mails: Digest[] = [];
  const hidden: number[] = [];
  const answers = new Map<string, PostAnswer>();
  /** Of webhooks whose secret is another one. */
  const secrets = new Map<string, string>();
  const webhooks: WebhookChannel[] = [];
  const notify = createHandler({
    channels: [
      {
        merchant: 'demo',
        markets: ['de', 'jp', 'gb', 'us', 'fr', 'it', 'es', 'ie', 'at', 'nl'],
        topic: TOPIC,
        webhooks,
      },
    ],
    notes: { uploadNotes, staleNotes, epochSeconds },
    webhooks: {
      ...{ deliveries, epochSeconds, now: () => clock.now },
      secretsOf: async (secret) => [secrets.get(secret) ?? SECRET],
      post: async (post) => {
        posts.push(post);
        return answers.get(post.url) ?? { kind: 'answered', status: 200 };
      },
    },
    digests: {
      ...{ deliveries, uploadNotes, staleNotes, runs, uploads, epochSeconds, now: () => clock.now },
      sentDigests: openSentDigests(notices),
      publish: async (_topic, digest) => void mails.push(digest),
    },
    hide: async (_handle, seconds) => void hidden.push(seconds),
    ...{ mostTries: 10, retrySeconds: 20, random: () => 0.5 },
    logger: { info: () => undefined },
  });
  return {
    ...{ clock, posts, mails, hidden, answers, secrets, webhooks, runs, uploads },
    /** Deliver an event as the queue does; true when it is done with. */
    tell: (event: TradewindEvent, tries = 1): Promise<boolean> =>
      notify({
        body: JSON.stringify({ source: 'tradewind', detail: event }),
        tries,
        receiptHandle: 'r',
      }).then(
        () => true,
        () => false,
      ),
    notify,
    close: () => dynamo.stop(),
  };
}

export const aWebhook = (name: string, changes: Partial<WebhookChannel> = {}): WebhookChannel => ({
  ...{ name, url: `https://${name}.example.com/in`, secret: `arn:secret:${name}` },
  ...changes,
});

export const anUpload = (changes: Partial<Upload> = {}): Upload => ({
  ...nothingRead(),
  ...{ upload: 'u1', market: 'de', kind: 'orders', fileName: 'june.csv', key: 'demo/de/orders/june.csv' },
  ...{ sequence: '1', state: 'needsAnswer', at: '2026-06-28T10:00:00.000Z' },
  questions: [{ question: 'dateOrder', about: 'dateOrder', text: 'Which?', options: [] }],
  ...changes,
});
