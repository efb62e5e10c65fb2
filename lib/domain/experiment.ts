import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { marketName } from './market.ts';
import { stopCauses } from './stop-causes.ts';

/** What is tested. */
export const experimentKinds = ['price', 'offers', 'orders'] as const;
/** What it is judged by. */
export const experimentMetrics = ['conversion', 'revenue', 'margin', 'stockOuts', 'daysOfCover'] as const;
export type ExperimentMetric = (typeof experimentMetrics)[number];
/** What is randomised: buyer companies, SKUs of a market, or SKUs of a location. */
export const experimentUnits = ['buyer', 'skuMarket', 'skuLocation'] as const;
export type ExperimentUnit = (typeof experimentUnits)[number];
/** Metrics of what lies on shelves: a buyer has none. */
export const stockMetrics: readonly ExperimentMetric[] = ['stockOuts', 'daysOfCover'];

const metric = z.enum(experimentMetrics);

/** Harm that ends the experiment. */
export const experimentGuardSchema = z.strictObject({
  metric,
  /** In the metric's units, 0 or more: the experiment ends once the harm is surely beyond it. */
  tolerated: z.number().check(z.gte(0), z.lte(1e12)),
});
export type ExperimentGuard = z.infer<typeof experimentGuardSchema>;

const counts = z.object({ ai: z.int(), human: z.int() });

/** What one night said. Numbers that can't be told yet are `null`. */
export const experimentLookSchema = z.object({
  /** Last day counted. */
  asOf: isoDate,
  /** Whole weeks in the effect; guards count every day. */
  weeks: z.int(),
  /** Units assigned so far, whatever they did. */
  assigned: counts,
  /** AI less human, in the metric's units. */
  effect: z.nullable(z.number()),
  relativeEffect: z.nullable(z.number()),
  /** Holds at every look at once: 95 %. */
  interval: z.object({ lower: z.nullable(z.number()), upper: z.nullable(z.number()) }),
  means: z.object({ ai: z.nullable(z.number()), human: z.nullable(z.number()) }),
  pValue: z.number(),
  verdict: z.enum(['better', 'worse', 'no difference shown', 'not enough data', 'void']),
  /** The verdict with its figures. */
  sentence: z.string(),
  /** What cut the largest and the least units; absent where nothing is cut. */
  winsorised: z.optional(z.string()),
  /** How the error of the effect was found. */
  method: z.optional(z.string()),
  sampleRatio: z.object({ pValue: z.number(), mismatch: z.boolean() }),
  guards: z.array(
    z.object({
      metric,
      tolerated: z.number(),
      effect: z.nullable(z.number()),
      lower: z.nullable(z.number()),
      upper: z.nullable(z.number()),
      breached: z.boolean(),
    }),
  ),
});
export type ExperimentLook = z.infer<typeof experimentLookSchema>;

/** A public holiday that falls into an experiment, Saturdays and Sundays apart. */
export const experimentHolidaySchema = z.object({ market: marketName, date: isoDate, name: z.string() });
export type ExperimentHoliday = z.infer<typeof experimentHolidaySchema>;

export const experimentStates = ['running', 'finished', 'stopped'] as const;

const settings = {
  id: z.string(),
  name: z.string(),
  kind: z.enum(experimentKinds),
  markets: z.array(marketName),
  metric,
  /** Smallest effect worth having, set before the start. */
  minimalEffect: z.number(),
  guards: z.array(experimentGuardSchema),
  /** Share of units that the AI operates, 0–1. */
  aiShare: z.number(),
  /** What is randomised, and why. */
  unit: z.enum(experimentUnits),
  cluster: z.string(),
  why: z.string(),
  /** Of revenue and margin, in minor units a unit and week; `null` for other metrics. */
  currency: z.nullable(z.string()),
  weeks: z.int(),
  /** First day of the arms, and the last that counts. */
  start: isoDate,
  end: isoDate,
  createdAt: isoInstant,
  author: z.string(),
  state: z.enum(experimentStates),
  ended: z.optional(
    z.object({
      at: isoInstant,
      by: z.string(),
      cause: z.enum([...stopCauses, 'end']),
      reason: z.string(),
      /** The night that ended it: made again, it tells of it again. */
      night: z.optional(z.object({ market: marketName, asOf: isoDate })),
    }),
  ),
  /** Public holidays of its markets while it runs; absent of those planned before they were looked at. */
  holidays: z.optional(z.array(experimentHolidaySchema)),
};

/** An experiment as it is kept: its settings, and what every night said. */
export const experimentSchema = z.object({
  ...settings,
  looks: z.array(experimentLookSchema),
  /** Units of each stratum at the newest look. */
  strata: z.array(z.extend(counts, { stratum: z.string() })),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** A line of the list of experiments. */
export const experimentSummarySchema = z.object({
  ...settings,
  /** The newest look's sentence; before the first one, what is waited for. */
  sentence: z.string(),
  /** Whether its arms have force now. */
  inForce: z.boolean(),
});
export type ExperimentSummary = z.infer<typeof experimentSummarySchema>;

/** One experiment with all its looks, the newest last. */
export const experimentViewSchema = z.extend(experimentSummarySchema, {
  looks: z.array(experimentLookSchema),
  strata: z.array(z.extend(counts, { stratum: z.string() })),
});
export type ExperimentView = z.infer<typeof experimentViewSchema>;
