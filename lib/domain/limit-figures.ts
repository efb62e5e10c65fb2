import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { unitPriceSchema } from './money.ts';

const priceBound = z.enum(['floor', 'ceiling', 'largestStep', 'coolDown', 'parity']);
export type PriceBoundName = z.infer<typeof priceBound>;

const rounded = z.object({
  /** `null` where the grid leaves none, and today's is kept. */
  price: z.nullable(unitPriceSchema),
  step: z.nullable(unitPriceSchema),
  lowest: z.nullable(unitPriceSchema),
  highest: z.nullable(unitPriceSchema),
});

const cut = z.object({ wantedUnits: z.number(), orderUnits: z.number() });

/** Every limit that may bind, and the figures of its sentence. */
export const limitFigures = {
  floor: z.object({ floor: unitPriceSchema }),
  ceiling: z.object({ ceiling: unitPriceSchema }),
  largestStep: z.object({ stepShare: z.number(), currentPrice: unitPriceSchema }),
  coolDown: z.object({
    restDays: z.number(),
    /** `null` where it moved after the newest files were written. */
    movedOn: z.nullable(isoDate),
    until: z.nullable(isoDate),
  }),
  parity: z.object({
    /** The end that bound: the lowest price allowed, or the highest. */
    end: z.enum(['lowest', 'highest']),
    price: unitPriceSchema,
    othersPrice: unitPriceSchema,
    gapShare: z.number(),
  }),
  rounding: rounded,
  charmPrice: rounded,
  /** Limits that leave nothing: of two price limits the prices that they allow at least and at most. */
  contradiction: z.object({
    kind: z.enum(['limits', 'grid', 'largestOrder', 'largestStock', 'orderBudget', 'tooMuch', 'noNumber']),
    least: z.nullable(priceBound),
    leastPrice: z.nullable(unitPriceSchema),
    most: z.nullable(priceBound),
    mostPrice: z.nullable(unitPriceSchema),
    step: z.nullable(unitPriceSchema),
    /** The price that is kept, and the hard limits that it breaks itself; `null` of an order. */
    keptPrice: z.nullable(unitPriceSchema),
    outside: z.array(z.enum(['floor', 'ceiling'])),
    leastUnits: z.nullable(z.number()),
    mostUnits: z.nullable(z.number()),
    leastCost: z.nullable(unitPriceSchema),
    mostCost: z.nullable(unitPriceSchema),
  }),
  contract: z.object({ price: unitPriceSchema }),
  quote: z.object({ price: unitPriceSchema }),
  minimumAdvertisedPrice: z.object({ price: unitPriceSchema }),
  orderLot: cut,
  orderBounds: cut,
  skuEnd: z.extend(cut, { endsOn: isoDate, leadTimeDays: z.number() }),
  largestOrder: z.extend(cut, { largest: unitPriceSchema, unitCost: unitPriceSchema }),
} as const;

export type LimitCode = keyof typeof limitFigures;
export type LimitFigures = { [Code in LimitCode]: z.infer<(typeof limitFigures)[Code]> };

type ContradictionFigures = LimitFigures['contradiction'];

/** Say which limits contradict each other; what is left out does not apply. */
export const contradictionFigures = (
  said: Pick<ContradictionFigures, 'kind'> & Partial<ContradictionFigures>,
): ContradictionFigures => ({
  least: null,
  leastPrice: null,
  most: null,
  mostPrice: null,
  step: null,
  keptPrice: null,
  outside: [],
  leastUnits: null,
  mostUnits: null,
  leastCost: null,
  mostCost: null,
  ...said,
});
