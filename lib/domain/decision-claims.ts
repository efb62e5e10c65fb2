import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { controlSchema } from './control.ts';
import { marketName } from './market.ts';
import { recommendationQuerySchema } from './recommendation-query.ts';

/** What a `decisionId` carries, signed: enough to replay the answer. */
export const decisionClaimsSchema = z.object({
  merchant: z.string(),
  market: marketName,
  sku: z.string(),
  policyVersion: z.string(),
  query: recommendationQuerySchema,
  orderUnits: z.number(),
  priceMicros: z.int(),
  issuedAt: isoInstant,
  /** Where the policy's audit lies; absent in tokens and rows of before, as are the next two. */
  runId: z.optional(z.string()),
  shard: z.optional(z.string()),
  /** What the control rows of merchant and market came to. */
  control: z.optional(controlSchema),
  /** Of the customer that the query names: '' where it has none. */
  priceGroup: z.optional(z.string()),
  /** Whether that customer has opted out of decisions by machine. */
  optedOut: z.optional(z.literal(true)),
  /** Absent where Tradewind operated it. */
  arm: z.optional(z.literal('human')),
});
export type DecisionClaims = z.infer<typeof decisionClaimsSchema>;
