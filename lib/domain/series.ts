import * as z from 'zod/mini';
import { contractPriceSchema, priceListEntrySchema } from './agreed-prices.ts';
import { isoDate } from './calendar.ts';
import { rivalsSchema } from './contest.ts';
import { retrainSchema, skuDriftSchema } from './drift.ts';
import { yearHistorySchema } from './earnings.ts';
import { marketEventSchema, seriesProfileSchema } from './known-future.ts';
import { leadTimeSchema } from './lead-time.ts';
import { marketName, merchantName } from './market.ts';
import { supplierTermsSchema } from './order-candidate.ts';
import { trialSchema } from './trial.ts';

/** Millionths of the currency's unit. */
const micros = z.int().check(z.nonnegative());
/** Daily units, oldest first; `null` stands for a day that was not observed (JSON has no NaN). */
const dailyUnits = z.array(z.nullable(z.number()));

/** A price that held from a day on: `[dayIndex, unitPriceMicros]`, ascending in `dayIndex`. */
export const priceStepSchema = z.tuple([z.int(), micros]);

/** The demand of one price group, and the list price it was offered at. Ground of the elasticity. */
export const groupDemandSchema = z.object({
  /** '' where the merchant has no price groups. */
  priceGroup: z.string(),
  demand: dailyUnits,
  priceSteps: z.array(priceStepSchema),
  /** Prices that lists set for days after `asOf`, indices counted on; absent where none does. */
  plannedPriceSteps: z.optional(z.array(priceStepSchema)),
});

/** What the merchant's files say of a product; `null` where they do not say. */
export const productFactsSchema = z.object({
  name: z.nullable(z.string()),
  category: z.nullable(z.string()),
  unitCostMicros: z.nullable(micros),
  landedCostMicros: z.nullable(micros),
  costCurrency: z.nullable(z.string()),
  listPriceMicros: z.nullable(micros),
  floorPriceMicros: z.nullable(micros),
  ceilingPriceMicros: z.nullable(micros),
  /** Units of a pack: orders are multiples of it. */
  packSize: z.number().check(z.positive()),
  minimumOrderUnits: z.number().check(z.nonnegative()),
  supplier: z.nullable(z.string()),
  unitsPerCarton: z.optional(z.nullable(z.number())),
  /** What the suppliers file says of the supplier; `null` where it does not know it. */
  supplierTerms: z.optional(z.nullable(supplierTermsSchema)),
});

/** Units at the series' location, as of the newest stock row on or before the run's date. */
export const stockFactsSchema = z.object({
  onHand: z.number(),
  onOrder: z.number(),
  reserved: z.number(),
  asOf: isoDate,
});

/** One SKU in one market as the batch sees it: a line of a shard. Demand and prices end on the run's `asOf`. */
export const seriesRecordSchema = z.object({
  sku: z.string().check(z.minLength(1)),
  /** Day of `demand[0]`. */
  start: isoDate,
  demand: dailyUnits,
  /** Indices of days that sold out while open: demand was at least what was seen. */
  censoredDays: z.array(z.int()),
  groups: z.array(groupDemandSchema),
  /** `list` from price files, `paid` as the median paid per week where there are none (confounded by buyer size, so said). */
  priceSource: z.enum(['list', 'paid']),
  priceList: z.array(priceListEntrySchema),
  contracts: z.array(contractPriceSchema),
  /** Quotes that buyers may still take; absent for none. */
  quotes: z.optional(z.array(contractPriceSchema)),
  product: productFactsSchema,
  location: z.string(),
  stock: z.nullable(stockFactsSchema),
  leadTime: leadTimeSchema,
  /** The same SKU in the other markets that the location serves: its orders cover their demand too. */
  siblings: z.array(z.object({ market: marketName, start: isoDate, demand: dailyUnits })),
  /** Revenue of the last 365 days in minor units, for the worklist's order. */
  yearRevenueMinor: z.int(),
  /** Events of the SKU, its category and the market on the days of `demand` and the year after; absent for none. */
  events: z.optional(z.array(marketEventSchema)),
  /** What the category's other SKUs do; given to a SKU with little history. */
  profile: z.optional(seriesProfileSchema),
  /** Uploads the series was made from. */
  uploads: z.array(z.string()),
  /** Who competes with the default forecast; absent where nobody does. */
  rivals: z.optional(rivalsSchema),
  /** The alarm that stands for it; absent where none does. */
  drift: z.optional(skuDriftSchema),
  /** Which days to learn from, where they changed within the last half-year; it outlives the alarm. */
  retrain: z.optional(retrainSchema),
  /** Who operates it; absent where Tradewind does, untested. */
  trial: z.optional(trialSchema),
  /** What was done with it; given to a SKU whose last year is replayed tonight. */
  yearHistory: z.optional(yearHistorySchema),
});

export type SeriesRecord = z.infer<typeof seriesRecordSchema>;
export type GroupDemand = z.infer<typeof groupDemandSchema>;
export type ProductFacts = z.infer<typeof productFactsSchema>;
export type StockFacts = z.infer<typeof stockFactsSchema>;

/** Names a run: one merchant, one market, one business date. */
export const runNameSchema = z.object({
  merchant: merchantName,
  market: marketName,
  asOf: isoDate,
  runId: z.string(),
});
export type RunName = z.infer<typeof runNameSchema>;

/** An item of the manifest: one shard of series, self-contained, as the Distributed Map hands it to a function. */
export const shardRefSchema = z.extend(runNameSchema, {
  shard: z.string(),
  /** Key in the lake bucket of gzipped JSON lines, a `SeriesRecord` each. */
  key: z.string(),
  series: z.int(),
  /** How many of its series have something to be told of drift: then an object beside the shard does. */
  drifts: z.optional(z.int()),
  /** Newest day with a sale in the market, up to `asOf`; absent in shards of older runs. */
  ordersTo: z.optional(isoDate),
});
export type ShardRef = z.infer<typeof shardRefSchema>;

/** Days forecast ahead by the nightly run. */
export const HORIZON_DAYS = 56;

/** Read a shard's units as numbers in which NaN means "not observed". */
export function unitsOf(daily: readonly (number | null)[]): Float64Array {
  return Float64Array.from(daily, (units) => units ?? Number.NaN);
}

const YEAR_DAYS = 365;

/** What a unit brought on average over the last year, in minor units of the market's currency; `null` where it is not known. */
export function unitValueMinor({
  demand,
  yearRevenueMinor,
}: Pick<SeriesRecord, 'demand' | 'yearRevenueMinor'>): number | null {
  const units = demand.slice(-YEAR_DAYS).reduce<number>((sum, day) => sum + (day ?? 0), 0);
  return units > 0 && yearRevenueMinor > 0 ? yearRevenueMinor / units : null;
}
