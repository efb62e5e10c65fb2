import * as z from 'zod/mini';

/** What to do, and the figures that it rests on, both in words. */
const adviceSchema = z.object({ advice: z.string(), evidence: z.string() });
export type Advice = z.infer<typeof adviceSchema>;

/** How to treat a segment: suggestions, each with its evidence. */
export const segmentStrategySchema = z.object({
  priceSensitivity: z.extend(adviceSchema, {
    /** `unknown` where neither price changes nor discounts tell. */
    level: z.enum(['low', 'medium', 'high', 'unknown']),
    /** Per cent by which units a month change when an article's price rises by 1 %; absent where it is not known closely. */
    elasticity: z.optional(z.object({ value: z.number(), standardError: z.number(), buyers: z.int() })),
  }),
  contact: z.extend(adviceSchema, {
    /** `null`: don't wait for a rhythm. */
    everyDays: z.nullable(z.int()),
  }),
  offers: z.array(adviceSchema),
  service: z.extend(adviceSchema, {
    /** Share of demand to be served from stock, 0–1: what replenishment could take for articles that these buyers need. */
    fillRate: z.number(),
  }),
});
export type SegmentStrategy = z.infer<typeof segmentStrategySchema>;
