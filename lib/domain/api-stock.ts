import * as z from 'zod/mini';
import { problemSchema } from './api-problem.ts';
import { isoDate, isoInstant } from './calendar.ts';

const units = z.number().check(z.gte(0), z.lte(1e12));

/** What is in stock of one SKU at the market's location. */
const stockLevelInputSchema = z.strictObject({
  sku: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Units on the shelf. */
  onHand: units,
  /** Units ordered from suppliers and not received yet; those last known where it is left out. */
  onOrder: z.optional(units),
  /** When it was counted; now where it is left out. Of two levels the one counted later stands, whichever comes first. */
  countedAt: z.optional(isoInstant),
});
export type StockLevelInput = z.infer<typeof stockLevelInputSchema>;

export const stockRequestSchema = z.strictObject({
  levels: z.array(stockLevelInputSchema).check(
    z.minLength(1),
    z.maxLength(500),
    z.refine((all) => new Set(all.map(({ sku }) => sku)).size === all.length, 'must name each SKU once'),
  ),
});

/** What became of each level, in the order they came in. */
export const stockAnswerSchema = z.object({
  taken: z.int(),
  older: z.int(),
  refused: z.int(),
  results: z.array(
    z.object({
      sku: z.string(),
      /** `older`: a level counted later, or a stock file of a later day, stands; nothing changed. */
      state: z.enum(['taken', 'older', 'refused']),
      /** The day on which the last unit goes at the mean demand, units on order counted; `null` where nothing sells or nothing is known. */
      stockOutDate: z.optional(z.nullable(isoDate)),
      /** True where that is before an order placed on the day could arrive: told as `stock.out`, once a day. */
      short: z.optional(z.boolean()),
      problem: z.optional(problemSchema),
    }),
  ),
});
export type StockAnswer = z.infer<typeof stockAnswerSchema>;
