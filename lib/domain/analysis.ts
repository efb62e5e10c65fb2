import * as z from 'zod/mini';
import { cohortsSchema, concentrationSchema } from './analysis-buyers.ts';
import {
  basketsSchema,
  categorySchema,
  differencesSchema,
  elasticitySchema,
  positionSchema,
  pricePositionSchema,
  rateSchema,
} from './analysis-offer.ts';
import { growthSchema, seasonSchema } from './analysis-season.ts';
import { isoDate } from './calendar.ts';
import { conversionSchema } from './conversion.ts';
import { insufficientDataSchema } from './insufficient-data.ts';
import { moneySchema } from './money.ts';
import { outlookSchema } from './outlook.ts';

/** Market analysis: a table per market, as of a date. Shares are 0–1; `null` is "not enough to say". */
export const analysisSchema = z.object({
  kind: z.literal('ready'),
  runId: z.string(),
  asOf: isoDate,
  /** ISO 4217. */
  currency: z.string(),
  /** First day of what is counted; `asOf` is the last. */
  from: isoDate,
  revenue: moneySchema,
  orders: z.int(),
  orderLines: z.int(),
  units: z.number(),
  /** Buyers with an order in that time; the first of a `new` one lies within the last 90 days. */
  buyers: z.object({ active: z.int(), new: z.int(), returning: z.int() }),
  averageOrder: moneySchema,
  returnsShare: z.number(),
  anonymousRevenueShare: z.number(),
  growth: growthSchema,
  concentration: concentrationSchema,
  /** Revenue by month; the first and last month may be cut off. `buyers` is `null` for one to four. */
  months: z.array(
    z.object({
      month: z.string(),
      revenue: moneySchema,
      orders: z.int(),
      buyers: z.optional(z.nullable(z.int())),
      partial: z.boolean(),
    }),
  ),
  /** SKU counts by ABC (80/95 % of revenue) and XYZ (variation of weekly units: ≤ 0.5, ≤ 1, above). */
  abcXyz: z.array(
    z.object({
      class: z.string(),
      skus: z.int(),
      revenueShare: z.number(),
      /** Its twelve SKUs of most revenue; absent in documents of older runs. */
      largest: z.optional(z.array(z.object({ sku: z.string(), revenueShare: z.number() }))),
    }),
  ),
  /** Shares of sales, from Monday to Sunday. */
  weekdayShares: z.array(z.number()),
  // what follows is absent in documents of older runs
  /** Lines and units of the mean order. */
  basket: z.optional(z.object({ lines: z.number(), units: z.number() })),
  season: z.optional(seasonSchema),
  cohorts: z.optional(cohortsSchema),
  /** The largest first; with what is no product (postage, fees) they add up to the market's revenue to the minor unit. */
  categories: z.optional(z.array(categorySchema)),
  /** Revenue of postage, fees and the like. */
  otherRevenue: z.optional(moneySchema),
  baskets: z.optional(basketsSchema),
  pricePosition: z.optional(pricePositionSchema),
  elasticity: z.optional(elasticitySchema),
  differences: z.optional(differencesSchema),
  positioning: z.optional(z.array(positionSchema)),
  /** Uploaded rates from the market's currency, the newest of each that is at most a month old. */
  rates: z.optional(z.array(rateSchema)),
  /** What becomes of looks and quotes; absent where none was uploaded. */
  conversion: z.optional(conversionSchema),
  /** What is forecast of the market and its categories; absent where no SKU has a forecast. */
  outlook: z.optional(outlookSchema),
});
export type Analysis = z.infer<typeof analysisSchema>;
export const analysisDocumentSchema = z.discriminatedUnion('kind', [analysisSchema, insufficientDataSchema]);
export type AnalysisDocument = z.infer<typeof analysisDocumentSchema>;
