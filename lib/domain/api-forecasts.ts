import * as z from 'zod/mini';
import { keptAdjustmentSchema } from './adjustment.ts';
import { storedForecastSchema } from './forecast.ts';
import { insufficientDataSchema } from './insufficient-data.ts';

const daily = z.array(z.number());

/** A forecast as the API shows it: the night's, and what a person's adjustments make of it since. */
export const forecastViewSchema = z.discriminatedUnion('kind', [
  z.extend(storedForecastSchema, {
    /** Adjustments that hold. */
    adjustments: z.optional(z.array(keptAdjustmentSchema)),
    /** The forecast with them applied, at once; stock advice follows in the next run, by the contest's word. */
    adjusted: z.optional(z.object({ mean: daily, p10: daily, p50: daily, p90: daily })),
  }),
  insufficientDataSchema,
]);
export type ForecastView = z.infer<typeof forecastViewSchema>;
