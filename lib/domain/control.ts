import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { moneySchema } from './money.ts';

/** What no answer may go beyond, whatever the policy says. Each is judged answer by answer: the hot path keeps no account. */
export const controlLimitsSchema = z.object({
  /** Largest move of a price from today's, 0–1; the policy's own holds where it is smaller. */
  largestStep: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** The most that one answer may order, a unit counted at its floor price; binds in markets of its currency. */
  largestOrder: z.optional(moneySchema),
});
export type ControlLimits = z.infer<typeof controlLimitsSchema>;

/** What it takes to approve a draft: within what Tradewind may by itself, where the mode is automatic, and from when two persons must. */
export const approvalRulesSchema = z.object({
  /** Money a day over all that is approved in the market without a person. */
  moneyPerDay: z.optional(moneySchema),
  /** Least chance that it earns more than today's practice, 0–1. */
  leastConfidence: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** Oldest orders and stock that a draft may rest on, in days before the night's business date. */
  oldestDataDays: z.optional(z.int().check(z.gte(0), z.lte(366))),
  /** Money from which a draft needs two persons; absent for never. */
  twoPersonsFrom: z.optional(moneySchema),
  /** Who alone may approve, by the subject of their tokens; everybody with the scope where it is absent. */
  approvers: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(200)))),
});
export type ApprovalRules = z.infer<typeof approvalRulesSchema>;

/** How far Tradewind may act: the control row of a merchant or of one of its markets. */
export const controlSchema = z.object({
  mode: z.enum(['off', 'suggest', 'automatic']),
  /** True stops every recommendation from taking effect, on the very next request. */
  killed: z.boolean(),
  limits: z.optional(controlLimitsSchema),
  /** The run whose policies may be answered from: those of any other propose nothing, until a person lets them. */
  activeRun: z.optional(z.string()),
  /** Where it is set, what the mode allows takes effect by decisions alone: those that the night approved within it. */
  approval: z.optional(approvalRulesSchema),
  /** Who set it last, by the subject of the token, and when. */
  author: z.optional(z.string()),
  changedAt: z.optional(isoInstant),
  /** Experiments under way in the market; the arms of any other have no force, on the very next request. */
  experiments: z.optional(z.array(z.string())),
});
export type Control = z.infer<typeof controlSchema>;

/** What holds where no control row is stored: suggest only. */
export const DEFAULT_CONTROL: Control = { mode: 'suggest', killed: false };
