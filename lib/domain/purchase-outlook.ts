import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { moneySchema } from './money.ts';

/** The share of buyers of whom it came true, 0–1, `null` where unknown, and how many of them had the date within the window. */
const cameTrueSchema = z.object({ buyers: z.int(), share: z.nullable(z.number()) });

/** What a market's known buyers will do together, and how far past windows say that this can be relied on. */
export const purchaseOutlookSchema = z.object({
  /** Buyers that have ordered; all below is of them, without newcomers. */
  buyers: z.int(),
  /** How many of them order within 30 and 90 days. */
  expectedBuyers30Days: z.number(),
  expectedBuyers90Days: z.number(),
  /** Order days in 90 days: all that a buyer orders in one day is one. */
  expectedOrders90Days: z.number(),
  /** Returns not taken off; absent where no order had a price. */
  expectedSpend90Days: z.optional(moneySchema),
  /** Whether buyers are seen to leave, by the counting model with drop-out against the one without. */
  dropOut: z.object({
    seen: z.boolean(),
    likelihoodRatio: z.number(),
    bicGain: z.number(),
    detail: z.string(),
  }),
  /** For 30 and 90 days: every model on past windows, the best log loss first. */
  backtests: z.array(
    z.object({
      days: z.int(),
      serves: z.string(),
      /** Why it serves, in words. */
      reason: z.string(),
      /** First days of the windows, each foretold with what was known before it. */
      from: z.array(isoDate),
      /** Buyers foretold, over all windows. */
      buyers: z.int(),
      models: z.array(
        z.object({
          model: z.string(),
          logLoss: z.number(),
          brier: z.number(),
          auc: z.number(),
          /** 1 where chances are neither too bold (below 1) nor too timid. */
          calibrationSlope: z.number(),
          meanChance: z.number(),
          orderedShare: z.number(),
        }),
      ),
    }),
  ),
  /** The last 90 days as their first day knew the orders, by the model that serves now; absent with too little history. */
  lastWindow: z.optional(
    z.object({
      from: isoDate,
      buyers: z.int(),
      expectedOrders: z.number(),
      orders: z.int(),
      expectedSpend: z.optional(moneySchema),
      spend: z.optional(moneySchema),
      /**
       * How many order by the dates told: a tenth, half and nine tenths if right; four fifths between first and last. Estimated
       * over all buyers, each followed as far as the window goes (Kaplan & Meier 1958).
       */
      byFrom: cameTrueSchema,
      byMedian: cameTrueSchema,
      byTo: cameTrueSchema,
      inside: cameTrueSchema,
    }),
  ),
});
export type PurchaseOutlook = z.infer<typeof purchaseOutlookSchema>;
