import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { buyerDriftSchema } from './drift.ts';
import { insufficientDataSchema } from './insufficient-data.ts';
import { moneySchema } from './money.ts';
import { purchaseOutlookSchema } from './purchase-outlook.ts';
import { buyerMoveSchema, segmentChangeSchema, segmentMovesSchema } from './segment-identity.ts';
import { segmentStrategySchema } from './segment-strategy.ts';
import { trialSchema } from './trial.ts';

const share = z.number();

/** One segment of a market's buyers, described in words and numbers. */
export const segmentSchema = z.object({
  /** Keeps from night to night whatever the segment is called; never given to another. */
  segment: z.string(),
  /** Made of the numbers: changes with them. */
  name: z.string(),
  description: z.string(),
  /** The first business date with this segment. */
  since: isoDate,
  buyers: z.int(),
  /** Net revenue of its buyers in the year; over all segments the market's `revenue`. */
  revenue: moneySchema,
  /** Share of the identified buyers' revenue of the last year, 0–1; a buyer below 0 counts as 0. */
  revenueShare: share,
  /** Medians over its buyers, as the next two. */
  recencyDays: z.number(),
  ordersPerYear: z.number(),
  yearRevenue: moneySchema,
  /** By figure: median and quartiles over the buyers of whom it is known, and the market's median. */
  figures: z.record(
    z.string(),
    z.object({ lower: z.number(), median: z.number(), upper: z.number(), market: z.number() }),
  ),
  /** The year's sales by category, largest first, beside the market's shares; `null` is all other categories. */
  categories: z.array(z.object({ category: z.nullable(z.string()), share, marketShare: share })),
  /** The last half-year's revenue over that of the one before, less 1, of buyers that were there; `null` where few were. */
  growth: z.nullable(z.number()),
  /** Share of the year's sales that was returned or cancelled later. */
  returnsShare: z.nullable(share),
  /** How far prices paid lay below list price: 0.1 is 10 %; `null` without list prices. */
  discountShare: z.nullable(share),
  strategy: segmentStrategySchema,
  /** How units answer to price, however closely that is known; `null` where too few tell. */
  priceResponse: z.optional(
    z.nullable(z.object({ elasticity: z.number(), standardError: z.number(), buyers: z.int() })),
  ),
  /** Standardised centroid by feature, so that a profile can be drawn. */
  centroid: z.record(z.string(), z.number()),
});
export type Segment = z.infer<typeof segmentSchema>;

export const segmentationSchema = z.object({
  kind: z.literal('ready'),
  runId: z.string(),
  asOf: isoDate,
  /** All buyers with an order, and their net revenue of the year. */
  buyers: z.int(),
  revenue: moneySchema,
  k: z.int(),
  /** Why this many. */
  reason: z.string(),
  scores: z.array(
    z.object({
      k: z.int(),
      inertia: z.number(),
      silhouette: z.number(),
      /** How far resampled buyers give the same groups: 1 always, 0 by chance. */
      stability: z.number(),
      bic: z.nullable(z.number()),
    }),
  ),
  inertia: z.number(),
  /** Names of the centroids' entries. */
  features: z.array(z.string()),
  /** How much each feature counts, why so, and of what share of the buyers it is known. */
  weights: z.array(z.object({ feature: z.string(), weight: z.number(), why: z.string(), knownShare: share })),
  /** Features that are not used here, and why. */
  leftOut: z.array(z.object({ feature: z.string(), reason: z.string() })),
  segments: z.array(segmentSchema),
  /** The business date of the segmentation that this one goes on from; `null` for the first. */
  previous: z.nullable(isoDate),
  /** The same figures of all buyers together; absent in what was stored before they were kept. */
  marketFigures: z.optional(
    z.object({
      growth: z.nullable(z.number()),
      returnsShare: z.nullable(share),
      discountShare: z.nullable(share),
    }),
  ),
  /** Segments that came and went since then. */
  changes: z.array(segmentChangeSchema),
  /** Buyers that changed segment since then, by where from and where to; `stayed` did not. */
  moves: z.array(segmentMovesSchema),
  stayed: z.int(),
  /** Segments ever named in this market: the next one gets the next number. */
  segmentsEver: z.int(),
  seed: z.int(),
  /** What the buyers will order; absent in what was stored before this was told. */
  purchases: z.optional(purchaseOutlookSchema),
  /** How far its buyers' figures moved; absent while no night is old enough to compare with. */
  drift: z.optional(buyerDriftSchema),
});
export type Segmentation = z.infer<typeof segmentationSchema>;
export const segmentationDocumentSchema = z.discriminatedUnion('kind', [
  segmentationSchema,
  insufficientDataSchema,
]);
export type SegmentationDocument = z.infer<typeof segmentationDocumentSchema>;

/** What was stored before segments kept who they are from night to night: too little is left of it to show. */
const earlierSegmentationSchema = z.pipe(
  z.object({
    kind: z.literal('ready'),
    runId: z.string(),
    asOf: isoDate,
    segmentsEver: z.optional(z.undefined()),
  }),
  z.transform(
    ({ runId, asOf }): SegmentationDocument => ({
      ...{ kind: 'insufficientData', runId, asOf, missing: ['run'] },
      detail: `the segments as of ${asOf} were stored by an earlier version: the next run makes them anew`,
    }),
  ),
);

/** A segmentation as it is stored; one of an earlier version reads as a market that waits for its run. */
export const storedSegmentationSchema = z.union([segmentationDocumentSchema, earlierSegmentationSchema]);

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
  /** Its newest change of segment; absent while there was none. */
  moved: z.optional(buyerMoveSchema),
  priceGroup: z.optional(priceGroup),
  /** False where it has opted out of decisions by machine. */
  automated: z.optional(z.literal(false)),
  /** Who operates it, while an experiment of buyers runs. */
  trial: z.optional(trialSchema),
});
export type Buyer = z.infer<typeof buyerSchema>;

/** A known customer that is in no segment: it has not ordered here yet, or the market has too few buyers for segments. */
export const unsegmentedCustomerSchema = z.object({
  kind: z.literal('unsegmented'),
  customer: z.string(),
  runId: z.string(),
  asOf: isoDate,
  priceGroup: z.optional(priceGroup),
  /** False where it has opted out of decisions by machine. */
  automated: z.optional(z.literal(false)),
  /** Who operates it, while an experiment of buyers runs. */
  trial: z.optional(trialSchema),
});
export type UnsegmentedCustomer = z.infer<typeof unsegmentedCustomerSchema>;

/** What is stored of each customer that the market's orders or its customers file name. */
export const customerDocumentSchema = z.union([unsegmentedCustomerSchema, buyerSchema]);
export type CustomerDocument = z.infer<typeof customerDocumentSchema>;
