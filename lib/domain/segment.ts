import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { insufficientDataSchema } from './forecast.ts';
import { moneySchema } from './money.ts';

/** One segment of a market's buyers, described in words and numbers. */
export const segmentSchema = z.object({
  segment: z.string(),
  name: z.string(),
  description: z.string(),
  buyers: z.int(),
  /** Share of the identified buyers' revenue of the last year, 0–1. */
  revenueShare: z.number(),
  /** Medians over its buyers, as the next two. */
  recencyDays: z.number(),
  ordersPerYear: z.number(),
  yearRevenue: moneySchema,
  /** Standardised centroid by feature, so that a profile can be drawn. */
  centroid: z.record(z.string(), z.number()),
});
export type Segment = z.infer<typeof segmentSchema>;

export const segmentationSchema = z.object({
  kind: z.literal('ready'),
  runId: z.string(),
  asOf: isoDate,
  k: z.int(),
  /** Why this many. */
  reason: z.string(),
  scores: z.array(z.object({ k: z.int(), inertia: z.number(), silhouette: z.number() })),
  inertia: z.number(),
  features: z.array(z.string()),
  segments: z.array(segmentSchema),
  seed: z.int(),
});
export type Segmentation = z.infer<typeof segmentationSchema>;
export const segmentationDocumentSchema = z.discriminatedUnion('kind', [
  segmentationSchema,
  insufficientDataSchema,
]);
export type SegmentationDocument = z.infer<typeof segmentationDocumentSchema>;

/** The buyer's group in the price lists, as the customers file names it; absent where it names none. */
const priceGroup = z.string();

/** One buyer (a pseudonym) as the night's run sees it. */
export const buyerSchema = z.object({
  customer: z.string(),
  segment: z.string(),
  runId: z.string(),
  asOf: isoDate,
  recencyDays: z.int(),
  orders: z.int(),
  yearRevenue: moneySchema,
  firstOrder: isoDate,
  lastOrder: isoDate,
  priceGroup: z.optional(priceGroup),
});
export type Buyer = z.infer<typeof buyerSchema>;

/** A known customer that is in no segment: it has not ordered here yet, or the market has too few buyers for segments. */
export const unsegmentedCustomerSchema = z.object({
  kind: z.literal('unsegmented'),
  customer: z.string(),
  runId: z.string(),
  asOf: isoDate,
  priceGroup: z.optional(priceGroup),
});
export type UnsegmentedCustomer = z.infer<typeof unsegmentedCustomerSchema>;

/** What is stored of each customer that the market's orders or its customers file name. */
export const customerDocumentSchema = z.union([unsegmentedCustomerSchema, buyerSchema]);
export type CustomerDocument = z.infer<typeof customerDocumentSchema>;
