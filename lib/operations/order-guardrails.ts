import {
  type AppliedLimit,
  contradictionFigures,
  type LimitFigures,
  unitPriceText,
} from '../domain/index.ts';
import { boundOrder } from './bound-order.ts';
import { unitsText } from './number-text.ts';
import { type OrderLot, roundOrder } from './round-order.ts';

/** An order that somebody would like to place, and all that bounds it. Units. */
export type OrderProposal = {
  wantedUnits: number;
  /** On hand and on order; below 0 where more is owed to customers. */
  position: number;
  lot: OrderLot;
  /** Most that the location holds, on hand and on order, and most of one order. */
  largestStockUnits?: number | undefined;
  largestOrderUnits?: number | undefined;
  /** What one order may cost, and what a unit counts as. Millionths of the currency's unit. */
  budget?: { largestMicros: number; unitMicros: number; currency: string };
  /** The SKU's last day, the days to it from today, and those until an order comes. */
  end?: { endsOn: string; daysLeft: number; leadTimeDays: number };
};

/** The order that may be placed, every limit that bound it, and limits that contradict each other (then nothing is ordered). */
export type GuardedOrder = {
  orderUnits: number;
  limitsApplied: AppliedLimit[];
  contradiction: string | null;
};

/** Whole units up to here are exact, with fractions of a pack to spare. */
const MOST_UNITS = 1e15;

/**
 * Bring a wanted order within its limits: whole packs and the minimum order, the room and the largest order, the SKU's end, the budget.
 *
 * It is raised to the lot first, then cut by what may be held, ordered and paid, to as many whole packs as all allow; to nothing
 * where they don't reach the minimum order. Where even the least order breaks a limit that does not change with the stock, the two
 * contradict each other: nothing is ordered, and a person must look. Of a SKU that ends before an order would come only what is
 * owed to customers is ordered.
 *
 * @returns orderUnits: 0, or whole packs ≥ the minimum order and within every limit; 0 for a want that is no finite number
 */
export function guardOrder(proposal: OrderProposal): GuardedOrder {
  const { wantedUnits, position, lot } = proposal;
  if (![wantedUnits, position, lot.minimumOrderUnits].every(Number.isFinite) || hasUnknown(proposal))
    return refused([], {
      words: 'the wanted order, the stock or one of its limits is no number',
      figures: contradictionFigures({ kind: 'noNumber' }),
    });
  const limitsApplied: AppliedLimit[] = [];
  const wanted = untilEnd(proposal, limitsApplied);
  const whole = roundOrder(wanted, lot);
  if (whole !== wanted && whole > 0)
    limitsApplied.push({
      limit: 'orderLot',
      detail: `raised from ${unitsText(wanted)} to ${unitsText(whole)} units: whole packs, and the minimum order`,
      figures: { wantedUnits: wanted, orderUnits: whole },
    });
  const held = boundOrder(whole, position, { ...lot, ...boundsOf(proposal) });
  if (held !== whole)
    limitsApplied.push({
      limit: 'orderBounds',
      detail: `cut from ${unitsText(whole)} to ${unitsText(held)} units: what there is room for, or one order may hold`,
      figures: { wantedUnits: whole, orderUnits: held },
    });
  const orderUnits = withinBudget(held, proposal, limitsApplied);
  if (orderUnits > MOST_UNITS)
    return refused(limitsApplied, {
      words: `an order of more than ${unitsText(MOST_UNITS)} units cannot be meant`,
      figures: contradictionFigures({ kind: 'tooMuch', mostUnits: MOST_UNITS }),
    });
  const contradiction = whole > 0 && orderUnits === 0 ? contradictionOf(proposal) : null;
  return contradiction === null
    ? { orderUnits, limitsApplied, contradiction }
    : refused(limitsApplied, contradiction);
}

type Contradiction = { words: string; figures: LimitFigures['contradiction'] };

function refused(limitsApplied: readonly AppliedLimit[], { words, figures }: Contradiction): GuardedOrder {
  const detail = `${words}: nothing is ordered`;
  return {
    orderUnits: 0,
    limitsApplied: [...limitsApplied, { limit: 'contradiction', detail, figures }],
    contradiction: words,
  };
}

