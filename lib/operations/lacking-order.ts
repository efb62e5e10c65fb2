import type { LackingOrder, OrderCandidate } from '../domain/index.ts';
import { unitsText } from './number-text.ts';

/** What each missing thing is called, and what mends it. */
const WORDS: Readonly<Record<string, string>> = {
  supplier: 'no products file names its supplier',
  unit_cost: 'no products file gives its unit cost',
  stock: 'no file gives its stock',
  history: 'its history is too short for a forecast',
  policy: 'its need could not be worked out',
  quantity: 'that is beyond belief, so a file must be wrong: look at its orders, pack and minimum order',
};

/**
 * Say what keeps a SKU out of every order, where it is or may be needed.
 *
 * @returns `undefined` where nothing is missing, or the SKU needs nothing
 */
export function lackingOrder(candidate: OrderCandidate): LackingOrder | undefined {
  const { sku, name, market, supplier, need, missing } = candidate;
  const proposedUnits = need?.proposedUnits ?? null;
  if (missing.length === 0 || proposedUnits === 0) return undefined;
  const words = missing.map((what) => WORDS[what] ?? what);
  const detail = `${proposedUnits === null ? 'whether it is needed cannot be told' : `${unitsText(proposedUnits)} units are needed`}: ${words.join('; ')}`;
  return { sku, name, market, supplier, proposedUnits, missing, detail };
}

/** Largest quantity that is believed of one order, as of one upload's row. */
const LARGEST_UNITS = 1e9;

/** Mark a SKU whose order would be beyond belief, or beyond what an amount of money can be: a file is wrong. */
export function withBelief(candidate: OrderCandidate): OrderCandidate {
  const { need, unitCost } = candidate;
  if (need === null || unitCost === null || candidate.missing.length > 0) return candidate;
  // filling up and longer reviews may raise an order, but not by as much
  const most = 4 * Math.max(need.proposedUnits, need.orderUpTo, candidate.minimumOrderUnits);
  const isBelieved = most <= LARGEST_UNITS && Number.isSafeInteger(Math.ceil(most * unitCost.micros));
  return isBelieved ? candidate : { ...candidate, missing: ['quantity'] };
}
