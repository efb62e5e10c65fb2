import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { marketName } from './market.ts';
import { runSchema } from './run.ts';

/**
 * Asks for a run; without `asOf` it is the newest date among the market's orders. `retry` works once more on the shards that
 * failed in that run, and on nothing else.
 */
export const runStartSchema = z.strictObject({ asOf: z.optional(isoDate), retry: z.optional(z.boolean()) });

/** Stops a run; the reason is kept with it. */
export const runCancelSchema = z.strictObject({
  reason: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
});

/** A run that was asked for; its state is at `GET /v1/runs/{run}` as soon as it has been planned. */
export const runStartedSchema = z.object({ runId: z.string(), market: marketName, asOf: isoDate });
export type RunStarted = z.infer<typeof runStartedSchema>;

const stepSchema = z.object({ of: z.int(), done: z.array(z.string()) });

/** A run with the shards that each step has done. */
export const runViewSchema = z.extend(runSchema, {
  progress: z.object({ forecast: stepSchema, segment: stepSchema, learn: stepSchema }),
});
export type RunView = z.infer<typeof runViewSchema>;
