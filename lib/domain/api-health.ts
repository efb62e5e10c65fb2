import * as z from 'zod/mini';
import { accuracyEntrySchema, skuErrorSchema } from './accuracy.ts';
import { isoDate, isoInstant } from './calendar.ts';
import { buyerDriftSchema, driftEntrySchema } from './drift.ts';
import { fairnessEntrySchema } from './fairness.ts';
import { marketName } from './market.ts';
import { proofSchema } from './proof.ts';
import { runStates } from './run.ts';
import { sealNoteSchema } from './seal-note.ts';
import { uploadKinds } from './upload.ts';

/** How well a market is looked after: how fresh its data are, and how good its forecasts were. */
export const marketHealthSchema = z.object({
  market: marketName,
  data: z.object({
    /** Newest order date in the data. */
    newestOrder: z.nullable(isoDate),
    /** Days from it to the market's today. */
    daysBehind: z.nullable(z.int()),
    /** What is known by kind of file; a kind that was never uploaded is not named. */
    kinds: z.array(
      z.object({
        kind: z.enum(uploadKinds),
        files: z.int(),
        rows: z.int(),
        /** The newest business date in it, for kinds that have dates. */
        newestDate: z.nullable(isoDate),
        /** The newest upload. */
        upload: z.string(),
      }),
    ),
    lastRun: z.nullable(
      z.object({ runId: z.string(), asOf: isoDate, state: z.enum(runStates), startedAt: isoInstant }),
    ),
  }),
  forecasts: z.object({
    /** An entry a night, oldest first, at most 90. */
    accuracy: z.array(z.omit(accuracyEntrySchema, { worst: true })),
    /** Why there is none. */
    reason: z.nullable(z.string()),
    /** SKUs whose forecasts were off by most money, by the newest entry. */
    worst: z.array(skuErrorSchema),
  }),
  drift: z.object({
    /** An entry a night, oldest first, at most 90. */
    nights: z.array(z.omit(driftEntrySchema, { alarms: true })),
    /** Alarms that stand after the newest night, most money first, at most 25; `standing` of the night says how many there are. */
    alarms: z.array(driftEntrySchema.shape.alarms.def.element),
    /** How far the figures of buyers moved; `null` while no night is old enough to compare with. */
    buyers: z.nullable(buyerDriftSchema),
    /** Why nothing was tested. */
    reason: z.nullable(z.string()),
  }),
  /** What the order rule and the price rule would have earned on the market's own log; `null` before the first night. */
  proof: z.nullable(proofSchema),
  /** What comparable buyers paid, as of the newest night; `null` before the first. */
  fairness: z.nullable(fairnessEntrySchema),
  /** The newest seal of the decision log: keep its digest elsewhere; `null` before the first run's end. */
  decisionLog: z.nullable(sealNoteSchema),
});
export type MarketHealth = z.infer<typeof marketHealthSchema>;
