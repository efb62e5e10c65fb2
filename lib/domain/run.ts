import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { driftSummarySchema } from './drift.ts';
import { marketName, merchantName } from './market.ts';
import { sealNoteSchema } from './seal-note.ts';
import { runNameSchema } from './series.ts';
import { valueAddedSchema } from './value-added.ts';

/** What starts a run: a schedule passes `scheduledAt`, a person or a program `asOf`, or neither: the newest date in the data. */
export const runRequestSchema = z.object({
  merchant: merchantName,
  market: marketName,
  asOf: z.optional(isoDate),
  scheduledAt: z.optional(isoInstant),
  /** Work once more on the shards that failed in the run of `asOf`, and on nothing else. */
  retry: z.optional(z.boolean()),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

/** What `plan` is given: the request, and the execution that asks, which a retry of the step does under the same name. */
export const planRequestSchema = z.object({ request: runRequestSchema, execution: z.string() });

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

/** An object in S3. */
const placeSchema = z.object({ bucket: z.string(), key: z.string() });

/** What `plan` answers, and every later step is given. */
export const planResultSchema = z.extend(runNameSchema, {
  /** Present where another execution makes or made this run: this one ends there. */
  madeBy: z.optional(z.string()),
  /** False when the market has no usable orders: the run then goes straight to its report. */
  ready: z.boolean(),
  series: z.int(),
  shards: z.int(),
  /** The S3 object that the Distributed Maps read: a JSON array of `ShardRef`. */
  manifest: placeSchema,
  /** The shards that are worked on once more, where the run is a retry. */
  retried: z.optional(z.nullable(z.array(z.string()))),
  /** What the buyers' segments came to, where a retry has no need to make them again. */
  keptSegment: z.optional(z.nullable(segmentResultSchema)),
});
export type PlanResult = z.infer<typeof planResultSchema>;

/**
 * What `report` is given: the plan and every step's answers. Those of shards lie where Step Functions left them: the object
 * named is the manifest of its Map Run. A run that had nothing to do has empty lists.
 */
export const reportEventSchema = z.extend(planResultSchema, {
  forecast: z.union([z.array(shardResultSchema), placeSchema]),
  segment: segmentResultSchema,
  learn: z.union([z.array(shardResultSchema), placeSchema]),
});
export type ReportEvent = z.infer<typeof reportEventSchema>;

/** The answers of a run's shards, one a shard and step, in the order of their names. */
export const runResultsSchema = z.object({
  forecast: z.array(shardResultSchema),
  learn: z.array(shardResultSchema),
});
export type RunResults = z.infer<typeof runResultsSchema>;

/** A run to report of, with the answers of all its shards; its manifest names all of them. */
export type ReportRequest = Omit<ReportEvent, 'forecast' | 'learn'> & RunResults;

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
  'cancelled',
] as const;

/** A run as stored and shown: progress by step and shard, and the summary when it has ended. */
export const runSchema = z.extend(runNameSchema, {
  state: z.enum(runStates),
  startedAt: isoInstant,
  /** The execution that makes it, as the state machine's console names it. */
  execution: z.optional(z.string()),
  finishedAt: z.optional(isoInstant),
  /** When the shards that had failed were last begun again. */
  retriedAt: z.optional(isoInstant),
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
      /** Experiments that ended this night, each with its verdict in a sentence; absent where none did. */
      experiments: z.optional(z.array(z.object({ id: z.string(), name: z.string(), sentence: z.string() }))),
      /** Alarms of drift; absent where none was raised, stands or ended, and no figure of buyers moved. */
      drift: z.optional(driftSummarySchema),
      /** Gaps of price and rates of segments beyond the merchant's limits; absent where there are none. */
      unfair: z.optional(z.object({ gaps: z.int(), rates: z.int() })),
      /** Shards that failed, with the reason; the segments stand as one. Of very many the first. */
      failedShards: z.array(z.object({ step: z.string(), shard: z.string(), reason: z.string() })),
      /** How many failed, where they are more than are told. */
      failures: z.optional(z.int()),
      /** The command that works on those shards once more; absent where none failed. */
      retry: z.optional(z.string()),
    }),
  ),
  /** The seal that the decision log had at its end; absent in runs of before there was one. */
  sealed: z.optional(sealNoteSchema),
  /** Why it failed or what is missing. */
  reason: z.optional(z.string()),
});
export type Run = z.infer<typeof runSchema>;

/** A run's name within its merchant: the same market and date always give the same run. */
export function runIdOf(market: string, asOf: string): string {
  return `${market}-${asOf}`;
}
