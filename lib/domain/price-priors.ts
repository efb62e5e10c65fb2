import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { marketName } from './market.ts';

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

/** What a market's SKUs have in common, by category and as a whole: what the next nights believe before a SKU's own data. */
export const pricePriorsSchema = z.object({
  runId: z.string(),
  market: marketName,
  asOf: isoDate,
  /** `null` where too few SKUs tell. */
  all: z.nullable(pooledAnswerSchema),
  /** By the merchant's own names, those with enough SKUs. */
  categories: z.array(z.object({ category: z.string(), pooled: pooledAnswerSchema })),
});
export type PricePriors = z.infer<typeof pricePriorsSchema>;
