import * as z from 'zod/mini';
import { buyingGrounds } from './buying-ground.ts';
import { isoDate } from './calendar.ts';
import { moneySchema } from './money.ts';
import { productOfferSchema } from './product-offer.ts';
import { purchasePredictionSchema } from './purchase-prediction.ts';

/** What a list of buyers to act on may be ordered by. */
export const targetOrders = ['spend', 'chance', 'due', 'risk'] as const;
export type TargetOrder = (typeof targetOrders)[number];

/** Buyers that a list of the whole market or of a segment keeps, and that the list of one SKU does. */
export const LIST_BUYERS = 500;
export const SKU_LIST_BUYERS = 50;

/** One buyer to act on: of what its own page says, what a list needs. */
export const targetSchema = z.object({
  customer: z.string(),
  /** Absent where the market has too few buyers for segments. */
  segment: z.optional(z.string()),
  ...z.partial(
    z.pick(purchasePredictionSchema, {
      chanceWithin30Days: true,
      chanceWithin90Days: true,
      expectedSpend90Days: true,
      chanceAlive: true,
      nextOrder: true,
    }),
  ).shape,
  /** Of the expected spend, what hangs on the buyer's staying: × (1 − `chanceAlive`). Absent where that is. */
  valueAtRisk: z.optional(moneySchema),
  /** Its first offer; in the list of a SKU the offer of that SKU. */
  offer: z.optional(productOfferSchema),
  /** Why it is expected to order, in words and numbers. */
  reason: z.optional(z.string()),
  grounds: buyingGrounds,
});
export type Target = z.infer<typeof targetSchema>;

/**
 * A bounded list of buyers, best first. `version` is that of the night's `TargetIndex`: a list with another one was left by
 * a night before and is not shown.
 */
export const targetListSchema = z.object({
  runId: z.string(),
  asOf: isoDate,
  version: z.string(),
  /** Buyers that would stand in it, those beyond its end among them. */
  buyers: z.int(),
  targets: z.array(targetSchema),
});
export type TargetList = z.infer<typeof targetListSchema>;

/** What lists a night made of a market. Written after them all. */
export const targetIndexSchema = z.object({
  runId: z.string(),
  asOf: isoDate,
  /** Told by what the lists were made from: the same buyers and offers give the same version. */
  version: z.string(),
  /** The segments that have lists, by the names that they have tonight. */
  segments: z.array(z.object({ segment: z.string(), name: z.string() })),
});
export type TargetIndex = z.infer<typeof targetIndexSchema>;

/** Names one list of a market: of all its buyers, of a segment's, or of those to whom a SKU is to be offered. */
export type TargetListName =
  | { of: 'market'; order: TargetOrder }
  | { of: 'segment'; segment: string; order: TargetOrder }
  | { of: 'sku'; sku: string };
