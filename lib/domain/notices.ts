import * as z from 'zod/mini';
import { eventTypes } from './event.ts';

/** Hosts that a plain `http` address may name: the machine itself, where Tradewind runs locally. */
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Tell whether an address is on the machine itself. */
export const isLoopback = (url: string): boolean => LOOPBACK.includes(URL.parse(url)?.hostname ?? '');

const webhookUrl = z.url({ protocol: /^https?$/ }).check(
  z.refine(
    (url) => url.startsWith('https://') || isLoopback(url),
    'must be https; http is for localhost alone',
  ),
  z.refine((url) => {
    const { username = '', password = '', hash = '' } = URL.parse(url) ?? {};
    return username === '' && password === '' && hash === '';
  }, 'must not hold a user name, a password or a fragment'),
);

/** A server that is told of events. */
const webhookSchema = z.strictObject({
  /** Names it in logs, records and its secret. */
  name: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a name such as "shop"')),
  url: webhookUrl,
  /** The types that it is told of; all where nothing is said. */
  events: z.optional(z.array(z.enum(eventTypes)).check(z.minLength(1))),
  /** True where its address is one of a private network that the functions can reach. */
  privateNetwork: z.optional(z.boolean()),
});

/** Whom a merchant has told. */
export const noticesSchema = z.strictObject({
  /** People who get one message a market and night. */
  email: z.optional(z.array(z.email()).check(z.minLength(1))),
  webhooks: z.optional(
    z
      .array(webhookSchema)
      .check(
        z.refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must have a name each'),
      ),
  ),
});

/** A merchant's notices as a region has them: its topic of e-mails, and where each webhook's secret lies. */
export const noticeChannelsSchema = z.object({
  merchant: z.string(),
  /** Those of the region that it trades in. */
  markets: z.array(z.string()),
  topic: z.optional(z.string()),
  webhooks: z.array(z.extend(webhookSchema, { secret: z.string() })),
});
export type NoticeChannels = z.infer<typeof noticeChannelsSchema>;
export type WebhookChannel = NoticeChannels['webhooks'][number];

/** An upload that came to an end, until the messages of a month have told of it. */
export const uploadNoteSchema = z.object({
  upload: z.string(),
  at: z.string(),
  /** True where a person was asked something. */
  waits: z.boolean(),
});

/** A kind of data that was found stale. */
export const staleNoteSchema = z.object({
  kind: z.string(),
  lastDate: z.nullable(z.string()),
  asOf: z.string(),
});

/** What a webhook answered to an event: 2xx, or 410 where it wants to hear no more. */
export const deliverySchema = z.object({ status: z.int(), at: z.string() });

/** A night's message as it was sent: what it told, to tell whether there is anything new, and when. */
export const sentDigestSchema = z.object({ facts: z.string(), at: z.string() });
