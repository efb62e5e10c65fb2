import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { contestSchema } from './contest.ts';
import { insufficientDataSchema } from './insufficient-data.ts';
import { forecastPartsSchema, knownEffectSchema, seriesMarksSchema } from './known-future.ts';

/** Accuracy in a rolling-origin backtest; `null` where the history is too short to say. */
export const scoresSchema = z.object({
  folds: z.int(),
  /** Mean absolute error over the history's mean absolute seasonal difference: below 1 beats the seasonal naive. */
  mase: z.nullable(z.number()),
  /** Symmetric mean absolute percentage error: 0 to 200, in per cent. */
  smape: z.nullable(z.number()),
  /** Root mean squared error over that of the seasonal differences. */
  rmsse: z.nullable(z.number()),
  /** Mean pinball loss over P10, P50, P90, scaled like MASE. */
  pinball: z.nullable(z.number()),
  /** Share of actuals inside the 80 % interval, 0–1. */
  coverage80: z.nullable(z.number()),
});
export type Scores = z.infer<typeof scoresSchema>;

const daily = z.array(z.number());

/** A stored forecast of one SKU in one market, day by day from the day after `asOf`. Units per day. */
export const storedForecastSchema = z.object({
  kind: z.literal('ready'),
  sku: z.string(),
  runId: z.string(),
  asOf: isoDate,
  model: z.string(),
  /** Why this model, in words. */
  reason: z.string(),
  mean: daily,
  p10: daily,
  p50: daily,
  p90: daily,
  /** Units from tomorrow over lead time + review period, their mean and quantiles: what stock needs. */
  leadTimeDemand: z.object({
    days: z.int(),
    mean: z.number(),
    p50: z.number(),
    p90: z.number(),
    p95: z.number(),
    p99: z.number(),
  }),
  /** Units of the newest days, oldest first, ending on `asOf`; `null` stands for a day without stock on which nothing was ordered. */
  history: z.array(z.nullable(z.number())),
  /** Indices into `history` of days with orders on which a count found nothing left. */
  historyCensoredDays: z.array(z.int()),
  backtest: z.nullable(scoresSchema),
  /** Scores of every candidate, so that the choice can be seen. */
  candidates: z.array(z.object({ model: z.string(), scores: scoresSchema })),
  /** Its error in the backtest over that of repeating last week: 0.8 errs 20 % less. */
  errorAgainstNaive: z.optional(z.number()),
  /** What `mean` is the sum of; absent in rows of older runs. */
  parts: z.optional(forecastPartsSchema),
  /** What known prices, events and closures do; absent where nothing is known. */
  effects: z.optional(z.array(knownEffectSchema)),
  /** Price moves and events on the days of history and forecast; absent where there are none, and in rows of older runs. */
  marks: z.optional(seriesMarksSchema),
  /** Present where somebody else's forecast or a person's adjustments competed. */
  contest: z.optional(contestSchema),
  warnings: z.array(z.string()),
  seed: z.int(),
  uploads: z.array(z.string()),
});

export const forecastDocumentSchema = z.discriminatedUnion('kind', [
  storedForecastSchema,
  insufficientDataSchema,
]);
export type StoredForecast = z.infer<typeof storedForecastSchema>;
export type ForecastDocument = z.infer<typeof forecastDocumentSchema>;
