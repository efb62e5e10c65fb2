import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { moneySchema, unitPriceSchema } from './money.ts';

/** Why a SKU asks for a person: it runs out before an order could help, holds too much, is priced out of position, or drifts. */
export const attentions = ['stockOut', 'overstock', 'price', 'drift'] as const;
export type Attention = (typeof attentions)[number];

/** A line of the worklist: what to act on first. */
export const skuSummarySchema = z.object({
  sku: z.string(),
  name: z.nullable(z.string()),
  kind: z.enum(['ready', 'insufficientData']),
  /** Margin at risk over the next weeks: stock-out, overstock, a price out of position. */
  moneyAtRisk: z.nullable(moneySchema),
  /** What it asks for a person for; empty where nothing. */
  attention: z.array(z.enum(attentions)),
  /** Units, by the newest stock file. */
  onHand: z.nullable(z.number()),
  /** Days until what is on hand is sold, at the expected demand. */
  daysOfCover: z.nullable(z.number()),
  /** Today's list price. */
  price: z.nullable(unitPriceSchema),
  proposedPrice: z.nullable(unitPriceSchema),
  /** Units to order now, by the proposal. */
  orderUnits: z.nullable(z.number()),
  /** Quantiles of the units of the next 28 days together. */
  next28Days: z.nullable(z.object({ p10: z.number(), p50: z.number(), p90: z.number() })),
  asOf: isoDate,
  /** Names of what is missing for a policy: `unit_cost`, `stock`. */
  missing: z.array(z.string()),
});
export type SkuSummary = z.infer<typeof skuSummarySchema>;
