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

/** What is compared between segments: proposals for what they buy, yeses to those, and offers to themselves. */
export const rateKinds = ['recommended', 'approved', 'offered'] as const;
export type RateKind = (typeof rateKinds)[number];

/** Of so many cases of a segment so many: SKUs, decisions or buyers. */
const segmentCases = { segment: z.string(), cases: z.int(), done: z.int() };

/** How often something was done for a segment, beside all others of the market. */
const segmentRateSchema = z.object({
  /** `recommended` of SKUs, `approved` of decisions about them, `offered` of buyers. */
  kind: z.enum(rateKinds),
  ...segmentCases,
  rate: z.number(),
  /** 95 %, Wilson. */
  interval: z.object({ lower: z.number(), upper: z.number() }),
  /** `null` where there is no other segment with a case. */
  othersRate: z.nullable(z.number()),
  /** The smaller of both over the larger: 1 for equal. */
  ratio: z.number(),
  /** Least false discovery rate at which the difference counts; 1 where too few cases tell nothing. */
  qValue: z.number(),
  alarm: z.boolean(),
});

/** Rates by segment. A SKU stands with the segment that bought most of it, by money; a buyer with its own. */
const segmentRatesSchema = z.object({
  /** Days of decisions, up to `asOf`. */
  days: z.int(),
  /** Below it a sure difference is an alarm, by the merchant's rules or Tradewind's default. */
  leastRatio: z.number(),
  alarms: z.int(),
  segments: z.array(segmentRateSchema),
  /** Of this night alone: decisions that came to an end, and how many of them with a yes. */
  decided: z.array(z.object(segmentCases)),
});
export type SegmentRates = z.infer<typeof segmentRatesSchema>;

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
  /** Absent in nights without segments, and of before they were compared. */
  rates: z.optional(segmentRatesSchema),
  /** What the comparison could not know, in words. */
  notes: z.array(z.string()),
});
export type FairnessEntry = z.infer<typeof fairnessEntrySchema>;
