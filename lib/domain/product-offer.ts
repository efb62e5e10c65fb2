import * as z from 'zod/mini';

/** One product to offer one buyer next. */
export const productOfferSchema = z.object({
  sku: z.string(),
  /** `repeat`: it bought this before; `new`: it never did. */
  kind: z.enum(['repeat', 'new']),
  /** Above 0; orders the offers of one buyer, the sooner the greater. */
  score: z.number(),
  /** Why, in words and numbers. */
  reason: z.string(),
});
export type ProductOffer = z.infer<typeof productOfferSchema>;
