import * as z from 'zod/mini';
import { contractPriceSchema, priceListEntrySchema } from './agreed-prices.ts';
import { isoDate, isoInstant } from './calendar.ts';
import { skuDriftSchema } from './drift.ts';
import { insufficientDataSchema } from './insufficient-data.ts';
import { leadTimeSchema } from './lead-time.ts';
import { marketName } from './market.ts';
import { priceLimitsSchema } from './price-limits.ts';
import { trialSchema } from './trial.ts';

const micros = z.int().check(z.nonnegative());

/** Reorder point, order-up-to and their ground, at the SKU's location: units, unless a name says days. */
export const replenishmentSchema = z.object({
  /** Probability of no stock-out in a cycle, 0–1. */
  serviceLevel: z.number(),
  /** What set the reorder point instead of it: a share of units served from the shelf, or least cost. */
  measure: z.optional(z.enum(['fillRate', 'cost'])),
  fillRate: z.optional(z.number()),
  /** Last day on which the SKU is sold, where its files say so: the levels then hold no more than it can still sell. */
  endsOn: z.optional(isoDate),
  leadTime: leadTimeSchema,
  reviewDays: z.int(),
  reorderPoint: z.number(),
  orderUpTo: z.number(),
  safetyStock: z.number(),
  minimumOrderUnits: z.number(),
  packSize: z.number(),
  /** The merchant's bounds: units that the location holds at most, on hand and on order, and units of one order. */
  largestStockUnits: z.optional(z.number()),
  largestOrderUnits: z.optional(z.number()),
  /** Expected units a day. */
  dailyDemand: z.number(),
  daysOfCover: z.nullable(z.number()),
  stockOutDate: z.nullable(isoDate),
  latestOrderDate: z.nullable(isoDate),
  supplier: z.nullable(z.string()),
  /** Every market whose demand the location's order covers. */
  markets: z.array(marketName),
});
export type Replenishment = z.infer<typeof replenishmentSchema>;

/** How far evidence lets a policy act by itself where the mode is automatic. */
export const evidenceGateSchema = z.object({
  /** The lower of what holds for orders and for prices. */
  level: z.enum(['suggest', 'testedPrices', 'automatic']),
  orders: z.optional(z.enum(['suggest', 'automatic'])),
  prices: z.optional(z.enum(['suggest', 'testedPrices', 'automatic'])),
  /** Prices of the ladder that the history has tried, where only those may take effect. */
  triedMicros: z.optional(z.array(micros)),
  /** Why everything is only suggested for now, whatever the history: the SKU drifts. */
  drift: z.optional(z.string()),
  /** The ground of each, in words. */
  reasons: z.array(z.string()),
});
export type EvidenceGate = z.infer<typeof evidenceGateSchema>;

/** Every money term that a policy was solved with: per unit in millionths of the currency's unit, else in minor units. */
export const policyTermsSchema = z.object({
  /** Of a unit held for a week. */
  holdingMicros: z.int(),
  /** Of a unit asked for and not there, besides its margin. */
  lostUnitMicros: z.int(),
  /** Of a unit that a buyer waits for, a week; and the share of the units missing that buyers wait for, 0–1. */
  waitingUnitMicros: z.int(),
  waitingShare: z.number(),
  /** Of an order placed, and of a price moved. */
  orderMinor: z.int(),
  priceChangeMinor: z.int(),
  /** What a unit is worth that is left when the SKU ends. */
  leftUnitMicros: z.int(),
  discountPerWeek: z.number(),
  /** The terms that the merchant set; the others are assumed. */
  set: z.array(z.string()),
});

/** What another market asks for over so many days: a sum, its mean and quantiles. Units. */
const otherMarketSchema = z.object({
  market: marketName,
  days: z.int(),
  ...{ mean: z.number(), p50: z.number(), p90: z.number(), p95: z.number(), p99: z.number() },
});

