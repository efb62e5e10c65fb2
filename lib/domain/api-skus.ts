import * as z from 'zod/mini';
import { pageQuery } from './api-page.ts';
import { isoDate } from './calendar.ts';
import { forecastDocumentSchema } from './forecast.ts';
import { marketName } from './market.ts';
import { priceLimitsSchema, replenishmentSchema } from './policy.ts';
import { decisionSchema } from './recommendation.ts';
import { contractPriceSchema, HORIZON_DAYS, priceListEntrySchema } from './series.ts';
import { skuSummarySchema } from './sku.ts';

/** The worklist's order: most money at risk first (the default), or by SKU. */
export const skuListQuerySchema = z.strictObject({
  ...pageQuery,
  order: z.optional(z.enum(['risk', 'sku'])),
});

export const forecastQuerySchema = z.strictObject({
  /** Days ahead to show. */
  horizon: z.optional(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(HORIZON_DAYS))),
});

/** One SKU with everything that its advice rests on. */
export const skuDetailSchema = z.extend(skuSummarySchema, {
  market: marketName,
  stock: z.nullable(
    z.object({ onHand: z.number(), onOrder: z.number(), asOf: z.nullable(isoDate), location: z.string() }),
  ),
  forecast: z.nullable(forecastDocumentSchema),
  replenishment: z.nullable(replenishmentSchema),
  priceLimits: z.nullable(priceLimitsSchema),
  priceList: z.array(priceListEntrySchema),
  contracts: z.array(contractPriceSchema),
  /** The night's open decision. */
  decision: z.nullable(decisionSchema),
  policyVersion: z.nullable(z.string()),
  warnings: z.array(z.string()),
  /** Uploads that the policy was made from. */
  uploads: z.array(z.string()),
});
export type SkuDetail = z.infer<typeof skuDetailSchema>;
