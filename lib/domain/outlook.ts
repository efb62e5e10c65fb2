import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

const daily = z.array(z.number());

/** The demand of many SKUs together, day by day from the day after `asOf`, and summed from that day on. Units. */
const totalSchema = z.object({
  /** SKUs with a forecast, all of which are in these figures. */
  series: z.int(),
  /** The sum of the SKUs' means; quantiles are those of the sum, which sums of quantiles are not. */
  mean: daily,
  p10: daily,
  p50: daily,
  p90: daily,
  /** Units from the first day to the end of each week. */
  cumulative: z.array(
    z.object({ days: z.int(), mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number() }),
  ),
});

/** Forecasts of a market and its categories that agree with those of its SKUs. */
export const outlookSchema = z.object({
  runId: z.string(),
  asOf: isoDate,
  market: totalSchema,
  /** The largest first; their means add up to the market's. */
  categories: z.array(
    z.extend(totalSchema, {
      /** As the products file has it; `null` for SKUs without one. */
      category: z.nullable(z.string()),
      /** How many smaller categories the last row stands for, beside the one it names; absent elsewhere. */
      smaller: z.optional(z.int()),
    }),
  ),
  /**
   * A second opinion: the market's own daily sales forecast as one series, summed over all days. It sees what no single SKU
   * shows (a trend of the whole), and does not add up. Absent where the market is too young.
   */
  direct: z.optional(
    z.object({
      model: z.string(),
      days: z.int(),
      mean: z.number(),
      p10: z.number(),
      p90: z.number(),
      /** How far the SKUs' sum lies above it: 0.1 is 10 % more. */
      difference: z.number(),
    }),
  ),
  /** SKUs that have no forecast and are not in the figures, and their share of all. */
  lacking: z.object({ series: z.int(), share: z.number() }),
  /** Shares of a SKU's error variance that it has in common with its market, and beyond that with its category. 0–1. */
  commonShares: z.object({ market: z.number(), category: z.number() }),
});
export type Outlook = z.infer<typeof outlookSchema>;
export type OutlookTotal = z.infer<typeof totalSchema>;
