import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { experimentMetrics } from './experiment.ts';

/** What the units of a market did in the weeks up to a night: what experiments are planned by. Metrics that can't be told are not named. */
export const unitHistoriesSchema = z.object({
  asOf: isoDate,
  /** Weeks looked back. */
  weeks: z.int(),
  histories: z.array(
    z.object({
      /** SKUs of the market, or its buyer companies. */
      of: z.enum(['sku', 'customer']),
      metric: z.enum(experimentMetrics),
      units: z.int(),
      mean: z.number(),
      standardDeviation: z.number(),
      icc: z.number(),
      preperiodCorrelation: z.number(),
      observationsPerWeek: z.number(),
    }),
  ),
});
export type UnitHistories = z.infer<typeof unitHistoriesSchema>;
