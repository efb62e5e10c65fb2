import * as z from 'zod/mini';
import { concentrationSchema, estimateSchema } from './analysis-buyers.ts';
import { differencesSchema, elasticitySchema, pricePositionSchema, rateSchema } from './analysis-offer.ts';
import { growthSchema, seasonSchema } from './analysis-season.ts';
import { isoDate } from './calendar.ts';
import { languageQuery } from './language.ts';
import { marketName } from './market.ts';
import { moneySchema } from './money.ts';

/** Most markets that are put side by side at once. */
const MOST_MARKETS = 50;
const name = '[a-z]{2}(-[a-z0-9]{1,8})?';

/** Which markets to put side by side, and in which currency as well as in their own. */
export const comparisonQuerySchema = z.strictObject({
  ...languageQuery,
  markets: z.optional(
    z
      .string()
      .check(
        z.regex(new RegExp(`^${name}(,${name}){0,${MOST_MARKETS - 1}}$`), 'must be markets such as "de,jp"'),
        z.describe('Names with commas between them; all of the merchant where it is left out.'),
      ),
  ),
  currency: z.optional(
    z
      .string()
      .check(
        z.regex(/^[A-Z]{3}$/, 'must be a currency such as "EUR"'),
        z.describe(
          'A currency, by ISO 4217, for common amounts: by uploaded rates alone. That of the first market where it is left out.',
        ),
      ),
  ),
});

/** One market beside others: what its analysis tells of no single buyer. */
const comparedMarketSchema = z.object({
  kind: z.literal('ready'),
  market: marketName,
  name: z.string(),
  currency: z.string(),
  runId: z.string(),
  asOf: isoDate,
  from: isoDate,
  revenue: moneySchema,
  /** In the common currency at the rate of `rateOf`; `null` where no rate was uploaded. */
  commonRevenue: z.nullable(moneySchema),
  rate: z.nullable(z.number()),
  /** Day of the rate; `null` for one and the same currency, and where there is none. */
  rateOf: z.nullable(isoDate),
  /** Share of the common revenue of the markets that have one. */
  commonShare: z.nullable(z.number()),
  orders: z.int(),
  buyers: z.object({ active: z.int(), new: z.int(), returning: z.int() }),
  averageOrder: moneySchema,
  returnsShare: z.number(),
  growth: growthSchema,
  season: z.optional(seasonSchema),
  concentration: z.omit(concentrationSchema, { lorenz: true }),
  /** Revenue of whole months; `null` where one to four bought, and where such a month could be told by difference. */
  months: z.array(z.object({ month: z.string(), revenue: z.nullable(moneySchema) })),
  categories: z.array(
    z.object({
      category: z.nullable(z.string()),
      folded: z.optional(z.int()),
      revenueShare: z.number(),
      reach: estimateSchema,
      growth: z.nullable(z.extend(estimateSchema, { months: z.int() })),
      margin: z.nullable(z.number()),
    }),
  ),
  elasticity: z.optional(elasticitySchema.shape.market),
  pricePosition: z.optional(pricePositionSchema),
  differences: z.optional(differencesSchema),
});
export type ComparedMarket = z.infer<typeof comparedMarketSchema>;

/** Markets side by side: those at home in the region of the address. */
export const comparisonSchema = z.object({
  markets: z.array(
    z.discriminatedUnion('kind', [
      comparedMarketSchema,
      z.object({
        /** `withheld`: one to four buyers; `missing`: no analysis yet. */
        kind: z.enum(['withheld', 'missing']),
        market: marketName,
        name: z.string(),
        currency: z.string(),
        detail: z.string(),
      }),
    ]),
  ),
  /** Markets of the merchant that are at home in another region: ask there, and join the answers. */
  notHere: z.array(marketName),
  common: z.object({
    currency: z.string(),
    /** Of the markets that have a rate. */
    revenue: z.nullable(moneySchema),
    /** Herfindahl index over these markets: 1 when one has all revenue. */
    marketHerfindahl: z.nullable(z.number()),
    /** The rates used. */
    rates: z.array(rateSchema),
    /** Markets that are not in it, for want of a rate. */
    without: z.array(marketName),
  }),
});
export type Comparison = z.infer<typeof comparisonSchema>;
