import * as z from 'zod/mini';
import { moneySchema } from './money.ts';

/** What no answer may go beyond, whatever the policy says. Each is judged answer by answer: the hot path keeps no account. */
export const controlLimitsSchema = z.object({
  /** Largest move of a price from today's, 0–1; the policy's own holds where it is smaller. */
  largestStep: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** The most that one answer may order, a unit counted at its floor price; binds in markets of its currency. */
  largestOrder: z.optional(moneySchema),
});
export type ControlLimits = z.infer<typeof controlLimitsSchema>;

/** How far Tradewind may act: the control row of a merchant or of one of its markets. */
export const controlSchema = z.object({
  mode: z.enum(['off', 'suggest', 'automatic']),
  /** True stops every recommendation from taking effect, on the very next request. */
  killed: z.boolean(),
  limits: z.optional(controlLimitsSchema),
  /** The run whose policies may be answered from: those of any other propose nothing, until a person lets them. */
  activeRun: z.optional(z.string()),
});
export type Control = z.infer<typeof controlSchema>;

/** What holds where no control row is stored: suggest only. */
export const DEFAULT_CONTROL: Control = { mode: 'suggest', killed: false };
