import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { moneySchema } from './money.ts';

/**
 * How the forecasts of one earlier run met what came in the newest `days` days, over all SKUs of a market. Days on which
 * nobody could buy, and days that sold out, are left out: what was asked for then is not known. `null` is "not enough to say".
 */
export const horizonAccuracySchema = z.object({
  days: z.int(),
  /** Business date of the run that forecast them: `days` earlier, or up to six days before that where no run was made then. */
  madeOn: isoDate,
  skus: z.int(),
  /** SKU × day pairs compared. */
  observations: z.int(),
  /** Units that came. */
  units: z.number(),
  /** Weighted absolute percentage error, as a share: daily errors without their sign over the units that came. */
  wape: z.nullable(z.number()),
  /** The same of each SKU's total over the days: what stock is bought by. */
  totalsWape: z.nullable(z.number()),
  /** Forecast over what came, less 1: 0.05 is 5 % too high. */
  bias: z.nullable(z.number()),
  /** Twice the pinball loss over the units that came, mean over P10, P50 and P90: Amazon Forecast's weighted quantile loss. */
  weightedQuantileLoss: z.nullable(z.number()),
  /** Share of days between P10 and P90, 0–1; 0.8 is right, somewhat more where units are few and whole. */
  coverage80: z.nullable(z.number()),
  /** Share of SKUs whose squared error is below that of repeating the newest week, of those where the two differ. */
  betterThanNaive: z.nullable(z.number()),
});
export type HorizonAccuracy = z.infer<typeof horizonAccuracySchema>;

/** A SKU whose total was far off, by what the difference is worth at the price that its units brought. */
export const skuErrorSchema = z.object({
  sku: z.string(),
  days: z.int(),
  madeOn: isoDate,
  model: z.string(),
  forecastUnits: z.number(),
  actualUnits: z.number(),
  /** Of `days`, those compared. */
  observedDays: z.int(),
  error: moneySchema,
});
export type SkuError = z.infer<typeof skuErrorSchema>;

/** One night's entry of a market's accuracy over time, as stored. */
export const accuracyEntrySchema = z.object({
  asOf: isoDate,
  runId: z.string(),
  /** 1, 7 and 28 days, those for which there was a run to judge. */
  horizons: z.array(horizonAccuracySchema),
  /** The longest horizon's worst SKUs, worst first. */
  worst: z.array(skuErrorSchema),
});
export type AccuracyEntry = z.infer<typeof accuracyEntrySchema>;
