import * as z from 'zod/mini';
import { estimateSchema } from './analysis-buyers.ts';

/** How much more or less a month sells than the mean month, the trend taken out where that can be told. */
export const seasonSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    /** January to December; 1.2 is a fifth above the mean month. */
    indices: z.array(estimateSchema),
    /** 1 − Var(R) / Var(S + R): 0 is no season, 1 nothing but season (Wang, Smith & Hyndman 2006). */
    strength: z.number(),
    /** How probable a strength like this is where there is no season. */
    pValue: z.number(),
    months: z.int(),
  }),
  z.object({
    kind: z.literal('provisional'),
    /** January to December, of the newest twelve whole months; `null` for a month that is not among them. A trend is in it. */
    indices: z.array(z.nullable(z.number())),
    detail: z.string(),
    months: z.int(),
  }),
  z.object({ kind: z.literal('tooShort'), detail: z.string(), months: z.int() }),
]);
export type Season = z.infer<typeof seasonSchema>;

/** Relative changes of revenue: 0.1 is 10 % more. Whole months alone; `null` is "not enough to say". */
export const growthSchema = z.object({
  /** The last whole month against the one before, and against the same month a year earlier. */
  monthOnMonth: z.nullable(z.number()),
  yearOnYear: z.nullable(z.number()),
  /** The last whole month; `null` where there is none. */
  lastWholeMonth: z.optional(z.nullable(z.string())),
  /** The newest twelve whole months against the twelve before; the interval tells how much of it hangs on single buyers. */
  trailingYear: z.optional(z.nullable(estimateSchema)),
  /** Compound growth a year, from the first twelve whole months to the last twelve. */
  compoundAnnual: z.optional(
    z.nullable(z.object({ rate: z.number(), from: z.string(), to: z.string(), years: z.number() })),
  ),
});
export type Growth = z.infer<typeof growthSchema>;
