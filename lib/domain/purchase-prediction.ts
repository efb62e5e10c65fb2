import * as z from 'zod/mini';
import { buyingGrounds } from './buying-ground.ts';
import { isoDate } from './calendar.ts';
import { moneySchema } from './money.ts';

/** What one buyer will do next, as the night's run sees it. Chances are 0–1; days start after the run's `asOf`. */
export const purchasePredictionSchema = z.object({
  /** Which model of those compared serves. */
  model: z.string(),
  /** Of at least one order day. */
  chanceWithin30Days: z.number(),
  chanceWithin90Days: z.number(),
  expectedOrders90Days: z.number(),
  /** Absent where no order had a price. */
  expectedSpend90Days: z.optional(moneySchema),
  /** That it still orders at all; only where the market shows that buyers leave. */
  chanceAlive: z.optional(z.number()),
  /** When its next order comes: half and 10 % to 90 % of futures; an open end is absent. */
  nextOrder: z.object({
    from: z.optional(isoDate),
    median: z.optional(isoDate),
    to: z.optional(isoDate),
  }),
  /** Why, in words and numbers. */
  reason: z.string(),
  grounds: buyingGrounds,
});
export type PurchasePrediction = z.infer<typeof purchasePredictionSchema>;
