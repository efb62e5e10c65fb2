import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { figuresSchema } from './figure.ts';
import type { LimitCode, LimitFigures } from './limit-figures.ts';
import { marketName } from './market.ts';
import { moneySchema, unitPriceSchema } from './money.ts';
import type { ReasonCode, ReasonFigures } from './reason-figures.ts';

/** A reason by its code, in English words, and the figures that it rests on. */
export const reasonSchema = z.object({
  code: z.string(),
  text: z.string(),
  figures: z.optional(figuresSchema),
});
/** A reason as engines give it: its code is one that has words in every language, with the figures that they need. */
export type Reason = {
  [Code in ReasonCode]: { code: Code; text: string; figures: ReasonFigures[Code] };
}[ReasonCode];

/** A limit that bound a value, what it did, and the figures that that rests on. */
export const appliedLimitSchema = z.object({
  limit: z.string(),
  detail: z.string(),
  figures: z.optional(figuresSchema),
});
/** A limit as engines give it, likewise. */
export type AppliedLimit = {
  [Code in LimitCode]: { limit: Code; detail: string; figures: LimitFigures[Code] };
}[LimitCode];

const effectiveSchema = z.object({
  /** What to charge now. */
  price: z.nullable(unitPriceSchema),
  /** Where it comes from. */
  source: z.enum([
    'contract',
    'quote',
    'priceGroup',
    'quantityBreak',
    'current',
    'automatic',
    'approved',
    'none',
  ]),
  /** Units to order now without asking anyone; `null` where an order waits for approval: it is only proposed. */
  orderUnits: z.optional(z.nullable(z.number())),
});

/** Who said so: the merchant by its rules, or nobody, so that a usual value stands in. */
const termSource = z.enum(['merchant', 'assumed']);
const unitTerm = z.extend(unitPriceSchema, { source: termSource });
const amountTerm = z.extend(moneySchema, { source: termSource });

/** The money terms that the policy was solved with. */
const termsSchema = z.object({
  holding: z.object(unitTerm.shape).check(z.describe('Of a unit held for a week.')),
  lostUnit: z
    .object(unitTerm.shape)
    .check(z.describe('Of a unit asked for and not there, besides its margin.')),
  waitingUnit: z
    .object({
      ...unitTerm.shape,
      share: z.number().check(z.describe('Share of the units missing that buyers wait for, 0 to 1.')),
    })
    .check(z.describe('Of a unit that a buyer waits for, a week.')),
  order: z.object(amountTerm.shape).check(z.describe('Of placing an order.')),
  priceChange: z.object(amountTerm.shape).check(z.describe('Of moving the price.')),
  leftUnit: z
    .object(unitTerm.shape)
    .check(z.describe('What a unit is worth that is left when the SKU ends.')),
  discount: z
    .object({ perWeek: z.number(), source: termSource })
    .check(z.describe('What money a week later counts of money now.')),
});

const common = {
  market: marketName,
  sku: z.string(),
  asOf: isoDate,
  effective: effectiveSchema,
  mode: z.enum(['off', 'suggest', 'automatic']),
  killed: z.boolean(),
  arm: z.enum(['ai', 'human']),
  reasons: z.array(reasonSchema),
  limitsApplied: z.array(appliedLimitSchema),
  /** Safe when all else is missing: keep the price; order by the textbook rule where it is known, else nothing. */
  fallback: z.object({ price: z.nullable(unitPriceSchema), orderUnits: z.number() }),
};

export const recommendationSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('ready'),
    /** What Tradewind would do; not in force until approved, unless the mode is automatic. `null` when killed or off. */
    proposal: z.nullable(
      z.object({
        price: unitPriceSchema,
        orderUnits: z.number(),
        reorderPoint: z.number(),
        orderUpTo: z.number(),
      }),
    ),
    /** The state that was judged, so that an answer can be checked. */
    state: z.object({ onHand: z.number(), onOrder: z.number(), price: unitPriceSchema, stockLevel: z.int() }),
    /** Where the proposal is a reduction and the law asks for it: the highest price that may be shown as the one before. */
    priorPrice: z.optional(z.object({ price: unitPriceSchema, from: isoDate, text: z.string() })),
    expectedGain: z.object({ perDay: moneySchema, lower: moneySchema, upper: moneySchema }),
    evidence: z.object({
      weeks: z.int(),
      priceMoves: z.int(),
      outcomes: z.int(),
      elasticity: z.number(),
      elasticityStandardError: z.number(),
    }),
    terms: z.optional(termsSchema),
    decisionId: z.string(),
    policyVersion: z.string(),
    validUntil: isoInstant,
    stale: z.boolean(),
    warnings: z.array(z.string()),
  }),
  z.object({
    ...common,
    kind: z.literal('insufficientData'),
    missing: z.array(z.string()),
    detail: z.string(),
  }),
]);
export type Recommendation = z.infer<typeof recommendationSchema>;