/** A limit that is no number may be any: it is not taken for none. */
function hasUnknown({ largestStockUnits = 0, largestOrderUnits = 0, budget, end }: OrderProposal): boolean {
  const { largestMicros = 0, unitMicros = 0 } = budget ?? {};
  const { daysLeft = 0, leadTimeDays = 0 } = end ?? {};
  const bounds = [largestStockUnits, largestOrderUnits, largestMicros, unitMicros, leadTimeDays];
  return Number.isNaN(daysLeft) || bounds.some((bound) => !(bound >= 0));
}

function untilEnd({ wantedUnits, position, end }: OrderProposal, limitsApplied: AppliedLimit[]): number {
  const wanted = Math.max(0, wantedUnits);
  if (end === undefined || end.daysLeft >= end.leadTimeDays) return wanted;
  const owed = Math.min(wanted, Math.max(0, -position));
  if (owed === wanted) return wanted;
  limitsApplied.push({
    limit: 'skuEnd',
    detail: `cut from ${unitsText(wanted)} to ${unitsText(owed)} units: it is sold until ${end.endsOn}, and an order would come in ${unitsText(end.leadTimeDays)} days`,
    figures: {
      wantedUnits: wanted,
      orderUnits: owed,
      endsOn: end.endsOn,
      leadTimeDays: end.leadTimeDays,
    },
  });
  return owed;
}

function boundsOf({ largestStockUnits, largestOrderUnits }: OrderProposal) {
  return {
    ...(largestStockUnits === undefined ? {} : { largestStockUnits }),
    ...(largestOrderUnits === undefined ? {} : { largestOrderUnits }),
  };
}

function withinBudget(units: number, { budget, lot }: OrderProposal, limitsApplied: AppliedLimit[]): number {
  if (budget === undefined || !(units * budget.unitMicros > budget.largestMicros)) return units;
  const { largestMicros, unitMicros, currency } = budget;
  const pack = lot.packSize > 0 ? lot.packSize : 1;
  const packs = Math.max(0, Math.floor(largestMicros / unitMicros / pack));
  const affordable = Math.min(units, Number((packs * pack).toPrecision(15)));
  const orderUnits = affordable >= lot.minimumOrderUnits ? affordable : 0;
  const verb = orderUnits === 0 ? 'ordered nothing' : `ordered ${unitsText(orderUnits)}`;
  const detail = `${verb} instead of ${unitsText(units)} units: one answer may order for ${unitPriceText(largestMicros, currency)}, a unit counted at ${unitPriceText(unitMicros, currency)}`;
  const figures = {
    wantedUnits: units,
    orderUnits,
    largest: toldPrice(largestMicros, currency),
    unitCost: toldPrice(unitMicros, currency),
  };
  limitsApplied.push({ limit: 'largestOrder', detail, figures });
  return orderUnits;
}

/** Name the limit that even the least order breaks; `null` where it is the stock of today that leaves no room. */
function contradictionOf({
  lot,
  largestStockUnits,
  largestOrderUnits,
  budget,
}: OrderProposal): Contradiction | null {
  const least = roundOrder(Number.MIN_VALUE, lot);
  const words = `the least order of ${unitsText(least)} units`;
  const between = (kind: 'largestOrder' | 'largestStock', mostUnits: number, what: string) => ({
    words: `${words} is above the ${unitsText(mostUnits)} ${what}`,
    figures: contradictionFigures({ kind, leastUnits: least, mostUnits }),
  });
  if (least > (largestOrderUnits ?? Infinity))
    return between('largestOrder', largestOrderUnits ?? 0, 'of the largest order');
  if (least > (largestStockUnits ?? Infinity))
    return between('largestStock', largestStockUnits ?? 0, 'that the location may hold');
  if (budget === undefined || !(least * budget.unitMicros > budget.largestMicros)) return null;
  const { currency } = budget;
  const [leastCost, mostCost] = [
    toldPrice(least * budget.unitMicros, currency),
    toldPrice(budget.largestMicros, currency),
  ];
  const text = ({ micros }: typeof leastCost) => unitPriceText(micros, currency);
  return {
    words: `${words} costs ${text(leastCost)}, and one answer may order for ${text(mostCost)}`,
    figures: contradictionFigures({ kind: 'orderBudget', leastUnits: least, leastCost, mostCost }),
  };
}

/** What is beyond whole micros is told as the most that they can say. */
const toldPrice = (micros: number, currency: string) => ({
  micros: Math.min(Number.MAX_SAFE_INTEGER, Math.round(micros)),
  currency,
});
