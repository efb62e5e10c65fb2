import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { controlLimitsSchema } from './control.ts';
import { marketName } from './market.ts';
import { runStates } from './run.ts';

/** A market as the API shows it: what holds there, how far Tradewind may act, and how its last run went. */
export const marketViewSchema = z.object({
  market: marketName,
  name: z.string(),
  country: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  homeRegion: z.string(),
  location: z.string(),
  /** Local time of the nightly run. */
  runAt: z.string(),
  mode: z.enum(['off', 'suggest', 'automatic']),
  /** True when a kill switch of the merchant or of the market holds everything back. */
  killed: z.boolean(),
  /** What no answer of the market may go beyond, and the one run that may be answered from; absent where none is set. */
  limits: z.optional(controlLimitsSchema),
  activeRun: z.optional(z.string()),
  lastRun: z.nullable(
    z.object({
      runId: z.string(),
      asOf: isoDate,
      state: z.enum(runStates),
      startedAt: isoInstant,
      finishedAt: z.optional(isoInstant),
    }),
  ),
});
export type MarketView = z.infer<typeof marketViewSchema>;
