import type { Replenishment } from '../domain/index.ts';
import type { PriceLadder } from './price-ladder.ts';
import type { StockGrid } from './price-stock-grid.ts';
import { actionOf, stateOf } from './price-stock-model.ts';
import { textbookOrder } from './textbook-order.ts';

/**
 * Write today's practice as a policy of the decision process: today's price, and the textbook's order, as the smallest
 * order size that covers it, or the largest that fits.
 *
 * @returns [levels × prices] the action of each state
 */
export function practicePolicy(
  grid: StockGrid,
  { priceMicros, today }: PriceLadder,
  rule: Pick<Replenishment, 'reorderPoint' | 'orderUpTo' | 'packSize' | 'minimumOrderUnits'>,
): Int32Array {
  const prices = priceMicros.length;
  const policy = new Int32Array(grid.levels * prices);
  const highest = (grid.levels - 1) * grid.lotUnits * (1 + 1e-9);
  for (let level = 0; level < grid.levels; level++) {
    const position = level * grid.lotUnits;
    const wanted = textbookOrder(position, rule);
    const order = wanted === 0 ? 0 : coveringOrder(grid.orderUnits, wanted, highest - position);
    for (let price = 0; price < prices; price++)
      policy[stateOf(level, price, prices)] = actionOf(today, order, grid.orderUnits.length);
  }
  return policy;
}

function coveringOrder(orderUnits: readonly number[], wanted: number, room: number): number {
  let chosen = 0;
  for (let order = 1; order < orderUnits.length; order++) {
    if (orderUnits[order]! > room) break;
    chosen = order;
    if (orderUnits[order]! >= wanted) break;
  }
  return chosen;
}
