import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import {
  experimentGuardSchema,
  experimentHolidaySchema,
  experimentKinds,
  experimentMetrics,
  experimentUnits,
} from './experiment.ts';
import { marketName } from './market.ts';

const positive = (advice: string) =>
  z.number().check(z.gt(0, `must be above 0: ${advice}`), z.lte(1e12), z.describe(advice));

const markets = z.array(marketName).check(
  z.minLength(1, 'names no market'),
  z.maxLength(20),
  z.refine((names) => new Set(names).size === names.length, 'names a market twice'),
);
const aiShare = z.optional(
  z
    .number()
    .check(z.gte(0.05), z.lte(0.95), z.describe('Share of units that the AI operates; 0.5 by default.')),
);
const effect =
  'Smallest effect worth having, in units of the metric: 0.02 orders a visit, 500 minor units a unit and week, 0.01 of all days.';

const asked = {
  kind: z.enum(experimentKinds),
  markets,
  metric: z.enum(experimentMetrics),
  minimalEffect: positive(effect),
  aiShare,
};

/** What a test would take. All but the first four comes from the market's own history where it is left out. */
export const experimentPlanRequestSchema = z.strictObject({
  ...asked,
  units: z.optional(z.int().check(z.gte(4), z.lte(10_000_000))),
  standardDeviation: z.optional(positive('Of what one unit does in one week.')),
  icc: z.optional(z.number().check(z.gte(0), z.lte(1))),
  preperiodCorrelation: z.optional(z.number().check(z.gte(0), z.lte(1))),
  power: z.optional(z.number().check(z.gte(0.5), z.lte(0.99))),
});
export type ExperimentPlanRequest = z.infer<typeof experimentPlanRequestSchema>;

const counts = z.object({ ai: z.int(), human: z.int() });

export const experimentPlanViewSchema = z.object({
  /** Whether the power is reached within half a year. */
  kind: z.enum(['planned', 'beyondReach']),
  unit: z.enum(experimentUnits),
  cluster: z.string(),
  why: z.string(),
  units: z.int(),
  unitsPerArm: counts,
  weeks: z.int(),
  power: z.number(),
  standardError: z.number(),
  /** Units that would reach the power; `null` where even a thousandfold would not. */
  unitsNeeded: z.nullable(z.int()),
  /** Chance of showing the minimal effect by the end of each week. */
  powerCurve: z.array(z.object({ weeks: z.int(), power: z.number() })),
  /** Smallest effect that this many weeks would show with the power asked for. */
  smallestEffects: z.array(z.object({ weeks: z.int(), effect: z.nullable(z.number()) })),
  /** What it was worked out from, and where each figure comes from. */
  basis: z.object({
    source: z.enum(['history', 'caller', 'both']),
    asOf: z.nullable(isoDate),
    mean: z.nullable(z.number()),
    standardDeviation: z.number(),
    icc: z.number(),
    preperiodCorrelation: z.number(),
  }),
  start: isoDate,
  /** Public holidays of its markets within these weeks. */
  holidays: z.array(experimentHolidaySchema),
  sentence: z.string(),
});
export type ExperimentPlanView = z.infer<typeof experimentPlanViewSchema>;

const MOST_GUARDS = 4;

export const experimentRequestSchema = z.strictObject({
  ...asked,
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  guards: z.optional(
    z.array(experimentGuardSchema).check(
      z.maxLength(MOST_GUARDS),
      z.refine(
        (guards) => new Set(guards.map(({ metric }) => metric)).size === guards.length,
        'names a metric twice',
      ),
    ),
  ),
  weeks: z.optional(
    z
      .int()
      .check(
        z.gte(2),
        z.lte(52),
        z.describe('Whole weeks; as many as the plan asks for where it is left out.'),
      ),
  ),
});
export type ExperimentRequest = z.infer<typeof experimentRequestSchema>;

export const experimentStopSchema = z.strictObject({
  reason: z.string().check(z.minLength(3), z.maxLength(500)),
});
