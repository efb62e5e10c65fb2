import * as z from 'zod/mini';
import { estimateSchema } from './analysis-buyers.ts';
import { isoDate } from './calendar.ts';
import { moneySchema } from './money.ts';

/** What a category or SKU is called, and what stands for many. */
const named = {
  /** As the products file has it; `null` for SKUs without one. */
  category: z.nullable(z.string()),
};

/** One category of a market in the window. */
export const categorySchema = z.object({
  ...named,
  /** How many smaller categories, or those of fewer than five buyers, are in the row; absent elsewhere. */
  folded: z.optional(z.int()),
  revenue: moneySchema,
  revenueShare: z.number(),
  orders: z.int(),
  buyers: z.int(),
  skus: z.int(),
  units: z.number(),
  /** Share of the market's known buyers who bought of it. */
  reach: estimateSchema,
  /** Newest twelve whole months against the twelve before, or the newest three against the same three a year before. */
  growth: z.nullable(z.extend(estimateSchema, { months: z.int() })),
  /** Share of revenue that is left after the cost of goods, where the products file knows the cost of half of it. */
  margin: z.nullable(z.number()),
});
export type Category = z.infer<typeof categorySchema>;

/** Two things that are ordered together. Orders of the window in which both were bought are `together`. */
export const basketPairSchema = z.object({
  first: z.string(),
  second: z.string(),
  firstName: z.optional(z.string()),
  secondName: z.optional(z.string()),
  firstOrders: z.int(),
  secondOrders: z.int(),
  together: z.int(),
  /** Share of all orders that hold both. */
  support: z.number(),
  /** Of the orders with the first, the share that hold the second; and the other way round. */
  confidence: z.number(),
  confidenceBack: z.number(),
  /** How many times more often together than by chance. */
  lift: estimateSchema,
  /** Least false discovery rate at which this pair is one (Fisher's exact test, Benjamini–Hochberg). */
  qValue: z.number(),
});
export type BasketPair = z.infer<typeof basketPairSchema>;

export const basketsSchema = z.object({
  /** Orders of the window. */
  orders: z.int(),
  skus: z.object({ items: z.int(), tested: z.int(), pairs: z.array(basketPairSchema) }),
  categories: z.object({ items: z.int(), tested: z.int(), pairs: z.array(basketPairSchema) }),
});
export type Baskets = z.infer<typeof basketsSchema>;

/** How a category or SKU sells here against the merchant's other markets of the region. Buyers are counted, not units. */
export const differenceSchema = z.object({
  /** The category's name or the SKU. */
  name: z.nullable(z.string()),
  label: z.optional(z.string()),
  buyersHere: z.int(),
  buyersElsewhere: z.int(),
  /** Share of each place's buyers who bought it. */
  reachHere: z.number(),
  reachElsewhere: z.number(),
  /** Log odds here against elsewhere, drawn to no difference by a Dirichlet prior (Monroe, Colaresi & Quinn 2008). */
  logOdds: estimateSchema,
  qValue: z.number(),
});
export type Difference = z.infer<typeof differenceSchema>;

export const differencesSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('compared'),
    /** The markets that stand for elsewhere, and how much their buyers' categories are like ours: 0–1, by cosine. */
    against: z.array(z.object({ market: z.string(), similarity: z.number(), buyers: z.int() })),
    categories: z.array(differenceSchema),
    /** SKUs that sell more here, and less or not at all; surest first. */
    skusMore: z.array(differenceSchema),
    skusLess: z.array(differenceSchema),
    testedSkus: z.int(),
  }),
  z.object({ kind: z.literal('unknown'), detail: z.string() }),
]);
export type Differences = z.infer<typeof differencesSchema>;

/** A dated rate that the merchant uploaded: one unit of `base` is `rate` units of `quote`. */
export const rateSchema = z.object({ date: isoDate, base: z.string(), quote: z.string(), rate: z.number() });
export type Rate = z.infer<typeof rateSchema>;

/** The same SKU's price here against the median of the merchant's other markets: 1.1 is a tenth dearer here. */
export const pricePositionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    /** Geometric mean over SKUs, weighted by revenue here. */
    index: estimateSchema,
    median: z.number(),
    skus: z.int(),
    /** First day of the prices compared; the run's date is the last. */
    from: isoDate,
    against: z.array(
      z.object({ market: z.string(), currency: z.string(), rate: z.number(), rateOf: z.nullable(isoDate) }),
    ),
    /** Markets that were left out, with the reason. */
    leftOut: z.array(z.object({ market: z.string(), detail: z.string() })),
    categories: z.array(z.object({ ...named, index: estimateSchema, skus: z.int() })),
  }),
  z.object({ kind: z.literal('unknown'), detail: z.string() }),
]);
export type PricePosition = z.infer<typeof pricePositionSchema>;

/** d ln(units) / d ln(price) within a SKU and price list; −2: a price 1 % higher sells 2 % less. */
const elasticityAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('estimated'),
    elasticity: estimateSchema,
    standardError: z.number(),
    observations: z.int(),
    /** SKUs, within which errors may hang together. */
    skus: z.int(),
  }),
  z.object({ kind: z.literal('unsaid'), detail: z.string() }),
]);
export type ElasticityAnswer = z.infer<typeof elasticityAnswer>;
export const elasticitySchema = z.object({
  market: elasticityAnswer,
  categories: z.array(z.object({ ...named, answer: elasticityAnswer })),
});
export type Elasticity = z.infer<typeof elasticitySchema>;

/** What to do with a category or SKU in this market, and why. */
export const positionSchema = z.object({
  advice: z.enum(['launch', 'push', 'hold', 'drop']),
  of: z.enum(['category', 'sku']),
  name: z.nullable(z.string()),
  label: z.optional(z.string()),
  /** Sentences with figures. */
  evidence: z.array(z.string()),
});
export type Position = z.infer<typeof positionSchema>;
