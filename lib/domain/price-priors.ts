import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { marketName } from './market.ts';

const micros = z.int().check(z.nonnegative());
const estimate = z.object({ value: z.number(), standardError: z.number().check(z.positive()) });

/** How a SKU's demand answers to price by its own history alone, nothing borrowed; a wave where it has more than a year. */
export const ownAnswerSchema = z.object({
  sku: z.string(),
  category: z.nullable(z.string()),
  weeks: z.int(),
  elasticity: estimate,
  /** The elasticity that its list price and cost tell; `null` where either is not known. */
  told: z.nullable(z.number()),
  /** Cosine and sine of the year's wave in ln(units), from 1970-01-01. */
  wave: z.nullable(z.object({ cosine: estimate, sine: estimate })),
});
export type OwnAnswer = z.infer<typeof ownAnswerSchema>;

const pooled = z.object({
  mean: z.number(),
  /** Standard deviation between SKUs. */
  betweenSd: z.number(),
  /** 1 / variance of the mean. */
  weight: z.number(),
});
export type PooledEstimate = z.infer<typeof pooled>;

const pooledAnswerSchema = z.object({
  skus: z.int(),
  elasticity: pooled,
  /** How far elasticities lie from what list price and cost tell; `null` where too few are known. */
  beyondTold: z.nullable(pooled),
  wave: z.nullable(z.object({ skus: z.int(), cosine: pooled, sine: pooled })),
});
export type PooledAnswer = z.infer<typeof pooledAnswerSchema>;

/**
 * A price test of one SKU, from the night it was drawn until a further one may be: what was drawn, and what might have been.
 */
export const priceTestSchema = z.object({
  sku: z.string(),
  /** The price under test, and the one that was in force before it. */
  priceMicros: micros,
  baseMicros: micros,
  /** First and last business date on which it is proposed. */
  from: isoDate,
  until: isoDate,
  /** Every price that the draw might have proposed, ascending; the chances sum to 1. */
  chances: z.array(z.object({ priceMicros: micros, chance: z.number() })),
});
export type PriceTest = z.infer<typeof priceTestSchema>;

/** What a market's SKUs have in common, by category and as a whole: what the next nights believe before a SKU's own data. */
export const pricePriorsSchema = z.object({
  runId: z.string(),
  market: marketName,
  asOf: isoDate,
  /** `null` where too few SKUs tell. */
  all: z.nullable(pooledAnswerSchema),
  /** By the merchant's own names, those with enough SKUs. */
  categories: z.array(z.object({ category: z.string(), pooled: pooledAnswerSchema })),
  /** Price tests under way, and those over so lately that their SKU rests; by SKU. */
  tests: z.optional(z.array(priceTestSchema)),
});
export type PricePriors = z.infer<typeof pricePriorsSchema>;
