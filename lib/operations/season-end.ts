import { quantileOfSorted } from '../numeric/index.ts';
import type { OrderRule } from './exact-order-rule.ts';
import { type OrderLot, roundOrder } from './round-order.ts';
import { expectedShort } from './service-stock.ts';
import type { TextbookCosts } from './textbook-costs.ts';

/** A SKU's last days: how many are left to sell on, and what will be asked for in them at its location. */
export type SeasonEnd = {
  /** Days from tomorrow on which it is still sold. */
  days: number;
  /** [draws] units asked for in them, ascending */
  sums: Float64Array;
};

const HALVINGS = 60;

/**
 * Hold the textbook's levels to what a SKU can still sell before it ends: the newsvendor's stock at the ratio u / (u + o), u the
 * worth of a unit sold and o the loss on one left, its cost less salvage (Silver, Pyke & Thomas 2017, §9.2).
 *
 * The smallest order must earn its own cost: below the reorder point it does. An order that would come after the end is
 * none.
 *
 * @param lot - what the supplier takes
 * @param leadTimeDays - until an order comes
 */
export function heldToSeason(
  usual: OrderRule,
  { days, sums }: SeasonEnd,
  { costs, lot, leadTimeDays }: { costs: TextbookCosts; lot: OrderLot; leadTimeDays: number },
): OrderRule {
  const { lostUnit, leftUnit, order } = costs;
  if (leadTimeDays >= days || !(lostUnit > 0)) return { reorderPoint: 0, orderUpTo: 0 };
  const best = leftUnit > 0 ? quantileOfSorted(sums, lostUnit / (lostUnit + leftUnit)) : (sums.at(-1) ?? 0);
  const meanUnits = sums.reduce((sum, units) => sum + units, 0) / Math.max(1, sums.length);
  const costAt = (stock: number) => {
    const short = expectedShort(sums, stock);
    return lostUnit * short + leftUnit * (stock - meanUnits + short);
  };
  const gainOfOrder = (stock: number) =>
    costAt(stock) - costAt(stock + roundOrder(Math.max(1e-9, best - stock), lot)) - order;
  const last = gainOfOrder(0) > 0 ? highestThatGains(gainOfOrder, best) : 0;
  return {
    reorderPoint: Math.min(usual.reorderPoint, last),
    orderUpTo: Math.min(usual.orderUpTo, Math.max(best, Math.min(usual.reorderPoint, last))),
  };
}

/** The gain of ordering falls as there is more: halve to where it is none. */
function highestThatGains(gainAt: (stock: number) => number, best: number): number {
  let low = 0;
  let high = Math.max(0, best);
  for (let halving = 0; halving < HALVINGS && high - low > 1e-6 * high; halving++) {
    const middle = (low + high) / 2;
    if (gainAt(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}
