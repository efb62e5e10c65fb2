import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { insufficientDataSchema } from './forecast.ts';
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
  /** Relative changes of revenue: 0.1 is 10 % more. */
  growth: z.object({ monthOnMonth: z.nullable(z.number()), yearOnYear: z.nullable(z.number()) }),
  /** Herfindahl index and Gini coefficient of the buyers' revenue, 0–1, and shares of the largest. */
  concentration: z.object({
    buyerHerfindahl: z.nullable(z.number()),
    buyerGini: z.nullable(z.number()),
    topTenBuyersShare: z.nullable(z.number()),
    topTenSkusShare: z.number(),
  }),
  /** Revenue by month; the first and last month may be cut off. */
  months: z.array(
    z.object({ month: z.string(), revenue: moneySchema, orders: z.int(), partial: z.boolean() }),
  ),
  /** SKU counts by ABC (80/95 % of revenue) and XYZ (variation of weekly units: ≤ 0.5, ≤ 1, above). */
  abcXyz: z.array(z.object({ class: z.string(), skus: z.int(), revenueShare: z.number() })),
  /** Shares of sales, from Monday to Sunday. */
  weekdayShares: z.array(z.number()),
  /** What is forecast of the market and its categories; absent where no SKU has a forecast. */
  outlook: z.optional(outlookSchema),
});
export type Analysis = z.infer<typeof analysisSchema>;
export const analysisDocumentSchema = z.discriminatedUnion('kind', [analysisSchema, insufficientDataSchema]);
export type AnalysisDocument = z.infer<typeof analysisDocumentSchema>;
