import * as z from 'zod/mini';

/** What a buyer looked at and was quoted, where that is uploaded. */
export const buyerInterestSchema = z.object({
  views30Days: z.int(),
  views90Days: z.int(),
  searches30Days: z.int(),
  searches90Days: z.int(),
  /** Products of quotes that still wait for an answer. */
  openQuotes: z.int(),
  /** Of the products quoted within a year whose quote has ended: how many there were, and how many were ordered. */
  endedQuotes: z.int(),
  wonQuotes: z.int(),
});
export type BuyerInterest = z.infer<typeof buyerInterestSchema>;
