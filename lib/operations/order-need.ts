import {
  addDays,
  daysBetween,
  type OrderCandidate,
  type OrderGround,
  type OrderNeed,
  type OrderNote,
} from '../domain/index.ts';
import { tidy, unitsText } from './number-text.ts';
import type { OrderTiming } from './order-days.ts';
import { roundOrder } from './round-order.ts';
import { stockOutDate } from './stock-out-date.ts';

/** A candidate with everything that an order needs. */
export type OrderableCandidate = OrderCandidate & {
  supplier: string;
  unitCost: NonNullable<OrderCandidate['unitCost']>;
  need: OrderNeed;
};

/** What a SKU needs of the supplier's next order. */
export type SkuNeed = {
  units: number;
  urgency: 'runsOut' | 'due' | 'early';
  ground: OrderGround;
  notes: OrderNote[];
};

/** A line is rounded up to whole cartons when that adds at most this share. */
const CARTON_SHARE = 0.1;
const YEAR_DAYS = 365;

/**
 * Say how many units of a SKU the supplier's next order needs.
 *
 * The night's proposal stands where it looks as far as the order after this one; where the supplier takes orders more seldom
 * than stock is reviewed, reorder point and order-up-to rise by the demand of the days between. Units that are approved and
 * not yet seen in any upload count as on order: only what the reorder point then lacks is ordered.
 *
 * @param pendingUnits - approved, and in no upload yet
 */
export function needOf(candidate: OrderableCandidate, timing: OrderTiming, pendingUnits: number): SkuNeed {
  const { need } = candidate;
  const raised = raisedRule(candidate, timing);
  const position = need.onHand + need.onOrder + pendingUnits;
  const ground: OrderGround = {
    onHand: need.onHand,
    onOrder: need.onOrder,
    pendingUnits,
    position,
    reorderPoint: raised.reorderPoint,
    orderUpTo: raised.orderUpTo,
    dailyDemand: need.dailyDemand,
    leadTimeDays: need.leadTimeDays,
    stockOutDate: stockOutDate(position, need.dailyDemand, candidate.asOf),
  };
  const isDue = position <= raised.reorderPoint;
  const wanted =
    pendingUnits === 0 && raised.extraDays === 0
      ? need.proposedUnits
      : Math.max(
          pendingUnits === 0 ? need.proposedUnits : 0,
          isDue ? roundOrder(raised.orderUpTo - position, candidate) : 0,
        );
  const lot = withinReason(candidate, wanted);
  const arrives = addDays(timing.orderDate, Math.ceil(need.leadTimeDays));
  const runsOut = ground.stockOutDate !== null && ground.stockOutDate < arrives;
  const urgency = runsOut ? 'runsOut' : isDue ? 'due' : 'early';
  const notes =
    lot.units > 0 ? [...lot.notes, ...groundNotes(candidate, wanted, raised.extraDays)] : lot.notes;
  return { units: lot.units, urgency, ground, notes };
}

/** Say why a line has other units than the recommendation of its SKU, which knows no order days and no textbook instead. */
function groundNotes({ need }: OrderableCandidate, wanted: number, extraDays: number): OrderNote[] {
  const textbook =
    need.proposedBy === 'policy'
      ? []
      : [{ code: 'textbook', text: 'no policy could be learnt: the textbook rule orders this much' }];
  if (extraDays === 0 || wanted === need.proposedUnits) return textbook;
  const text = `${unitsText(need.proposedUnits)} units without the supplier's order days, which leave ${extraDays} more ${extraDays === 1 ? 'day' : 'days'} to cover`;
  return [...textbook, { code: 'orderDays', text }];
}

function raisedRule({ need, asOf }: OrderableCandidate, { orderDate, nextOrderDate }: OrderTiming) {
  // the night's rule orders on the day after its date
  const waitDays = Math.max(0, daysBetween(asOf, orderDate) - 1);
  const extraDays = Math.max(0, waitDays + daysBetween(orderDate, nextOrderDate) - need.reviewDays);
  const ruleDays = Math.max(1, need.leadTimeDays + need.reviewDays);
  const rise =
    need.dailyDemand * extraDays + need.safetyStock * (Math.sqrt((ruleDays + extraDays) / ruleDays) - 1);
  const upTo =
    need.proposedUnits > 0
      ? Math.max(need.orderUpTo, need.onHand + need.onOrder + need.proposedUnits)
      : need.orderUpTo;
  return { extraDays, reorderPoint: tidy(need.reorderPoint + rise), orderUpTo: tidy(upTo + rise) };
}

/** Hold an order to the supplier's lot as long as that makes sense; what does not is left to a person. */
function withinReason(candidate: OrderableCandidate, wanted: number): { units: number; notes: OrderNote[] } {
  const { minimumOrderUnits, need, unitsPerCarton, packSize } = candidate;
  if (!(wanted > 0)) return { units: 0, notes: [] };
  if (isAboveYear(candidate)) {
    const years = (minimumOrderUnits / (YEAR_DAYS * need.dailyDemand)).toFixed(1);
    const text = `the minimum order of ${unitsText(minimumOrderUnits)} units is ${years} years of demand: nothing is ordered unless a person does`;
    return { units: 0, notes: [{ code: 'minimumAboveYear', text }] };
  }
  const units = roundOrder(wanted, candidate);
  const cartons =
    unitsPerCarton === null || !(unitsPerCarton > 0) ? null : Math.ceil(units / unitsPerCarton - 1e-9);
  const whole = cartons === null ? units : cartons * (unitsPerCarton ?? 0);
  const fits = whole > units && whole - units <= CARTON_SHARE * units && whole % packSize === 0;
  if (!fits) return { units, notes: [] };
  const text = `rounded up from ${unitsText(units)} to ${unitsText(whole)} units: whole cartons`;
  return { units: whole, notes: [{ code: 'wholeCartons', text }] };
}

/** Tell whether the smallest order that the supplier takes lasts longer than a year. */
export function isAboveYear({ minimumOrderUnits, need }: OrderableCandidate): boolean {
  return need.dailyDemand > 0 && minimumOrderUnits > YEAR_DAYS * need.dailyDemand;
}
