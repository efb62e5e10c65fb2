import {
  addDays,
  daysBetween,
  type OrderCandidate,
  type OrderNote,
  type PurchaseOrderLine,
} from '../domain/index.ts';
import { type OrderTiming, orderTiming, readOrderDays } from './order-days.ts';
import { isAboveYear, needOf, type OrderableCandidate, type SkuNeed } from './order-need.ts';
import { unitsSaved } from './order-saving.ts';
import { holdingPerDay } from './process-costs.ts';

/** A SKU while its draft is made: what it needs, and what is ordered so far. Units; money in the cost's currency unit. */
export type DraftItem = {
  candidate: OrderableCandidate;
  need: SkuNeed;
  units: number;
  /** Of the units, only to fill up. */
  fillerUnits: number;
  notes: OrderNote[];
  /** The stored line that a person changed: its units stand. */
  edited: PurchaseOrderLine | undefined;
  /** What ordering so many units now saves against the next order day. */
  savingOf: (units: number) => number;
  unitCost: number;
  holdingPerDay: number;
};

/** A supplier's order in the making. */
export type DraftGroup = {
  supplier: string;
  currency: string;
  timing: OrderTiming;
  items: DraftItem[];
  notes: OrderNote[];
};

/** What a group is made from besides its candidates. */
export type GroupGround = {
  asOf: string;
  pending: ReadonlyMap<string, number>;
  /** Lines of the open draft that a person changed, by SKU. */
  edits: ReadonlyMap<string, PurchaseOrderLine>;
};

/** Gather the SKUs of one supplier and currency, each with what it needs of the supplier's next order. */
export function draftGroup(
  { supplier, currency }: { supplier: string; currency: string },
  candidates: readonly OrderableCandidate[],
  { asOf, pending, edits }: GroupGround,
): DraftGroup {
  const terms = candidates.find((candidate) => candidate.terms !== null)?.terms ?? null;
  const days = readOrderDays(terms?.orderDays ?? null);
  const reviewDays = Math.min(...candidates.map(({ need }) => need.reviewDays));
  const timing = orderTiming(addDays(asOf, 1), days, reviewDays);
  const items = candidates.map((candidate): DraftItem => {
    const edited = edits.get(candidate.sku);
    const need = needOf(candidate, timing, pending.get(candidate.sku) ?? 0);
    return {
      candidate,
      need,
      units: edited?.units ?? need.units,
      fillerUnits: 0,
      notes: [...need.notes],
      edited,
      savingOf: savingOf(candidate, need, timing, asOf),
      unitCost: candidate.unitCost.micros / 1e6,
      holdingPerDay: holdingPerDay(candidate.unitCost.micros / 1e6, candidate.need),
    };
  });
  return { supplier, currency, timing, items, notes: notesOf(supplier, terms, days.unread) };
}

function notesOf(supplier: string, terms: OrderCandidate['terms'], unread: readonly string[]): OrderNote[] {
  if (terms === null)
    return [
      {
        code: 'unknownSupplier',
        text: `no suppliers file knows ${supplier}: no order days and no minimum order are kept`,
      },
    ];
  if (unread.length === 0) return [];
  return [{ code: 'orderDaysUnread', text: `of the order days these name no weekday: ${unread.join(', ')}` }];
}

/** Lost units saved, at what a lost unit costs; where that is not known in this currency, at its cost. Less the holding. */
function savingOf(
  candidate: OrderableCandidate,
  { ground }: SkuNeed,
  { orderDate, nextOrderDate }: OrderTiming,
  asOf: string,
): (units: number) => number {
  const { need, unitCost } = candidate;
  const lost = need.lostUnit;
  const perUnit = (lost?.currency === unitCost.currency ? lost.micros : unitCost.micros) / 1e6;
  const arrivalDays = daysBetween(asOf, orderDate) + need.leadTimeDays;
  const gapDays = daysBetween(orderDate, nextOrderDate);
  const saved = unitsSaved(need, ground.position, { arrivalDays, nextArrivalDays: arrivalDays + gapDays });
  return (units) => saved(units) * perUnit;
}

/** What a SKU may still be filled up with: not what a person settled, nor what no year would sell. */
export function mayBeFilled({ candidate, edited }: DraftItem): boolean {
  return edited === undefined && candidate.need.dailyDemand > 0 && !isAboveYear(candidate);
}

/** Sum what a group costs so far, in the currency's unit. */
export function costOf({ items }: DraftGroup): number {
  return items.reduce((sum, { units, unitCost }) => sum + units * unitCost, 0);
}

/** Add filling units to a SKU. */
export function filled(item: DraftItem, units: number): DraftItem {
  if (!(units > 0)) return item;
  return {
    ...item,
    units: Number((item.units + units).toPrecision(15)),
    fillerUnits: item.fillerUnits + units,
  };
}
