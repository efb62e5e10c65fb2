import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { unitPriceSchema } from './money.ts';

/** What a merchant app reports and orders can't tell. Units sold are never counted from here: orders are the truth. */
export const outcomeSchema = z.strictObject({
  /** The caller's own key: the same key is counted once. */
  key: z.string().check(z.minLength(1), z.maxLength(100)),
  sku: z.string().check(z.minLength(1), z.maxLength(200)),
  decisionId: z.optional(z.string().check(z.maxLength(4000))),
  from: isoDate,
  to: isoDate,
  priceShown: z.optional(unitPriceSchema),
  unitsLost: z.optional(z.number().check(z.gte(0), z.lte(1e12))),
  unitsBackOrdered: z.optional(z.number().check(z.gte(0), z.lte(1e12))),
  /** Units sold as the app saw them, to be compared with orders; never added to them. */
  unitsSold: z.optional(z.number().check(z.gte(0), z.lte(1e12))),
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const outcomesRequestSchema = z.strictObject({
  outcomes: z.array(outcomeSchema).check(z.minLength(1), z.maxLength(500)),
});
