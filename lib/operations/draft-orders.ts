import type {
  LackingOrder,
  Money,
  OrderCandidate,
  OrderNight,
  PurchaseOrder,
  PurchaseOrderLine,
  SupplierPerformance,
} from '../domain/index.ts';
import { costOf, type DraftGroup, draftGroup } from './draft-items.ts';
import { finishDraft } from './finish-draft.ts';
import { lackingOrder, withBelief } from './lacking-order.ts';
import { minimumOrderIn, type UploadedRate } from './minimum-order.ts';
import type { OrderableCandidate } from './order-need.ts';
import { settleBudget } from './settle-budget.ts';
import { settleContainer } from './settle-container.ts';
import { settleMinimum } from './settle-minimum.ts';

/** What a merchant may set of how orders are made. */
export type DraftRules = {
  /** What all orders of the location that go out on one day may cost, by currency. */
  budgets: readonly Money[];
  /** Cartons that fill a container of the supplier. */
  containers: readonly { supplier: string; cartons: number }[];
};

export type DraftRequest = {
  location: string;
  /** Of the newest night. */
  asOf: string;
  nights: readonly OrderNight[];
  /** One a SKU, as `joinCandidates` gives them. */
  candidates: readonly OrderCandidate[];
  /** Units approved and in no upload yet, by SKU. */
  pending: ReadonlyMap<string, number>;
  /** The location's open drafts: what a person changed in them stands. */
  open: readonly PurchaseOrder[];
  rules: DraftRules;
  rates: readonly UploadedRate[];
  performance: readonly SupplierPerformance[];
};

/** A draft before it has a name. */
export type DraftOrder = Omit<PurchaseOrder, 'id' | 'status'>;

/** A location's drafts, one a supplier and currency, and what none of them can hold. */
export type Drafts = { drafts: DraftOrder[]; unplaced: LackingOrder[] };

/**
 * Draft the purchase orders of a location: for each supplier (and currency of its costs) what its SKUs need until the order
 * after the next, within the budget, filled up to minimum and container where that pays, with every person's change kept.
 *
 * Equal arguments give equal drafts. A supplier of which nothing is needed has none.
 */
export function draftOrders(request: DraftRequest): Drafts {
  const candidates = request.candidates.map(withBelief);
  const lacking = candidates.flatMap((candidate) => lackingOrder(candidate) ?? []);
  const groups = groupsOf({ ...request, candidates });
  // a budget is of a day and a currency
  const days = Map.groupBy(groups, ({ currency, timing }) => `${timing.orderDate} ${currency}`);
  const drafts = [...days.values()].flatMap((ofDay) => settle(request, ofDay, lacking));
  return {
    drafts: drafts.sort(
      (one, other) => compare(one.supplier, other.supplier) || compare(one.currency, other.currency),
    ),
    unplaced: lacking,
  };
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));

function groupsOf({ candidates, pending, open, asOf }: DraftRequest): DraftGroup[] {
  const orderable = candidates.filter(isOrderable);
  const keyOf = (supplier: string, currency: string) => JSON.stringify([supplier, currency]);
  const edits = new Map(
    open.map(({ supplier, currency, lines }) => [
      keyOf(supplier, currency),
      new Map(lines.filter(({ edited }) => edited !== undefined).map((line) => [line.sku, line])),
    ]),
  );
  const bySupplier = Map.groupBy(orderable, ({ supplier, unitCost }) => keyOf(supplier, unitCost.currency));
  return [...bySupplier].flatMap(([key, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const name = { supplier: first.supplier, currency: first.unitCost.currency };
    return [draftGroup(name, own, { asOf, pending, edits: edits.get(key) ?? NO_EDITS })];
  });
}

const NO_EDITS: ReadonlyMap<string, PurchaseOrderLine> = new Map();

function isOrderable(candidate: OrderCandidate): candidate is OrderableCandidate {
  const { missing, need, unitCost, supplier } = candidate;
  return missing.length === 0 && need !== null && unitCost !== null && supplier !== null;
}

function settle(
  request: DraftRequest,
  groups: readonly DraftGroup[],
  lacking: readonly LackingOrder[],
): DraftOrder[] {
  const budget = request.rules.budgets.find(({ currency }) => currency === groups[0]?.currency) ?? null;
  const budgeted = settleBudget(groups, budget);
  let { left } = budgeted;
  return budgeted.groups.flatMap((group, i) => {
    const minimum = settleMinimum(group, minimumOf(group, request.rates), left);
    left -= costOf(minimum.group) - costOf(group);
    const cartons = request.rules.containers.find(({ supplier }) => supplier === group.supplier)?.cartons;
    const container = settleContainer(minimum.group, cartons ?? null, left);
    left -= costOf(container.group) - costOf(minimum.group);
    const draft = finishDraft(request, container.group, {
      checks: {
        minimumOrder: minimum.check,
        container: container.check,
        budget: budgeted.checks[i] ?? null,
      },
      lacking: lacking.filter(({ supplier }) => supplier === group.supplier),
    });
    return draft === null ? [] : [draft];
  });
}

function minimumOf({ items, currency }: DraftGroup, rates: readonly UploadedRate[]) {
  const terms = items.find(({ candidate }) => candidate.terms !== null)?.candidate.terms;
  return minimumOrderIn(currency, terms ?? { minimumOrderMicros: null, currency: null }, rates);
}
