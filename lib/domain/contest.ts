import * as z from 'zod/mini';
import { adjustmentRules, keptAdjustmentSchema } from './adjustment.ts';
import { isoDate } from './calendar.ts';

const daily = z.array(z.nullable(z.number()));

/** Somebody's forecast of one SKU as it came with one upload, day by day; `null` on days of which it says nothing. */
export const uploadedForecastSchema = z.object({
  source: z.string(),
  /** The day of the upload in the market's zone: it is judged on later days alone. */
  madeOn: isoDate,
  /** Day of `mean[0]`. */
  start: isoDate,
  /** Days that a value stands for: 1, or 7 from its date on (a week's total). */
  stepDays: z.union([z.literal(1), z.literal(7)]),
  /** One a step of `stepDays`. */
  mean: daily,
  p10: z.optional(daily),
  p50: z.optional(daily),
  p90: z.optional(daily),
});
export type UploadedForecast = z.infer<typeof uploadedForecastSchema>;

/** Who competes with the default for a series: uploaded forecasts, oldest first, and a person's adjustments. */
export const rivalsSchema = z.object({
  uploaded: z.array(uploadedForecastSchema),
  adjustments: z.array(keptAdjustmentSchema),
  serve: z.enum(adjustmentRules),
  /** ISO 4217, the market's: what costs are told in. */
  currency: z.string(),
});
export type Rivals = z.infer<typeof rivalsSchema>;

/** How a series' contest ended: who serves, and what each would have cost in stock. Amounts are over all `weeks`. */
export const contestSchema = z.object({
  /** `default`, `blend`, `adjustments`, or the source of an upload. */
  served: z.string(),
  reason: z.string(),
  contestants: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['default', 'uploaded', 'adjusted', 'blend']),
      /** Share of the served forecast, 0–1. */
      weight: z.number(),
      /** Simulated cost of holding and of stock-outs, minor units of the market's currency. */
      costMinor: z.int(),
      /** What it saved against the default; below 0 it cost more. */
      valueAddedMinor: z.int(),
      standardErrorMinor: z.int(),
      /** Weeks judged, and those for which it had spoken in time; the default stood in for the others. */
      weeks: z.int(),
      spokenWeeks: z.int(),
    }),
  ),
  /** Present where a person's adjustments serve: the forecast without them. */
  unadjusted: z.optional(
    z.object({
      mean: z.array(z.number()),
      p10: z.array(z.number()),
      p50: z.array(z.number()),
      p90: z.array(z.number()),
    }),
  ),
});
export type Contest = z.infer<typeof contestSchema>;
