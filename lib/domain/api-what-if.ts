import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { unitPriceSchema } from './money.ts';
import { replenishmentSchema } from './policy.ts';

/** Another future of one SKU: a change of demand on the days from `from` to `to`, another service level, another lead time, or all of them. */
export const whatIfRequestSchema = z.strictObject({
  from: z.optional(
    isoDate.check(z.describe('First day of the price or event asked for; needed with one, and only then.')),
  ),
  to: z.optional(isoDate.check(z.describe('Last day of the price or event asked for.'))),
  price: z.optional(
    unitPriceSchema.check(
      z.describe(
        'The list price on these days, in the market’s currency: what buyers pay moves by as much as it differs from today’s.',
      ),
    ),
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
  serviceLevel: z.optional(
    z
      .number()
      .check(
        z.gte(0.5),
        z.lte(0.999),
        z.describe(
          'The chance of no stock-out in a cycle that sets the reorder point, whatever measure does today.',
        ),
      ),
  ),
  leadTimeDays: z.optional(
    z
      .number()
      .check(
        z.gte(0),
        z.lte(365),
        z.describe('Mean days from an order to its receipt; how much they vary stays as it is.'),
      ),
  ),
});
export type WhatIfRequest = z.infer<typeof whatIfRequestSchema>;

const daily = z.array(z.number());
const dailyQuantiles = z.object({ mean: daily, p10: daily, p50: daily, p90: daily });

/** The textbook rule under one future, and what it orders now. */
const stockPlanSchema = z.extend(replenishmentSchema, {
  /** Units that it orders now: whole packs, at least the minimum order, within the merchant's bounds. */
  orderUnits: z.number(),
});

const course = { p10: daily, p50: daily, p90: daily };
/** Units expected on hand at the end of each day, where nothing more is ordered. */
const stockCourseSchema = z.object({
  ...course,
  /** What is on order, and when it comes: `known` by an approved purchase order, else after one lead time. */
  arrivals: z.array(z.object({ date: isoDate, units: z.number(), known: z.boolean() })),
  /** The same where `orderUnits` are ordered now; `null` where that is nothing. */
  ordered: z.nullable(z.object({ ...course, date: isoDate, units: z.number() })),
});
export type StockCourse = z.infer<typeof stockCourseSchema>;

/** What an answer assumes, or cannot tell, and why. */
export const whatIfNotes = [
  'priceUnknown',
  'priceOutOfBounds',
  'adjusted',
  'noPolicy',
  'noCosts',
  'textbook',
  'measureReplaced',
  'arrivalsAssumed',
  'marketsEstimated',
  'oldStock',
  'listPrice',
] as const;
export type WhatIfNote = (typeof whatIfNotes)[number];

/** Demand, stock and margin under another future, beside what is planned. */
export const whatIfAnswerSchema = z.object({
  sku: z.string(),
  runId: z.string(),
  /** The days of `planned` and `changed` begin on the day after. */
  asOf: isoDate,
  /** The effect asked for, in words, and what it rests on: `assumed` where the history says nothing. `null` where demand stays. */
  effect: z.nullable(
    z.object({
      name: z.string(),
      text: z.string(),
      source: z.enum(['history', 'assumed', 'given']),
    }),
  ),
  /** Expected units of the days asked for; of all days where none are. */
  units: z.object({ planned: z.number(), changed: z.number() }),
  planned: dailyQuantiles,
  changed: dailyQuantiles,
  /** Of the location, by the rule that the nights plan with; `null` where a note says why. */
  replenishment: z.nullable(
    z.object({
      planned: stockPlanSchema,
      changed: stockPlanSchema,
      /** What the recommendation proposes to order today: by the learnt table, which reads neither service level nor these changes, or by the textbook. */
      proposal: z.nullable(z.object({ orderUnits: z.number(), by: z.enum(['learnt', 'textbook']) })),
    }),
  ),
  /** Stock of the location day by day, from the day `from` on. */
  projection: z.nullable(
    z.object({
      from: isoDate,
      onHand: z.number(),
      planned: stockCourseSchema,
      changed: stockCourseSchema,
    }),
  ),
  /** Margin over landed cost of what this market is expected to ask for, a day each, minor units. */
  margin: z.nullable(
    z.object({
      currency: z.string(),
      plannedMinor: z.array(z.int()),
      changedMinor: z.array(z.int()),
    }),
  ),
  /** What is assumed or cannot be told, in the language asked for. */
  notes: z.array(z.object({ code: z.enum(whatIfNotes), text: z.string() })),
});
export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>;
