import * as z from 'zod/mini';
import { legalPacks } from './legal-pack.ts';
import { noticesSchema } from './notices.ts';

/** In the place of a market: files that hold for every market. */
export const ALL_MARKETS = '_all';

/** A market's short name: `de`; `ALL_MARKETS` is none. */
export const marketName = z
  .string()
  .check(z.regex(/^[a-z]{2}(-[a-z0-9]{1,8})?$/, 'must be a market such as "de"'));

/** A tenant's short name. Never part of a path of the API; taken from the token. */
export const merchantName = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be a merchant such as "demo"'));

/** How prices of a market are rounded: to a multiple, then ending in `charmEndingMicros` where that is set. */
export const priceRoundingSchema = z.object({
  stepMicros: z.int().check(z.positive()),
  charmEndingMicros: z.optional(z.int().check(z.nonnegative())),
});

/** A place where the seller trades: everything a function must know of it. */
export const marketSchema = z.object({
  market: marketName,
  name: z.string().check(z.minLength(1)),
  /** ISO 3166-1 alpha-2, for the holiday calendar. */
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
  /** ISO 4217. */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  timeZone: z.string().check(z.minLength(1)),
  /** 1 is Monday, 7 is Sunday. */
  weekStart: z.int().check(z.gte(1), z.lte(7)),
  /** The cloud's region in which the market's data stay. */
  homeRegion: z.string().check(z.regex(/^[a-z]{2}-[a-z]+-\d$/)),
  /** The stock location that serves it; markets that share one share a home region. */
  location: z.string().check(z.minLength(1)),
  /** Local time of the nightly run, 03:30 or later. */
  runAt: z.string().check(z.regex(/^\d{2}:\d{2}$/)),
  pricesIncludeTax: z.boolean(),
  priceRounding: priceRoundingSchema,
  legalPack: z.enum(legalPacks),
});

export type Market = z.infer<typeof marketSchema>;
export type PriceRounding = z.infer<typeof priceRoundingSchema>;

/** Name the markets that a location serves, in their order. */
export const marketsAt = (
  location: string,
  markets: readonly Pick<Market, 'market' | 'location'>[],
): string[] => markets.filter((one) => one.location === location).map(({ market }) => market);

/** A tenant of the deployment and the markets it trades in. */
export const merchantSchema = z.object({
  merchant: merchantName,
  name: z.string().check(z.minLength(1)),
  markets: z.array(marketName).check(z.minLength(1)),
  /** Whom it has told of what happens. */
  notices: z.optional(noticesSchema),
});

export type Merchant = z.infer<typeof merchantSchema>;
