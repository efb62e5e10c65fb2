import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { unitPriceSchema } from './money.ts';

/** Another future of one SKU: one change on the days from `from` to `to`. */
export const whatIfRequestSchema = z.strictObject({
  from: isoDate,
  /** Last day. */
  to: isoDate,
  price: z.optional(
    unitPriceSchema.check(z.describe('The list price on these days, in the market’s currency.')),
  ),
  priceChange: z.optional(
    z
      .number()
      .check(z.gt(-1), z.lte(10), z.describe('The price relative to the planned one: −0.05 is 5 % lower.')),
  ),
  event: z.optional(
    z
      .strictObject({ name: z.string().check(z.minLength(1)), happens: z.boolean() })
      .check(z.describe('An event of the forecast’s `effects`, held or not held on these days.')),
  ),
});
export type WhatIfRequest = z.infer<typeof whatIfRequestSchema>;

const daily = z.array(z.number());
const dailyQuantiles = z.object({ mean: daily, p10: daily, p50: daily, p90: daily });

/** The demand under another future, beside what is planned. */
export const whatIfAnswerSchema = z.object({
  sku: z.string(),
  runId: z.string(),
  /** The days of `planned` and `changed` begin on the day after. */
  asOf: isoDate,
  /** The effect asked for, in words, and what it rests on: `assumed` where the history says nothing. */
  effect: z.object({
    name: z.string(),
    text: z.string(),
    source: z.enum(['history', 'assumed', 'given']),
  }),
  /** Expected units of the days asked for. */
  units: z.object({ planned: z.number(), changed: z.number() }),
  planned: dailyQuantiles,
  changed: dailyQuantiles,
});
export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>;
