import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { marketName, merchantName } from './market.ts';
import { runNameSchema } from './series.ts';
import { valueAddedSchema } from './value-added.ts';

/** What starts a run: a schedule passes `scheduledAt`, a person or a program `asOf`, or neither: the newest date in the data. */
export const runRequestSchema = z.object({
  merchant: merchantName,
  market: marketName,
  asOf: z.optional(isoDate),
  scheduledAt: z.optional(isoInstant),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

/** What `plan` is given: the request, and the execution that asks, which a retry of the step does under the same name. */
export const planRequestSchema = z.object({ request: runRequestSchema, execution: z.string() });
export type PlanRequest = z.infer<typeof planRequestSchema>;

/** What `plan` answers, and every later step is given. */
export const planResultSchema = z.extend(runNameSchema, {
  /** Present where another execution makes or made this run: this one ends there. */
  madeBy: z.optional(z.string()),
  /** False when the market has no usable orders: the run then goes straight to its report. */
  ready: z.boolean(),
  series: z.int(),
  shards: z.int(),
  /** The S3 object that the Distributed Maps read: a JSON array of `ShardRef`. */
  manifest: z.object({ bucket: z.string(), key: z.string() }),
});
export type PlanResult = z.infer<typeof planResultSchema>;

/** The answer of one shard; a shard that failed is a value, not a failed run. */
export const shardResultSchema = z.object({
  shard: z.string(),
  /** Series that got a forecast, or a policy. */
  done: z.int(),
  /** Series that were answered `insufficientData`, with what is missing. */
  lacking: z.int(),
  /** Series whose forecast had rivals, where there are any: what they came to lies beside the shard's totals. */
  rivals: z.optional(z.int()),
  failed: z.optional(z.string()),
});
export type ShardResult = z.infer<typeof shardResultSchema>;

export const segmentResultSchema = z.object({
  buyers: z.int(),
  segments: z.int(),
  /** Buyers beyond the budget of the trained ranker, whose offers come in plain order; absent where there are none. */
  plainOffers: z.optional(z.int()),
  failed: z.optional(z.string()),
});
export type SegmentResult = z.infer<typeof segmentResultSchema>;

/** What `report` is given: the plan and every step's answers. */
export const reportRequestSchema = z.extend(planResultSchema, {
  forecast: z.array(shardResultSchema),
  segment: segmentResultSchema,
  learn: z.array(shardResultSchema),
});
export type ReportRequest = z.infer<typeof reportRequestSchema>;

/**
 * What `report` is given when a step failed beyond its own handling: the execution, and what the state machine's catch-all
 * makes by putting the error beside the input it had, which has no run name yet when `plan` itself failed.
 */
export const failedRunRequestSchema = z.object({
  execution: z.string(),
  failed: z.extend(runRequestSchema, {
    runId: z.optional(z.string()),
    /** As Step Functions names it, `{ Error, Cause }`, or its text. */
    error: z.union([z.string(), z.object({ Error: z.optional(z.string()), Cause: z.optional(z.string()) })]),
    cause: z.optional(z.string()),
  }),
});
export type FailedRunRequest = z.infer<typeof failedRunRequestSchema>;

export const runStates = [
  'running',
  'finished',
  'finishedWithFailures',
  'insufficientData',
  'failed',
] as const;

/** A run as stored and shown: progress by step and shard, and the summary when it has ended. */
export const runSchema = z.extend(runNameSchema, {
  state: z.enum(runStates),
  startedAt: isoInstant,
  /** The execution that makes it, as the state machine's console names it. */
  execution: z.optional(z.string()),
  finishedAt: z.optional(isoInstant),
  series: z.int(),
  shards: z.int(),
  summary: z.optional(
    z.object({
      forecasts: z.int(),
      policies: z.int(),
      buyers: z.int(),
      segments: z.int(),
      insufficientData: z.int(),
      /** Open draft purchase orders of the market's location; absent where there are none. */
      purchaseOrders: z.optional(z.int()),
      /** What uploaded forecasts and adjustments were worth over the last twelve weeks that could be judged; absent where none competed. */
      forecastValueAdded: z.optional(z.array(valueAddedSchema)),
      /** Shards that failed, with the reason: run again to retry. */
      failedShards: z.array(z.object({ step: z.string(), shard: z.string(), reason: z.string() })),
    }),
  ),
  /** Why it failed or what is missing. */
  reason: z.optional(z.string()),
});
export type Run = z.infer<typeof runSchema>;

/** An execution is ended after a day, ms; one that was ended from outside leaves its run's row as it was. */
export const LONGEST_RUN_MS = 25 * 3_600_000;

/** A run's name within its merchant: the same market and date always give the same run. */
export function runIdOf(market: string, asOf: string): string {
  return `${market}-${asOf}`;
}
