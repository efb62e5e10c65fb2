import * as z from 'zod/mini';
import { productOfferSchema } from './product-offer.ts';
import { purchasePredictionSchema } from './purchase-prediction.ts';
import { buyerSchema } from './segment.ts';

/** One buyer as the API shows it. */
export const buyerViewSchema = z.extend(buyerSchema, {
  /** The merchant's own code of the customer: only for a token with the scope `identify`. */
  customerCode: z.optional(z.string()),
  prediction: z.optional(purchasePredictionSchema),
  /** What to offer next, the first first. */
  offers: z.array(productOfferSchema),
});
export type BuyerView = z.infer<typeof buyerViewSchema>;
