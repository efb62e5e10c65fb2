import * as z from 'zod/mini';
import { buyerInterestSchema } from './buyer-interest.ts';
import { isoDate } from './calendar.ts';
import { productOfferSchema } from './product-offer.ts';
import { purchasePredictionSchema } from './purchase-prediction.ts';

/** What the night advises of one buyer: what it will do, what to offer it, the first offer first, and what it is interested in. */
export const buyerAdviceSchema = z.object({
  customer: z.string(),
  runId: z.string(),
  asOf: isoDate,
  prediction: z.optional(purchasePredictionSchema),
  offers: z.array(productOfferSchema),
  /** Absent where it neither looked at anything nor was quoted. */
  interest: z.optional(buyerInterestSchema),
});
export type BuyerAdvice = z.infer<typeof buyerAdviceSchema>;
