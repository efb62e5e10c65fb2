import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

const days = z.number();

/** What a prediction or an offer rests on, in figures; `reason` beside it says the same in words. */
export const buyingGroundSchema = z.discriminatedUnion('ground', [
  /** The buyer's own order days. */
  z.object({
    ground: z.literal('orders'),
    orderDays: z.int(),
    sinceDays: days,
    /** Between two of them on average; absent with one. */
    everyDays: z.optional(days),
    overdue: z.boolean(),
  }),
  /** It bought the item once. */
  z.object({ ground: z.literal('boughtOnce'), orders: z.int(), sinceDays: days }),
  /** It buys the item again and again; `dueInDays` below 0 is overdue. */
  z.object({
    ground: z.literal('rhythm'),
    times: z.int(),
    orders: z.int(),
    everyDays: days,
    dueInDays: days,
  }),
  /** Buyers like it take the item; those of its own country where `country` is there. */
  z.object({
    ground: z.literal('similarBuyers'),
    takers: z.int(),
    compared: z.int(),
    country: z.optional(z.string()),
  }),
  /** The market's orders of the last days hold it. */
  z.object({ ground: z.literal('market'), orders: z.int(), of: z.int(), days: z.int() }),
  /** It looked at the item and has not bought it since. */
  z.object({ ground: z.literal('looks'), looks: z.int(), since: isoDate, boughtBefore: z.boolean() }),
  /** It holds an open quote. */
  z.object({ ground: z.literal('quote'), units: z.number(), until: isoDate }),
]);
export type BuyingGround = z.infer<typeof buyingGroundSchema>;

/** Beside `reason`; absent in what was stored before grounds were kept. */
export const buyingGrounds = z.optional(z.array(buyingGroundSchema));
