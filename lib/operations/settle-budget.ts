import { type BudgetCheck, type Money, majorOf } from '../domain/index.ts';
import { allocateBudget, type BudgetChoice } from './draft-budget.ts';
import { costOf, type DraftGroup, type DraftItem } from './draft-items.ts';
import { moneyOf, moneyText } from './minimum-order.ts';
import { unitsText } from './number-text.ts';
import { roundOrder } from './round-order.ts';

/** Groups held to a budget: what each was cut by, and what is left to fill up with, in the currency's unit. */
export type Budgeted = { groups: DraftGroup[]; checks: (BudgetCheck | null)[]; left: number };

/** Steps that one SKU's order is weighed in; more packs are weighed in bundles. */
const MOST_STEPS = 50;

/**
 * Hold all drafts of one day and currency to a budget: what a person settled is paid first, then whole packs by what they save for
 * their money. Without a budget, or with enough of it, nothing is changed.
 */
export function settleBudget(groups: readonly DraftGroup[], budget: Money | null): Budgeted {
  const cost = groups.reduce((sum, group) => sum + costOf(group), 0);
  if (budget === null)
    return { groups: [...groups], checks: groups.map(() => null), left: Number.POSITIVE_INFINITY };
  const amount = majorOf(budget.minor, budget.currency);
  const cut = cost > amount ? withinBudget(groups, amount) : [...groups];
  const spent = cut.reduce((sum, group) => sum + costOf(group), 0);
  const facts = {
    budget,
    wanted: moneyOf(cost, budget.currency),
    spent: moneyOf(spent, budget.currency),
  };
  const checks = cut.map((group, i): BudgetCheck => {
    const unitsLeftOut = group.items.reduce(
      (sum, item, j) => sum + groups[i]!.items[j]!.units - item.units,
      0,
    );
    return { ...facts, unitsLeftOut, text: budgetText(facts, unitsLeftOut) };
  });
  return { groups: cut, checks, left: Math.max(0, amount - spent) };
}

/** Say what a budget left of the drafts. */
export function budgetText(
  { budget, wanted, spent }: Omit<BudgetCheck, 'unitsLeftOut' | 'text'>,
  unitsLeftOut: number,
): string {
  const all = `the orders of this day and location cost ${moneyText(spent)} of the budget of ${moneyText(budget)}`;
  if (wanted.minor <= budget.minor) return all;
  return unitsLeftOut > 0
    ? `${all}; ${moneyText(wanted)} were wanted, and ${unitsText(unitsLeftOut)} units of this order are left out`
    : `${all}; ${moneyText(wanted)} were wanted`;
}

function withinBudget(groups: readonly DraftGroup[], amount: number): DraftGroup[] {
  const settled = groups.flatMap(({ items }) => items.filter(({ edited }) => edited !== undefined));
  const left = amount - settled.reduce((sum, { units, unitCost }) => sum + units * unitCost, 0);
  const open = groups.flatMap(({ items }) => items.filter((item) => isOpen(item)));
  const choices = open.map((item) => choiceOf(item));
  const bought = allocateBudget(
    choices.map(({ choice }) => choice),
    left,
  );
  const units = new Map(open.map((item, i) => [item, choices[i]!.units[bought[i]! - 1] ?? 0]));
  return groups.map((group) => ({
    ...group,
    items: group.items.map((item) => {
      const kept = units.get(item);
      if (kept === undefined || kept === item.units) return item;
      const text = `the budget allows ${unitsText(kept)} of ${unitsText(item.units)} units`;
      return { ...item, units: kept, notes: [...item.notes, { code: 'budget', text }] };
    }),
  }));
}

const isOpen = ({ edited, units }: DraftItem) => edited === undefined && units > 0;

/** The ways to order a SKU: its minimum order, then bundles of packs up to what it needs. */
function choiceOf({ candidate, units, unitCost, savingOf }: DraftItem): {
  choice: BudgetChoice;
  units: number[];
} {
  const first = Math.min(units, roundOrder(1, candidate));
  const packs = Math.max(0, Math.round((units - first) / candidate.packSize));
  const bundle = Math.max(1, Math.ceil(packs / MOST_STEPS));
  const counts = [first];
  for (let pack = bundle; pack < packs; pack += bundle) counts.push(first + pack * candidate.packSize);
  if (packs > 0) counts.push(units);
  return {
    units: counts,
    choice: { steps: counts.map((count) => ({ cost: count * unitCost, value: savingOf(count) })) },
  };
}
