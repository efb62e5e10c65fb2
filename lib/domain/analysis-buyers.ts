import * as z from 'zod/mini';

/** A figure with the bounds between which it lies with 95 % confidence. */
export const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimateSchema>;

/** How much hangs on few buyers or SKUs, 0–1; `null` below five buyers, where it would tell about one. */
export const concentrationSchema = z.object({
  /** Herfindahl index of the buyers' revenue: 1/n when all buy the same, 1 when one buys all. */
  buyerHerfindahl: z.nullable(z.number()),
  /** Gini coefficient of the buyers' revenue: 0 when all buy the same. */
  buyerGini: z.nullable(z.number()),
  topTenBuyersShare: z.nullable(z.number()),
  topTenSkusShare: z.number(),
  /** Share of the tenth of buyers who buy most. */
  topTenthBuyersShare: z.optional(z.nullable(z.number())),
  skuGini: z.optional(z.nullable(z.number())),
  /**
   * The Lorenz curve: the share of revenue that the smallest buyers together hold, by their share of buyers. From 0, 0 to
   * 1, 1; points that would set fewer than five buyers apart are left out.
   */
  lorenz: z.optional(z.array(z.object({ buyersShare: z.number(), revenueShare: z.number() }))),
});

/** Buyers by the month of their first order, and what became of them. Whole months alone. */
export const cohortsSchema = z.object({
  cohorts: z.array(
    z.object({
      /** Month of the first order, `YYYY-MM`. */
      month: z.string(),
      buyers: z.int(),
      /** The first month of the data: its buyers may have bought long before. */
      mayBeOlder: z.boolean(),
      /** By months since the first: the share that ordered. `null` where one to four did. */
      retained: z.array(z.nullable(z.number())),
      /** By months since the first: revenue in minor units. `null` where one to four ordered. */
      revenueMinor: z.array(z.nullable(z.int())),
    }),
  ),
  /** All cohorts together, those of the first month left out: the share that ordered so many months after the first. */
  pooled: z.array(
    z.object({ monthsSince: z.int(), buyers: z.int(), share: z.number(), low: z.number(), high: z.number() }),
  ),
});
export type Cohorts = z.infer<typeof cohortsSchema>;
