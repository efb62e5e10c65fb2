import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

const units = z.optional(z.number().check(z.gte(0), z.lte(1e12)));

/** What a merchant app reports and orders can't tell. Units sold are never counted from here: orders are the truth. */
export const outcomeSchema = z.strictObject({
  /** The caller's own key: the same key is counted once. */
  key: z.string().check(z.minLength(1), z.maxLength(100), z.regex(/^\P{Cs}+$/u, 'must be whole characters')),
  sku: z.string().check(z.minLength(1), z.maxLength(200)),
  /** The recommendation that was followed, or not. */
  decisionId: z.optional(z.string().check(z.maxLength(4000))),
  /** First and last day of the period, both counted, in the market's zone. */
  from: isoDate,
  to: isoDate,
  /** What buyers were shown for one unit: millionths of the unit of the market's own currency. */
  priceShown: z.optional(
    z.strictObject({
      micros: z.int().check(z.nonnegative()),
      currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217')),
    }),
  ),
  /** Units asked for that could not be sold. */
  unitsLost: units,
  /** Units sold that wait for stock. */
  unitsBackOrdered: units,
  /** Units sold as the app saw them, to be compared with orders; never added to them. */
  unitsSold: units,
});
export type Outcome = z.infer<typeof outcomeSchema>;

export const outcomesRequestSchema = z.strictObject({
  outcomes: z.array(outcomeSchema).check(z.minLength(1), z.maxLength(500)),
});
