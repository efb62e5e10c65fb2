import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { marketName } from './market.ts';
import { moneySchema } from './money.ts';

/** Why a SKU could not be replayed: too short a history, no cost, or no policy can be learnt of it. */
export const yearLeftOuts = ['shortHistory', 'noCost', 'noPolicy'] as const;
export type YearLeftOut = (typeof yearLeftOuts)[number];

/** How a SKU was drawn for a replay of the year, and what the files say was done with it: part of its series record. */
export const yearHistorySchema = z.object({
  stratum: z.string(),
  /** `[dayIndex, units on hand]` of every count, ascending; days are those of `demand`, before it below 0. */
  stock: z.array(z.tuple([z.int(), z.number()])),
  /** `[ordered, received, units]` of every line ordered from suppliers; `null` where nothing came yet. */
  purchases: z.array(z.tuple([z.int(), z.nullable(z.int()), z.number()])),
});
export type YearHistory = z.infer<typeof yearHistorySchema>;

/** A stratum of a year's sample: SKUs of like revenue, of which some were drawn with equal chances. */
export const sampleStratumSchema = z.object({ stratum: z.string(), skus: z.int(), drawn: z.int() });
export type SampleStratum = z.infer<typeof sampleStratumSchema>;

/** Which SKUs of a market a night replays the last year of. */
export const yearSampleSchema = z.object({
  asOf: isoDate,
  strata: z.array(sampleStratumSchema),
  /** What it was drawn from: another ground is a reason to draw anew before a month is over. */
  ground: z.object({ firstDay: isoDate, skus: z.int(), counts: z.int(), purchases: z.int() }),
});
export type YearSample = z.infer<typeof yearSampleSchema>;

const sideSchema = z.object({
  marginMinor: z.int(),
  holdingMinor: z.int(),
  orderingMinor: z.int(),
  /** Mean value of what lay on the shelf, at cost. */
  stockMinor: z.int(),
  shortUnits: z.number(),
  stockOutDays: z.number(),
  orders: z.number(),
});

/** A line of a year's replays: one drawn SKU, this market's part of its location. */
export const yearReplaySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('replayed'),
    sku: z.string(),
    stratum: z.string(),
    weeks: z.int(),
    filledDays: z.int(),
    /** `actual`: what the stock files say was done; `textbook`: today's practice, where they don't. */
    baseline: z.enum(['actual', 'textbook']),
    ordersKnown: z.boolean(),
    /** Whether margins are those of list prices, which contracts undercut, rather than of prices paid. */
    listPrices: z.boolean(),
    tradewind: sideSchema,
    today: sideSchema,
  }),
  z.object({
    kind: z.literal('leftOut'),
    sku: z.string(),
    stratum: z.string(),
    why: z.enum([...yearLeftOuts, 'failed']),
  }),
]);
export type YearReplay = z.infer<typeof yearReplaySchema>;

/** An amount with the bounds that hold the truth at the statement's level; `null` where nothing bounds it. */
export const boundedMoneySchema = z.object({
  amount: moneySchema,
  lower: z.nullable(moneySchema),
  upper: z.nullable(moneySchema),
});
export type BoundedMoney = z.infer<typeof boundedMoneySchema>;

/** What a statement cannot know. */
export const unknowns = [
  'noStockHistory',
  'ordersUnknown',
  'demandFilled',
  'costMissing',
  'costsOfToday',
  'shortHistory',
  'noPolicy',
  'failed',
  'ratesAssumed',
  'listPrices',
  'noPriceTests',
  'sampled',
  'fewSkus',
  'lostBuyers',
  'noStockCounts',
  'noPreperiod',
  'experimentsApart',
  'noDecisions',
] as const;
export type Unknown = (typeof unknowns)[number];

/** One of them. */
export const unknownSchema = z.object({
  code: z.enum(unknowns),
  /** SKUs that it is about, where it is not about all. */
  skus: z.optional(z.int()),
  /** 0–1, of the days that were filled in. */
  share: z.optional(z.number()),
});
export type CannotKnow = z.infer<typeof unknownSchema>;

/** The last twelve months replayed: what Tradewind would have done better than what was really done. */
export const yearEarningsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('measured'),
    market: marketName,
    asOf: isoDate,
    runId: z.string(),
    /** First day replayed; a SKU whose history began later counts from then. */
    from: isoDate,
    /** Of every interval, 0–1. */
    level: z.number(),
    /** SKUs of the market, drawn, and replayed. */
    skus: z.int(),
    drawn: z.int(),
    replayed: z.int(),
    /** What the replayed SKUs are compared with: what was really done, or the textbook's rule. */
    against: z.object({ actual: z.int(), textbook: z.int() }),
    /** Mean value of stock that is not needed; below 0 where more is. Not part of the total: it is no income. */
    stockFreed: boundedMoneySchema,
    stockOutsAvoided: z.object({ units: z.number(), skuDays: z.number(), margin: boundedMoneySchema }),
    holdingSaved: boundedMoneySchema,
    orderingSaved: boundedMoneySchema,
    /** Of better prices over a year, where price tests can say; `null` where they can't. */
    prices: z.nullable(boundedMoneySchema),
    /** Margin, holding, ordering and prices together; they add up to it exactly. */
    total: boundedMoneySchema,
    cannotKnow: z.array(unknownSchema),
    /** The SKUs with the largest gains and losses among those replayed; for each its own, not scaled up. */
    lines: z.array(
      z.object({
        sku: z.string(),
        gain: moneySchema,
        stockFreed: moneySchema,
        shortUnitsAvoided: z.number(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('notMeasured'),
    market: marketName,
    asOf: isoDate,
    runId: z.string(),
    reason: z.enum(['noSkus', 'shortHistory', 'costMissing', 'noPolicy', 'failed']),
    skus: z.int(),
    cannotKnow: z.array(unknownSchema),
  }),
]);
export type YearEarnings = z.infer<typeof yearEarningsSchema>;
