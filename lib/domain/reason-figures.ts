import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { driftSignals } from './drift.ts';
import { moneySchema, unitPriceSchema } from './money.ts';

const agreed = z.object({
  price: unitPriceSchema,
  /** '' where the buyer is in no group. */
  priceGroup: z.string(),
  quantityUnits: z.number(),
});

/** Every code that a reason may have, and the figures of its sentence. */
export const reasonFigures = {
  stock: z.object({
    onHandUnits: z.number(),
    onOrderUnits: z.number(),
    positionUnits: z.number(),
    demandPerDay: z.number(),
    /** Of everything, and of what is on hand where some is on order; `null` where no demand is expected. */
    coverDays: z.nullable(z.number()),
    onHandCoverDays: z.nullable(z.number()),
  }),
  order: z.object({
    positionUnits: z.number(),
    reorderPointUnits: z.number(),
    leadTimeDays: z.number(),
    /** What set the reorder point, and the share that it keeps; `null` for least cost. */
    measure: z.enum(['serviceLevel', 'fillRate', 'cost']),
    share: z.nullable(z.number()),
    endsOn: z.nullable(isoDate),
    orderUnits: z.number(),
    afterOrderUnits: z.number(),
    textbookUnits: z.number(),
    orderUpToUnits: z.number(),
    /** False where the textbook rule alone orders. */
    learnt: z.boolean(),
  }),
  price: z.object({
    /**
     * `best`: what was learnt; `bounded`: the nearest to it that the limits allow; `outside`: today's price breaks its limits;
     * `notWeighed`, `notLearnt` (by the merchant's rules), `contradicted`: today's is kept.
     */
    verdict: z.enum(['best', 'bounded', 'outside', 'notWeighed', 'notLearnt', 'contradicted']),
    price: unitPriceSchema,
    currentPrice: unitPriceSchema,
    /** The move against today's price, signed. */
    moveShare: z.number(),
    learntPrice: z.nullable(unitPriceSchema),
    /** What is sold less where the price is higher by one percent, with its interval; of `best` alone. */
    dropShare: z.nullable(z.number()),
    dropLowerShare: z.nullable(z.number()),
    dropUpperShare: z.nullable(z.number()),
    sureShare: z.nullable(z.number()),
    weeks: z.nullable(z.number()),
    priceMoves: z.nullable(z.number()),
    /** SKUs whose answers it is drawn to, and their category; `null` for the whole market. */
    otherSkus: z.nullable(z.number()),
    category: z.nullable(z.string()),
  }),
  priceTest: z.object({
    price: unitPriceSchema,
    insteadPrice: unitPriceSchema,
    until: isoDate,
    expectedCost: moneySchema,
    largestCost: moneySchema,
    sureShare: z.number(),
    /** The test is over, and the price before it is gone back to. */
    returns: z.boolean(),
  }),
  sharedLocation: z.object({ markets: z.array(z.string()) }),
  withheld: z.object({
    ground: z.enum(['killed', 'off', 'otherRun', 'optedOut', 'people']),
    runId: z.nullable(z.string()),
    activeRun: z.nullable(z.string()),
  }),
  evidence: z.object({
    held: z.enum(['price', 'order', 'both']),
    weeks: z.number(),
    /** Weeks from which more may take effect; `null` where there are enough. */
    neededWeeks: z.nullable(z.number()),
    /** Only prices that were tried may take effect. */
    triedOnly: z.boolean(),
    /** Rules that are withdrawn in the market until their gain is proven again. */
    withdrawn: z.array(z.enum(['order', 'price'])),
  }),
  drift: z.object({
    signal: z.nullable(z.enum(driftSignals)),
    rises: z.nullable(z.boolean()),
    sizeShare: z.nullable(z.number()),
    since: z.nullable(isoDate),
  }),
  approved: z.object({ automatic: z.boolean() }),
  insufficientData: z.object({ missing: z.array(z.string()) }),
  unknownCustomer: z.object({}),
  contract: agreed,
  quote: agreed,
  priceGroup: agreed,
  quantityBreak: agreed,
} as const;

export type ReasonCode = keyof typeof reasonFigures;
export type ReasonFigures = { [Code in ReasonCode]: z.infer<(typeof reasonFigures)[Code]> };
