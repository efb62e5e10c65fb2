import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { marketName } from './market.ts';
import { moneySchema, unitPriceSchema } from './money.ts';
import { appliedLimitSchema, reasonSchema } from './recommendation.ts';

/** Where a decision stands, in the order of its life. */
export const decisionStates = [
  'proposed',
  'approved',
  'changed',
  'rejected',
  'expired',
  'applied',
  'observed',
] as const;
export type DecisionState = (typeof decisionStates)[number];

/** Why a person changed or rejected a draft: a code of the merchant's own list, no free text, so that it names nobody. */
export const reasonCodeSchema = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z][A-Za-z0-9_-]{0,39}$/,
      'must be a code: a letter, then up to 39 letters, digits, "_" or "-"',
    ),
    z.describe(
      "Why: a code of the merchant's own list, such as `competitor`, `promotion`, `customerAgreement`, `stockWrong`, `costWrong`, `supplier`, `other`.",
    ),
  );

/** Who said yes, the subject of the token or `tradewind`, and in whose place where as a deputy. */
export const approvalSchema = z.object({
  by: z.string(),
  onBehalfOf: z.optional(z.string()),
  at: isoInstant,
});
export type DecisionApproval = z.infer<typeof approvalSchema>;

/** One thing that keeps a draft from being approved without a person. */
export const keptBackSchema = z.object({
  code: z.enum([
    'subject',
    'mode',
    'largestStep',
    'moneyPerDay',
    'leastConfidence',
    'drift',
    'oldestData',
    'twoPersons',
    'evidence',
    'contradiction',
  ]),
  text: z.string(),
  /** What was found and what is asked: minor units, shares, days; a figure that is not known is left out. */
  figures: z.optional(z.record(z.string(), z.number())),
});
export type KeptBack = z.infer<typeof keptBackSchema>;

/** What limits of amount, step and confidence are held against. */
const weight = {
  /** Money that it moves: the price's move over a day's demand, and the value of the order. */
  amount: z.optional(moneySchema),
  /** The price's move against the price of the draft's day, 0–1. */
  step: z.optional(z.number()),
  /** Chance that it earns more than today's practice, 0–1. */
  confidence: z.optional(z.number()),
};

/**
 * The one decision of a SKU in a market: the draft of price and order that a night proposed, and what became of it.
 *
 * What is optional is absent in rows of older runs: those are drafts of version 1 that nobody has touched.
 */
export const decisionSchema = z.object({
  decision: z.string(),
  /** What it moves: the price, with or without an order, or the order alone. */
  subject: z.optional(z.enum(['price', 'order'])),
  market: marketName,
  sku: z.string(),
  /** Of the product file: rights may be given by it. */
  category: z.optional(z.nullable(z.string())),
  state: z.enum(decisionStates),
  /** Of the draft, from 1: goes up with every change of it. An approval names it. */
  version: z.optional(z.int().check(z.positive())),
  runId: z.string(),
  policyVersion: z.string(),
  asOf: isoDate,
  price: unitPriceSchema,
  currentPrice: unitPriceSchema,
  orderUnits: z.number(),
  expectedGainPerDay: moneySchema,
  ...weight,
  /** Units on the shelf and ordered when it was drafted: an approved order is for what is missing then. */
  stock: z.optional(z.object({ onHand: z.number(), onOrder: z.number() })),
  /** Instant from which it can no longer be approved, nor holds. */
  validUntil: z.optional(isoInstant),
  /** `tradewind`, or the person who changed Tradewind's draft. */
  proposedBy: z.optional(z.string()),
  approvals: z.optional(z.array(approvalSchema)),
  /** Of the change or the rejection. */
  reasonCode: z.optional(reasonCodeSchema),
  /** Tradewind's own draft, where a person changed it. */
  original: z.optional(z.object({ price: unitPriceSchema, orderUnits: z.number(), ...weight })),
  reasons: z.optional(z.array(reasonSchema)),
  limitsApplied: z.optional(z.array(appliedLimitSchema)),
  /** Everything that kept the night from approving it without a person. */
  whyNotAutomatic: z.optional(z.array(keptBackSchema)),
  /** When the merchant's own files showed it in force, and what came of it. */
  appliedAt: z.optional(isoInstant),
  observed: z.optional(z.object({ at: isoInstant, outcome: z.string() })),
  /** When state or draft last changed. */
  changedAt: z.optional(isoInstant),
});
export type Decision = z.infer<typeof decisionSchema>;