/** The row that the hot path reads: the learnt states × actions table of one SKU, packed. */
export const policyRowSchema = z.object({
  kind: z.literal('ready'),
  sku: z.string(),
  /** What the merchant's product file calls it. */
  name: z.optional(z.nullable(z.string())),
  policyVersion: z.string(),
  runId: z.string(),
  /** The shard whose audit object holds the whole of it; absent in rows of older runs. */
  shard: z.optional(z.string()),
  asOf: isoDate,
  validUntil: isoInstant,
  currency: z.string(),
  /** False where the merchant's rules want nothing learnt: then there is no table, and the textbook rule orders. */
  learning: z.optional(z.literal(false)),
  /** Units per stock lot: state s stands for (s − ½, s + ½] lots of inventory position (on hand + on order). */
  lotUnits: z.number().check(z.positive()),
  stockLevels: z.int().check(z.positive()),
  /** The price ladder that actions index, ascending, guardrails already applied. */
  priceMicros: z.array(micros),
  /** An action is a price of the ladder and an order in units (a multiple of the pack, 0 or ≥ the minimum order). */
  actions: z.array(z.object({ price: z.int(), orderUnits: z.number() })),
  /** For each stock level the best actions first: `[action, Q]`, Q in the currency's unit, discounted margin. */
  top: z.array(z.array(z.tuple([z.int(), z.number()]))),
  /** Today's practice (price kept, textbook reorder) by stock level: `[action, Q]`, the baseline of the gain; kept for the audit. */
  practice: z.optional(z.array(z.tuple([z.int(), z.number()]))),
  /** Expected gain over today's practice, per day, in minor units, at the last known state. */
  gainPerDay: z.object({ meanMinor: z.int(), lowerMinor: z.int(), upperMinor: z.int() }),
  /** The same by stock level, valued exactly on the fitted model: `[mean, lower, upper]`. */
  gainByLevel: z.optional(z.array(z.tuple([z.int(), z.int(), z.int()]))),
  /** Units, and the list price, as of the newest files. */
  lastKnown: z.object({
    onHand: z.number(),
    onOrder: z.number(),
    stockAsOf: z.nullable(isoDate),
    unitPriceMicros: micros,
  }),
  /** What a unit costs on the shelf, in the price's currency; absent in rows of older runs. */
  landedCostMicros: z.optional(micros),
  limits: priceLimitsSchema,
  /** The lowest list price of the thirty days before the next, where the law of the market asks for it; known from a day on. */
  priorPrice: z.optional(z.object({ lowestMicros: micros, from: isoDate })),
  replenishment: replenishmentSchema,
  priceList: z.array(priceListEntrySchema),
  contracts: z.array(contractPriceSchema),
  /** Quotes that buyers may still take on the run's date; absent for none. */
  quotes: z.optional(z.array(contractPriceSchema)),
  demand: z.object({
    /** d ln(units) / d ln(price); negative. */
    elasticity: z.number(),
    elasticityStandardError: z.number(),
    /** Units a day. */
    meanPerDay: z.number(),
    /** Units of the largest day that orders show: outcomes are held against it. */
    largestDayUnits: z.optional(z.number()),
    /**
     * What the night took the location's other markets to ask for over lead time and review, by their forecasts of that hour or their
     * history; absent for none, and in rows of older runs.
     */
    otherMarkets: z.optional(z.array(otherMarketSchema)),
    /** Kept for the audit, as are the last two of the evidence and the seed. */
    model: z.optional(z.string()),
    /**
     * The other SKUs that its elasticity is drawn to, as far as its own data are silent: of its category, `null` of the
     * whole market. `null` where it stands alone: on a market's first night, and where too few others tell.
     */
    pooled: z.optional(
      z.nullable(
        z.object({
          category: z.nullable(z.string()),
          skus: z.int(),
          /** The night they told it. */
          asOf: isoDate,
          elasticity: z.number(),
          /** What a further SKU of them may differ by. */
          sd: z.number(),
        }),
      ),
    ),
  }),
  evidence: z.object({
    weeks: z.int(),
    priceMoves: z.int(),
    outcomes: z.int(),
    /** Of outcomes that name a decision: its price was shown, another one was, or none is said; absent where none names one. */
    decisions: z.optional(z.object({ followed: z.int(), notFollowed: z.int(), unknown: z.int() })),
    /** Of rows of older runs, whose tables were filled by simulated trading. */
    episodes: z.optional(z.int()),
    /** How far Q may be off the fitted model's exact optimum, over the mean value of a state. */
    gapToOptimum: z.optional(z.number()),
  }),
  /** Versions of the merchant's rules that it was learnt by, for all markets and for this one; 0 where none were set. */
  rulesVersion: z.optional(z.object({ merchant: z.int(), market: z.int() })),
  /** A price proposed in the place of the policy's own, to learn how demand answers; absent where none is tested. */
  priceTest: z.optional(
    z.object({
      priceMicros: micros,
      /** What the policy itself would charge, or what is gone back to. */
      insteadMicros: micros,
      /** Propensity with which this price was drawn. */
      chance: z.number(),
      /** Last business date on which it is proposed. */
      until: isoDate,
      /** What it is expected to cost from tonight to its end, and in nine of ten cases at most; minor units, 0 where it earns. */
      expectedCostMinor: z.int(),
      largestCostMinor: z.int(),
      /** True where a test has ended and the price before it is gone back to. */
      returns: z.optional(z.boolean()),
    }),
  ),
  /** How far the policy may act by itself; absent in rows of older runs, which the mode alone bounds. */
  gate: z.optional(evidenceGateSchema),
  /** The alarm that stands for the SKU; absent where none does. */
  drift: z.optional(skuDriftSchema),
  terms: z.optional(policyTermsSchema),
  /** Who operates it; absent where Tradewind does, untested. */
  trial: z.optional(trialSchema),
  warnings: z.array(z.string()),
  seed: z.optional(z.int()),
  uploads: z.array(z.string()),
});
export type PolicyRow = z.infer<typeof policyRowSchema>;

/** A SKU for which no policy can be learnt. */
export const insufficientPolicySchema = z.extend(insufficientDataSchema, {
  name: z.optional(z.nullable(z.string())),
  /** What still can be said: keep this price. */
  lastKnown: z.object({
    onHand: z.nullable(z.number()),
    onOrder: z.nullable(z.number()),
    unitPriceMicros: z.nullable(micros),
  }),
  currency: z.string(),
  priceList: z.array(priceListEntrySchema),
  contracts: z.array(contractPriceSchema),
  trial: z.optional(trialSchema),
  /** Quotes that buyers may still take on the run's date; absent for none. */
  quotes: z.optional(z.array(contractPriceSchema)),
});

export const policyDocumentSchema = z.discriminatedUnion('kind', [policyRowSchema, insufficientPolicySchema]);
export type PolicyDocument = z.infer<typeof policyDocumentSchema>;
