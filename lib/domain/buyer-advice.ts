import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { productOfferSchema } from './product-offer.ts';
import { purchasePredictionSchema } from './purchase-prediction.ts';

/** What the night advises of one buyer: what it will do and what to offer it, the first offer first. */
export const buyerAdviceSchema = z.object({
  customer: z.string(),
  runId: z.string(),
  asOf: isoDate,
  prediction: z.optional(purchasePredictionSchema),
  offers: z.array(productOfferSchema),
});
export type BuyerAdvice = z.infer<typeof buyerAdviceSchema>;
