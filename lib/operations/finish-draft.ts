import {
  addDays,
  type LackingOrder,
  type OrderNote,
  type PurchaseOrder,
  type PurchaseOrderLine,
} from '../domain/index.ts';
import type { DraftGroup, DraftItem } from './draft-items.ts';
import type { DraftOrder, DraftRequest } from './draft-orders.ts';
import { moneyOf } from './minimum-order.ts';
import { unitsText } from './number-text.ts';
import { orderLine, orderTotals, spareArticle } from './order-lines.ts';

/** Lines that one order may hold, and SKUs beside it: what a stored item has room for. The most urgent are kept. */
const MOST_LINES = 1500;
const MOST_SPARES = 100;

/**
 * Write a settled group as a draft: its lines, the most urgent first, what it could be filled up with, and its sums.
 *
 * @returns `null` where there is nothing to order and nothing that a person should see
 */
export function finishDraft(
  request: DraftRequest,
  group: DraftGroup,
  { checks, lacking }: { checks: PurchaseOrder['checks']; lacking: LackingOrder[] },
): DraftOrder | null {
  const { supplier, currency, timing } = group;
  const own = group.items.filter(isShown).map(lineOf);
  const gone = leftLines(request, group);
  const all = [...own, ...gone].sort(byUrgency);
  if (!all.some(({ units, edited, notes }) => units > 0 || edited !== undefined || notes.length > 0))
    return null;
  const lines = all.slice(0, MOST_LINES);
  const spares = group.items
    .filter((item) => !isShown(item) && item.candidate.need.dailyDemand > 0)
    .map(({ candidate, need }) => spareArticle(candidate, need.ground))
    .sort(
      (one, other) =>
        (one.daysUntilReorder ?? 0) - (other.daysUntilReorder ?? 0) || compare(one.sku, other.sku),
    );
  const leadTimeDays = Math.max(
    0,
    ...lines.filter(({ units }) => units > 0).map(({ ground }) => ground.leadTimeDays),
  );
  return {
    location: request.location,
    supplier,
    currency,
    markets: [...new Set(lines.flatMap(({ markets }) => markets))].sort(),
    asOf: request.asOf,
    nights: [...request.nights],
    ...timing,
    expectedArrival: addDays(timing.orderDate, Math.ceil(leadTimeDays)),
    totals: orderTotals(lines, currency),
    checks,
    notes: [...group.notes, ...surplusNote(all.length - lines.length)],
    performance: request.performance.find((known) => known.supplier === supplier) ?? null,
    lines,
    spares: spares.slice(0, MOST_SPARES),
    lacking,
  };
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
const isShown = ({ units, edited, notes, need }: DraftItem) =>
  units > 0 || edited !== undefined || need.units > 0 || notes.length > 0;

function lineOf(item: DraftItem): PurchaseOrderLine {
  const { candidate, need, units, fillerUnits, edited, savingOf } = item;
  const { currency } = candidate.unitCost;
  const proposedUnits = need.units;
  const isFiller = edited === undefined && need.units === 0 && fillerUnits > 0;
  const line = orderLine(candidate, {
    ground: need.ground,
    units,
    proposedUnits,
    fillerUnits,
    urgency: isFiller ? 'filler' : need.units > 0 || units === 0 ? need.urgency : 'byHand',
    savesNow: units > 0 ? moneyOf(savingOf(units), currency) : null,
    notes: [...item.notes, ...editNote(edited, proposedUnits)],
  });
  return edited?.edited === undefined ? line : { ...line, edited: edited.edited };
}

/** A change stays when the ground under it moved; the new proposal stands beside it. */
function editNote(edited: PurchaseOrderLine | undefined, proposedUnits: number): OrderNote[] {
  if (edited?.edited === undefined || edited.edited.from === proposedUnits) return [];
  const text = `the night now proposes ${unitsText(proposedUnits)} units instead of ${unitsText(edited.edited.from)}; the change to ${unitsText(edited.units)} stays`;
  return [{ code: 'proposalChanged', text }];
}

/** Lines that a person changed of SKUs which no night knows any more for this supplier. */
function leftLines({ open }: DraftRequest, { supplier, currency, items }: DraftGroup): PurchaseOrderLine[] {
  const known = new Set(items.map(({ candidate }) => candidate.sku));
  const draft = open.find((order) => order.supplier === supplier && order.currency === currency);
  return (draft?.lines ?? [])
    .filter(({ sku, edited }) => edited !== undefined && !known.has(sku))
    .map((line) => ({
      ...line,
      proposedUnits: 0,
      notes: [
        { code: 'notPlanned', text: 'no night knows this SKU of this supplier any more: the change stays' },
      ],
    }));
}

const URGENCY: Readonly<Record<PurchaseOrderLine['urgency'], number>> = {
  runsOut: 0,
  due: 1,
  byHand: 2,
  early: 3,
  filler: 4,
};

function byUrgency(one: PurchaseOrderLine, other: PurchaseOrderLine): number {
  return (
    URGENCY[one.urgency] - URGENCY[other.urgency] ||
    (other.savesNow?.minor ?? 0) - (one.savesNow?.minor ?? 0) ||
    compare(one.sku, other.sku)
  );
}

function surplusNote(surplus: number): OrderNote[] {
  if (surplus <= 0) return [];
  const text = `${surplus} less urgent lines do not fit into one order: they are proposed once this one is approved`;
  return [{ code: 'moreLines', text }];
}
