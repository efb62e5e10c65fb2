import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { armNames } from './trial.ts';

const units = z.optional(z.number().check(z.gte(0), z.lte(1e12)));
const outcomeKey = z
  .string()
  .check(z.minLength(1), z.maxLength(100), z.regex(/^\P{Cs}+$/u, 'must be whole characters'));

const said = {
  /** The caller's own key: the same key is counted once. */
  key: outcomeKey,
  sku: z.string().check(z.minLength(1), z.maxLength(200)),
  /** The recommendation that was followed, or not. */
  decisionId: z.optional(z.string().check(z.maxLength(4000))),
  /** An earlier outcome of this SKU, by its key, in whose place this one is to stand. */
  corrects: z.optional(outcomeKey),
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
  /** Units asked for that could not be sold, and that nobody waits for. */
  unitsLost: units,
  /** Units sold that wait for stock: they are order lines already. */
  unitsBackOrdered: units,
  /** Units sold as the app saw them, to be compared with orders; never added to them. */
  unitsSold: units,
} as const;

/** What a merchant app reports and orders can't tell. Units sold are never counted from here: orders are the truth. */
export const outcomeSchema = z.strictObject(said);
export type Outcome = z.infer<typeof outcomeSchema>;

/** An outcome as it is kept: with what the decision that it names had proposed, read from its token when it came. */
export const storedOutcomeSchema = z.strictObject({
  ...said,
  decided: z.optional(z.object({ policyVersion: z.string(), priceMicros: z.int(), orderUnits: z.number() })),
  /** Who operated the SKU when it came; absent where no experiment and no holdout touched it. */
  arm: z.optional(z.enum(armNames)),
});
export type StoredOutcome = z.infer<typeof storedOutcomeSchema>;

export const outcomesRequestSchema = z.strictObject({
  outcomes: z.array(outcomeSchema).check(z.minLength(1), z.maxLength(500)),
});
