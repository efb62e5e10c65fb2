import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { moneySchema } from './money.ts';

/** How far a rule may act by itself, by what it was measured to earn. */
export const ruleStandingSchema = z.object({
  /** True from the night on which the realised gain's lower bound fell below zero, until it has stayed above for a week. */
  withdrawn: z.boolean(),
  /** Nights in a row, this one included, with the lower bound above zero. */
  nightsAboveZero: z.int(),
});
export type RuleStanding = z.infer<typeof ruleStandingSchema>;

/**
 * What a rule would have earned on the merchant's own log, beside today's practice; never the planner's own promise. Money is
 * that of the SKUs measured together, a day.
 */
export const ruleProofSchema = z.discriminatedUnion('kind', [
  z.extend(ruleStandingSchema, {
    kind: z.literal('measured'),
    gainPerDay: moneySchema,
    /** Bounds that hold the truth with `level`; they are clustered by SKU. */
    lower: moneySchema,
    upper: moneySchema,
    level: z.number(),
    /** The gain over what practice earned on the same weeks; `null` where practice earned nothing. */
    gainShare: z.nullable(z.number()),
    skus: z.int(),
    /** SKU × week pairs. */
    weeks: z.int(),
    /** How it was measured, what it came to and what follows, for the reader. */
    text: z.string(),
  }),
  z.extend(ruleStandingSchema, {
    kind: z.literal('noEvidence'),
    skus: z.int(),
    weeks: z.int(),
    /** Why nothing can be said. */
    text: z.string(),
  }),
]);
export type RuleProof = z.infer<typeof ruleProofSchema>;

/** A night's proof of a market: what its order rule and its price rule would have earned. */
export const proofSchema = z.object({
  asOf: isoDate,
  runId: z.string(),
  orders: ruleProofSchema,
  prices: ruleProofSchema,
});
export type Proof = z.infer<typeof proofSchema>;

const replayedSideSchema = z.object({
  /** Margin less holding, lost units, orders and what the end stock has lost; minor units over all weeks. */
  profitMinor: z.int(),
  soldUnits: z.number(),
  /** Units that were not there when they were asked for. */
  shortUnits: z.number(),
  stockOutDays: z.int(),
  orders: z.int(),
  /** Mean units on hand in the evening. */
  meanStock: z.number(),
});

/** A line of a night's replays: one SKU's logged weeks under the learnt order rule and under today's practice. */
export const orderReplaySchema = z.object({
  sku: z.string(),
  /** Last day of the weeks. */
  asOf: isoDate,
  weeks: z.int(),
  /** Days of them whose demand was not seen in full, filled by what is to be expected. */
  filledDays: z.int(),
  learnt: replayedSideSchema,
  practice: replayedSideSchema,
});
export type OrderReplay = z.infer<typeof orderReplaySchema>;
