import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import type { Control } from './control.ts';
import { approvalSchema, decisionStates, reasonCodeSchema } from './decision.ts';
import { personSchema } from './decision-rights.ts';
import { marketName } from './market.ts';
import { moneySchema } from './money.ts';

const share = z.number().check(z.gte(0), z.lte(1));
const amount = moneySchema.check(z.refine(({ minor }) => minor >= 0, 'must not be negative'));

/** Within what Tradewind may act, and what approving takes. */
export const automationLimitsSchema = z.strictObject({
  largestStep: z.optional(
    share.check(z.describe("Largest move of a price from today's, 0 to 1; the policy's own where smaller.")),
  ),
  largestOrder: z.optional(
    amount.check(z.describe('The most that one answer may order, a unit counted at its floor price.')),
  ),
  moneyPerDay: z.optional(
    amount.check(z.describe('Money a night over all that is approved without a person in a market.')),
  ),
  leastConfidence: z.optional(
    share.check(z.describe("Least chance that a draft earns more than today's practice, 0 to 1.")),
  ),
  oldestDataDays: z.optional(
    z
      .int()
      .check(
        z.gte(0),
        z.lte(366),
        z.describe("Oldest orders and stock that a draft may rest on, in days before the night's date."),
      ),
  ),
  twoPersonsFrom: z.optional(
    amount.check(z.describe('Amount from which a draft needs two persons; never where it is left out.')),
  ),
  approvers: z.optional(
    z.array(personSchema).check(
      z.minLength(2),
      z.maxLength(200),
      z.refine((people) => new Set(people).size === people.length, 'name a person more than once'),
      z.describe('Who alone may approve; two at least, since nobody approves their own change of limits.'),
    ),
  ),
});
export type AutomationLimits = z.infer<typeof automationLimitsSchema>;

/** How far Tradewind may act by itself in a market, or in all markets of a merchant: all that is to hold. */
export const automationSchema = z
  .strictObject({
    mode: z.enum(['off', 'suggest', 'automatic']),
    limits: z._default(automationLimitsSchema, {}),
    /** The run whose policies may be answered from: those of any other propose nothing. */
    activeRun: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  })
  .check(
    z.refine(
      ({ mode, limits }) =>
        mode !== 'automatic' ||
        (limits.largestStep !== undefined &&
          limits.moneyPerDay !== undefined &&
          limits.leastConfidence !== undefined &&
          limits.oldestDataDays !== undefined),
      {
        path: ['limits'],
        error:
          'must have largestStep, moneyPerDay, leastConfidence and oldestDataDays where the mode is automatic',
      },
    ),
  );
export type Automation = z.infer<typeof automationSchema>;

/** The settings of a control row, the kill switch among them: what a change of limits moves. */
export const automationSettingsSchema = z.object({
  mode: z.enum(['off', 'suggest', 'automatic']),
  killed: z.boolean(),
  limits: automationLimitsSchema,
  activeRun: z.optional(z.string()),
});
export type AutomationSettings = z.infer<typeof automationSettingsSchema>;

/** What can loosen, as a change of limits names it. */
export const automationTerms = [
  'mode',
  'killed',
  'largestStep',
  'largestOrder',
  'moneyPerDay',
  'leastConfidence',
  'oldestDataDays',
  'twoPersonsFrom',
  'approvers',
  'activeRun',
] as const;
export type AutomationTerm = (typeof automationTerms)[number];

/** A change that loosens limits: it waits for another person than the one who asked for it. */
export const limitsDecisionSchema = z.object({
  decision: z.string(),
  subject: z.literal('limits'),
  /** `null`: of the merchant, for all markets of this address. */
  market: z.nullable(marketName),
  state: z.enum(decisionStates),
  version: z.int().check(z.positive()),
  proposedBy: z.string(),
  validUntil: isoInstant,
  approvals: z.array(approvalSchema),
  reasonCode: z.optional(reasonCodeSchema),
  /** What would hold, and what of it is looser than now. */
  settings: automationSettingsSchema,
  loosens: z.array(z.enum(automationTerms)),
  /** What it goes on from: another change in between voids it. */
  from: automationSettingsSchema,
  appliedAt: z.optional(isoInstant),
  changedAt: isoInstant,
});
export type LimitsDecision = z.infer<typeof limitsDecisionSchema>;

/** What holds in a market, or for a merchant, and what waits for another person. */
export const automationViewSchema = z.object({
  market: z.nullable(marketName),
  /** What is set here, `null` where nothing is: a market then only suggests, a merchant leaves it to its markets. */
  set: z.nullable(automationSettingsSchema),
  /** What holds, merchant and market together; for a merchant what it sets. */
  effective: automationSettingsSchema,
  /** The change that waits for another person; `null` for none. */
  pending: z.nullable(limitsDecisionSchema),
  /** The subject of the token that set it last, and when; `null` where nobody has by this API. */
  author: z.nullable(z.string()),
  changedAt: z.nullable(isoInstant),
});
export type AutomationView = z.infer<typeof automationViewSchema>;

/** Read the settings of a control row. */
export function settingsOf({ mode, killed, limits, approval, activeRun }: Control): AutomationSettings {
  return {
    mode,
    killed,
    limits: { ...limits, ...approval },
    ...(activeRun === undefined ? {} : { activeRun }),
  };
}

/** Write settings into a control row, whose other members stay as they are. */
export function controlOf(
  row: Control | undefined,
  { mode, killed, limits, activeRun }: AutomationSettings,
  { author, at }: { author: string; at: string },
): Control {
  const { largestStep, largestOrder, ...approval } = limits;
  const { activeRun: _, ...kept } = row ?? {};
  const bounds = {
    ...(largestStep === undefined ? {} : { largestStep }),
    ...(largestOrder === undefined ? {} : { largestOrder }),
  };
  return {
    ...kept,
    ...{ mode, killed, approval, limits: bounds, author, changedAt: at },
    ...(activeRun === undefined ? {} : { activeRun }),
  };
}
