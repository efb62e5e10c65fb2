import * as z from 'zod/mini';
import { contractPriceSchema, priceListEntrySchema } from './agreed-prices.ts';
import { pageQuery } from './api-page.ts';
import { isoDate, isoInstant } from './calendar.ts';
import { decisionSchema } from './decision.ts';
import { skuDriftSchema } from './drift.ts';
import { forecastDocumentSchema } from './forecast.ts';
import { languageQuery } from './language.ts';
import { marketName } from './market.ts';
import { replenishmentSchema } from './policy.ts';
import { priceLimitsSchema } from './price-limits.ts';
import { queryNumber } from './query-number.ts';
import { HORIZON_DAYS } from './series.ts';
import { attentions, skuSummarySchema } from './sku.ts';

const LONGEST_CODE = 200;

/** The worklist's pages and order, and which SKUs it shows. */
export const skuListQuerySchema = z.strictObject({
  ...pageQuery,
  order: z.optional(
    z
      .enum(['risk', 'sku'])
      .check(
        z.describe('`risk`: most money at risk first, as where it is left out. `sku`: by article code.'),
      ),
  ),
  filter: z.optional(
    z
      .enum(attentions)
      .check(
        z.describe(
          'Only SKUs whose `attention` names it. A page may then hold fewer than `limit`, or none, and still have a `cursor`.',
        ),
      ),
  ),
  prefix: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(LONGEST_CODE),
        z.describe(
          'Only SKUs whose article code begins with it, capitals as written; in the order of codes.',
        ),
      ),
  ),
});

export const forecastQuerySchema = z.strictObject({
  ...languageQuery,
  horizon: queryNumber(
    z.int().check(z.gte(1), z.lte(HORIZON_DAYS), z.describe('Days ahead to show; all where it is left out.')),
  ),
});

/** One SKU with everything that its advice rests on. */
export const skuDetailSchema = z.extend(skuSummarySchema, {
  market: marketName,
  stock: z.nullable(
    z.object({
      onHand: z.number(),
      onOrder: z.number(),
      asOf: z.nullable(isoDate),
      /** Where it was said between two stock files: when it was counted. */
      countedAt: z.optional(isoInstant),
      location: z.string(),
    }),
  ),
  forecast: z.nullable(forecastDocumentSchema),
  replenishment: z.nullable(replenishmentSchema),
  priceLimits: z.nullable(priceLimitsSchema),
  priceList: z.array(priceListEntrySchema),
  contracts: z.array(
    z.extend(contractPriceSchema, {
      /** The merchant's own code of the customer: only for a token with the scope `identify`. */
      customerCode: z.optional(z.string()),
    }),
  ),
  /** The night's open decision. */
  decision: z.nullable(decisionSchema),
  /** The alarm that stands: it sells otherwise than its forecast learnt, and so is only suggested for; `null` where none does. */
  drift: z.nullable(skuDriftSchema),
  policyVersion: z.nullable(z.string()),
  /** Why this is proposed, a sentence each: what was weighed, then the limits that bound. */
  why: z.array(z.string()),
  warnings: z.array(z.string()),
  /** Uploads that the policy was made from. */
  uploads: z.array(z.string()),
});
export type SkuDetail = z.infer<typeof skuDetailSchema>;
