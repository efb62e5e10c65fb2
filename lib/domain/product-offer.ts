import * as z from 'zod/mini';
import { buyingGrounds } from './buying-ground.ts';
import { isoDate } from './calendar.ts';

/** One product to offer one buyer next. */
export const productOfferSchema = z.object({
  sku: z.string(),
  /** `repeat`: it bought this before; `new`: it never did. */
  kind: z.enum(['repeat', 'new']),
  /** Above 0; orders the offers of one buyer, the sooner the greater. */
  score: z.number(),
  /**
   * Chance that it is among what the buyer takes in the next 30 days if it buys anything at all; absent where the market's
   * history was too short to learn it, and where the buyer's list was made in plain order.
   */
  chance: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** When the buyer needs it again by its own rhythm; may be past. Absent where it bought it once or never. */
  dueOn: z.optional(isoDate),
  /** When it is in stock again; absent where it is now, or where stock is not known. */
  inStockFrom: z.optional(isoDate),
  /** Why, in words and numbers. */
  reason: z.string(),
  grounds: buyingGrounds,
});
export type ProductOffer = z.infer<typeof productOfferSchema>;
