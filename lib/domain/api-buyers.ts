import * as z from 'zod/mini';
import { buyerSchema } from './segment.ts';

/** One buyer as the API shows it. */
export const buyerViewSchema = z.extend(buyerSchema, {
  /** The merchant's own code of the customer: only for a token with the scope `identify`. */
  customerCode: z.optional(z.string()),
});
export type BuyerView = z.infer<typeof buyerViewSchema>;
