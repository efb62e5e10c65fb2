import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { marketName } from './market.ts';

/** Whether a buyer lets machines decide about it, as a person has set it last. */
export const optOutSchema = z.object({
  /** Pseudonym. */
  customer: z.string(),
  /** False: it has opted out. */
  automated: z.boolean(),
  /** The client of the token that set it. */
  author: z.string(),
  changedAt: isoInstant,
});
export type OptOut = z.infer<typeof optOutSchema>;

/** What a caller sets. */
export const optOutRequestSchema = z.strictObject({
  automated: z.boolean().check(z.describe('False where the buyer opts out of decisions by machine.')),
});

/** A buyer's choice as the API shows it. */
export const optOutViewSchema = z.object({
  market: marketName,
  customer: z.string(),
  automated: z.boolean(),
  /** `null` where nobody has set it: then the buyer has not opted out. */
  author: z.nullable(z.string()),
  changedAt: z.nullable(isoInstant),
  /** What that means for its prices and offers. */
  text: z.string(),
});
export type OptOutView = z.infer<typeof optOutViewSchema>;
