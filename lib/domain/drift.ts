import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { moneySchema } from './money.ts';

/** What of a series may change: `level` against its own weekdays, `bias` and `volatility` of the forecasts made of it. */
export const driftSignals = ['level', 'bias', 'volatility', 'zeroShare'] as const;

/** Which days a forecast should learn from: those since a change alone, or all of them, moved to the level since then. */
export const retrainSchema = z.object({
  use: z.enum(['since', 'all']),
  /** First day after the change. */
  from: isoDate,
});
export type Retrain = z.infer<typeof retrainSchema>;

/** A price or a cost that moved by a tenth or more: its newest two weeks over the half-year before, less 1. */
const valueMoveSchema = z.object({ of: z.enum(['price', 'cost']), share: z.number() });

/** An alarm that stands: a SKU no longer behaves as its forecast learnt it. */
export const skuDriftSchema = z.object({
  signal: z.enum(driftSignals),
  direction: z.union([z.literal(1), z.literal(-1)]),
  /**
   * Of `level` the move of demand as a share of what it was, of `bias` that of the mean error as a share of the mean forecast, of
   * `volatility` the ratio of mean absolute errors, of `zeroShare` the move of the share of days without a sale.
   */
  size: z.number(),
  /** First day after the change. */
  since: isoDate,
  /** Days since then on which demand could be seen. */
  daysSince: z.int(),
  /** Business date of the night that raised it. */
  raisedOn: isoDate,
  /** Least false discovery rate over the night's series at which it was one. */
  qValue: z.number(),
  words: z.string(),
  /** What the moved demand brings or costs a day, without sign; absent where no unit has a known value. */
  moneyPerDay: z.optional(moneySchema),
  /** Facts beside it that may explain it. */
  moves: z.optional(z.array(valueMoveSchema)),
});
export type SkuDrift = z.infer<typeof skuDriftSchema>;

/** What the night knows of changes in one SKU: the alarm while it stands, and what to learn from until the old days are out of view. */
export const driftKnownSchema = z.object({
  drift: z.optional(skuDriftSchema),
  retrain: z.optional(retrainSchema),
});
export type DriftKnown = z.infer<typeof driftKnownSchema>;

const namedDriftSchema = z.extend(skuDriftSchema, { sku: z.string() });
export type NamedDrift = z.infer<typeof namedDriftSchema>;

const counts = {
  asOf: isoDate,
  runId: z.string(),
  /** Series with enough days to be tested. */
  tested: z.int(),
  /** Alarms raised on this night, those that stand after it, and those that ended on it. */
  raised: z.int(),
  standing: z.int(),
  ended: z.int(),
  /** SKUs whose price, or cost, moved by a tenth or more. */
  priceMoves: z.int(),
  costMoves: z.int(),
};

/** What a night's check of a market's series came to, and all that the next night's has to know of it. */
export const driftNightSchema = z.object({
  ...counts,
  /** Most money first. */
  alarms: z.array(namedDriftSchema),
  /** Changes that a series has settled after: the days before are tested no more. */
  settled: z.array(z.object({ sku: z.string(), since: isoDate })),
});
export type DriftNight = z.infer<typeof driftNightSchema>;

/** Alarms that a night's entry names; of each other one its SKU tells. */
export const MOST_NAMED_ALARMS = 25;

/** A night's entry as stored and shown. */
export const driftEntrySchema = z.object({ ...counts, alarms: z.array(namedDriftSchema) });
export type DriftEntry = z.infer<typeof driftEntrySchema>;

/** How far a figure of a market's buyers has moved since an earlier night. */
export const featureDriftSchema = z.object({
  feature: z.string(),
  /** Population stability index over tenths of the earlier night's buyers: below 0.1 nothing, from 0.25 a shift. */
  stabilityIndex: z.number(),
  /** Kolmogorov–Smirnov: largest distance of the distributions, 0–1. */
  distance: z.number(),
  qValue: z.number(),
  direction: z.union([z.literal(1), z.literal(-1)]),
  drifted: z.boolean(),
});

/** All figures of a night's buyers against those of an earlier night. */
export const buyerDriftSchema = z.object({
  /** Business date of the earlier night. */
  against: isoDate,
  features: z.array(featureDriftSchema),
});
export type BuyerDrift = z.infer<typeof buyerDriftSchema>;

/** What a run's summary says of drift. */
export const driftSummarySchema = z.object({
  raised: z.int(),
  standing: z.int(),
  ended: z.int(),
  /** Figures of buyers that have moved. */
  features: z.array(z.string()),
});
export type DriftSummary = z.infer<typeof driftSummarySchema>;
