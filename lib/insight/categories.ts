import type { Category, Estimate } from '../domain/index.ts';
import { wilsonInterval } from '../numeric/index.ts';
import { changeBetween, type PeriodSums } from './growth.ts';
import { nineDigits } from './nine-digits.ts';
import { FEWEST_BUYERS, isFew } from './suppression.ts';

/** A category's size, by which it is told apart or not: known buyers, none where all orders are anonymous. */
export type CategorySize = { category: string | null; revenueMinor: number; buyers: number };

/** A told category in sums; `null` stands for the smallest ones together. */
export type CategoryAggregate = {
  revenueMinor: number;
  orders: number;
  buyers: number;
  skus: number;
  units: number;
  /** Revenue of SKUs whose cost is known, and that cost. */
  costedMinor: number;
  costMinor: number;
  /** Two periods as the market's growth compares them. */
  periods: PeriodSums | null;
};

/** A margin is told where the cost of at least so much of the revenue is known. */
const LEAST_COSTED = 0.5;

/**
 * Choose which categories are told apart: the largest, none of one to four buyers. Where such small ones alone are left, the
 * smallest of five buyers or more goes with them, so that what is left out cannot be told by difference.
 *
 * @param sizes - in any order
 * @returns names, largest first
 */
export function toldCategories(sizes: readonly CategorySize[], most: number): (string | null)[] {
  const sorted = sizes.toSorted(
    (one, other) =>
      other.revenueMinor - one.revenueMinor || ((one.category ?? '') < (other.category ?? '') ? -1 : 1),
  );
  const large = sorted.filter(({ buyers }) => !isFew(buyers));
  const told = large.slice(0, most);
  const rest = sorted.filter((size) => !told.includes(size));
  const isHidden =
    rest.every(({ buyers }) => buyers < FEWEST_BUYERS) && rest.some(({ buyers }) => isFew(buyers));
  const cover = isHidden ? told.findLast(({ buyers }) => buyers >= FEWEST_BUYERS) : undefined;
  return told.filter((size) => size !== cover).map(({ category }) => category);
}

/** What the rows of categories need beside their sums. */
export type CategoriesContext = {
  currency: string;
  marketRevenueMinor: number;
  marketBuyers: number;
  /** Length of the periods compared, months. */
  periodMonths: number | null;
  /** How many categories the row without a name stands for. */
  folded: number;
};

/**
 * Tell the figures of one category.
 *
 * @param name - `undefined` for the smallest ones together
 */
export function describeCategory(
  name: string | null | undefined,
  sums: CategoryAggregate,
  context: CategoriesContext,
): Category {
  const { revenueMinor, orders, buyers, skus, units } = sums;
  const { currency, marketRevenueMinor, periodMonths } = context;
  const change = sums.periods === null ? null : changeBetween(sums.periods);
  return {
    category: name ?? null,
    ...(name === undefined ? { folded: context.folded } : {}),
    revenue: { minor: revenueMinor, currency },
    revenueShare: marketRevenueMinor > 0 ? revenueMinor / marketRevenueMinor : 0,
    orders,
    buyers,
    skus,
    units,
    reach: reachOf(buyers, context.marketBuyers),
    growth: change === null || periodMonths === null ? null : { ...change, months: periodMonths },
    margin: marginOf(sums),
  };
}

/** Bound a share of buyers by Wilson's interval; nobody of nobody is 0, of which nothing is known. */
export function reachOf(buyers: number, of: number): Estimate {
  if (of <= 0) return { value: 0, low: 0, high: 1 };
  const held = Math.min(buyers, of);
  return { value: held / of, ...wilsonInterval(held, of) };
}

function marginOf({ revenueMinor, costedMinor, costMinor }: CategoryAggregate): number | null {
  if (costedMinor <= 0 || costedMinor < LEAST_COSTED * revenueMinor) return null;
  return nineDigits(1 - costMinor / costedMinor);
}
