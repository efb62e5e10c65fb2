import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

/** What is known of the price of a line: by which the gap to another buyer's may be explained. */
export const priceSources = [
  'list',
  'priceGroup',
  'quantityBreak',
  'contract',
  'quote',
  'promotion',
  'priceTest',
] as const;

export type PriceSource = (typeof priceSources)[number];

const payerSchema = z.object({
  /** Pseudonym; absent where the buyer was erased since. */
  buyer: z.optional(z.string()),
  /** What it paid over what the list said, in the mean of its units: 0.9 is a tenth less. */
  shareOfList: z.number(),
  source: z.enum(priceSources),
});

/** The widest difference between comparable buyers of a SKU: same market, volume band and terms. */
const parityGapSchema = z.object({
  sku: z.string(),
  volumeBand: z.string(),
  terms: z.string(),
  buyers: z.int(),
  /** Dearest over cheapest, less 1: 0.1 is a tenth more. */
  gap: z.number(),
  dearest: payerSchema,
  cheapest: payerSchema,
  reason: z.string(),
  /** Nothing that was agreed with either buyer explains it. */
  unexplained: z.boolean(),
});

/** What a night found of fairness in a market, as stored and shown. */
export const fairnessEntrySchema = z.object({
  asOf: isoDate,
  runId: z.string(),
  /** Days of order lines that were compared, up to `asOf`. */
  days: z.int(),
  /** The widest gap that the merchant's rules allow, or Tradewind's default. */
  largestGap: z.number(),
  /** Groups of two or more comparable buyers. */
  compared: z.int(),
  /** `null` where no two buyers are comparable. */
  largest: z.nullable(parityGapSchema),
  largestUnexplained: z.nullable(parityGapSchema),
  /** Gaps above the limit that nothing explains: how many, and the widest. */
  alarms: z.int(),
  widest: z.array(parityGapSchema),
  /** What the comparison could not know, in words. */
  notes: z.array(z.string()),
});
export type FairnessEntry = z.infer<typeof fairnessEntrySchema>;
