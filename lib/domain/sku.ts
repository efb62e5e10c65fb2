import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { moneySchema, unitPriceSchema } from './money.ts';

/** A line of the worklist: what to act on first. */
export const skuSummarySchema = z.object({
  sku: z.string(),
  name: z.nullable(z.string()),
  kind: z.enum(['ready', 'insufficientData']),
  /** Margin at risk over the next weeks: stock-out, overstock, a price out of position. */
  moneyAtRisk: z.nullable(moneySchema),
  onHand: z.nullable(z.number()),
  daysOfCover: z.nullable(z.number()),
  price: z.nullable(unitPriceSchema),
  proposedPrice: z.nullable(unitPriceSchema),
  orderUnits: z.nullable(z.number()),
  /** Forecast units of the next 28 days. */
  next28Days: z.nullable(z.object({ p10: z.number(), p50: z.number(), p90: z.number() })),
  asOf: isoDate,
  missing: z.array(z.string()),
});
export type SkuSummary = z.infer<typeof skuSummarySchema>;
