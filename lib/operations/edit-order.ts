import {
  ConflictError,
  InputError,
  type InputIssue,
  type LineChange,
  type PurchaseOrder,
  type PurchaseOrderLine,
} from '../domain/index.ts';
import { rejudgeMinimum } from './minimum-order.ts';
import { unitsText } from './number-text.ts';
import { cartonsOf, orderTotals, withUnits } from './order-lines.ts';
import { budgetText } from './settle-budget.ts';
import { checkOf, containerFill } from './settle-container.ts';

/** Who changes an order, and when (RFC 3339). */
export type Editor = { by: string; at: string };

/**
 * Change lines of a draft: other units, none, a SKU more that the supplier delivers, or an earlier change taken back. Sums and
 * checks follow; nothing is filled up again, for a person has looked.
 *
 * @throws ConflictError when the order is no draft any more, InputError for a SKU that the supplier is not known to deliver here
 * or units whose value is no amount of money
 */
export function editOrder(
  order: PurchaseOrder,
  changes: readonly LineChange[],
  editor: Editor,
): PurchaseOrder {
  if (order.status !== 'draft')
    throw new ConflictError(`the order is ${order.status}: only lines of a draft can be changed`);
  const known = new Map(order.lines.map((line) => [line.sku, line]));
  const spares = new Map(order.spares.map((spare) => [spare.sku, spare]));
  const issues: InputIssue[] = [];
  for (const [place, { sku, units, reason }] of changes.entries()) {
    const spare = spares.get(sku);
    const line = known.get(sku) ?? (spare === undefined ? undefined : byHandLine(spare));
    if (line === undefined) {
      const detail = `${sku} is not known to come from ${order.supplier} in ${order.currency} for ${order.location}`;
      issues.push({ pointer: `/lines/${place}/sku`, detail });
    } else known.set(sku, changedLine(line, units, { ...editor, reason }));
  }
  if (issues.length > 0) throw new InputError('an order holds only SKUs of its supplier', { issues });
  const lines = [...known.values()].filter(
    ({ urgency, edited, proposedUnits, fillerUnits }) =>
      urgency !== 'byHand' || edited !== undefined || proposedUnits > 0 || fillerUnits > 0,
  );
  return recheck({ ...order, lines });
}

function byHandLine({ daysUntilReorder: _, ...article }: PurchaseOrder['spares'][number]): PurchaseOrderLine {
  const value = { minor: 0, currency: article.unitCost.currency };
  const nothing = {
    units: 0,
    packs: 0,
    value,
    proposedUnits: 0,
    fillerUnits: 0,
    coverDays: null,
    savesNow: null,
  };
  return { ...article, ...nothing, urgency: 'byHand', notes: [] };
}

function changedLine(
  line: PurchaseOrderLine,
  units: number | null,
  edited: { by: string; at: string; reason: string },
): PurchaseOrderLine {
  const { edited: _, ...before } = line;
  const notes = before.notes.filter(({ code }) => !EDIT_NOTES.has(code));
  if (units === null) return withUnits({ ...before, notes }, line.proposedUnits);
  return {
    ...withUnits({ ...before, notes: [...notes, ...lotNotes(line, units)] }, units),
    fillerUnits: 0,
    edited: { from: line.proposedUnits, ...edited },
  };
}

const EDIT_NOTES: ReadonlySet<string> = new Set([
  'proposalChanged',
  'notPlanned',
  'noWholePacks',
  'belowMinimum',
  'aboveYear',
]);

const YEAR_DAYS = 365;

/** A person may know better than the products file what the supplier takes: it is told, not refused. */
function lotNotes({ packSize, minimumOrderUnits, ground }: PurchaseOrderLine, units: number) {
  const packs = units / packSize;
  const notes = [];
  if (Math.abs(packs - Math.round(packs)) > 1e-9)
    notes.push({ code: 'noWholePacks', text: `no whole packs of ${unitsText(packSize)}` });
  if (units > 0 && units < minimumOrderUnits)
    notes.push({
      code: 'belowMinimum',
      text: `below the minimum order of ${unitsText(minimumOrderUnits)} units`,
    });
  const years = units / (YEAR_DAYS * ground.dailyDemand);
  if (years > 1 && Number.isFinite(years))
    notes.push({ code: 'aboveYear', text: `${unitsText(Number(years.toPrecision(2)))} years of demand` });
  return notes;
}

/** Work sums and checks out again for the lines as they are. */
function recheck(order: PurchaseOrder): PurchaseOrder {
  const { lines, currency } = order;
  const totals = orderTotals(lines, currency);
  const { minimumOrder, container, budget } = order.checks;
  const counts = lines.filter(({ units }) => units > 0).map(cartonsOf);
  const spent =
    budget === null
      ? null
      : {
          ...budget.spent,
          minor: budget.spent.minor + totals.value.minor - order.totals.value.minor,
        };
  return {
    ...order,
    totals,
    checks: {
      minimumOrder: rejudgeMinimum(minimumOrder, totals.value),
      container:
        container === null ? null : checkOf(containerFill(counts, container.cartonsPerContainer), ''),
      budget:
        budget === null || spent === null
          ? null
          : { ...budget, spent, text: budgetText({ ...budget, spent }, budget.unitsLeftOut) },
    },
  };
}
