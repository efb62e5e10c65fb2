import type { Replenishment } from '../domain/index.ts';
import { roundOrder } from './round-order.ts';

/**
 * Order by the textbook: at or below the reorder point up to the order-up-to level, else nothing (the (s, S) rule).
 *
 * @param position - units on hand and on order
 * @returns units, in whole packs ≥ the minimum order, or 0
 */
export function textbookOrder(
  position: number,
  rule: Pick<Replenishment, 'reorderPoint' | 'orderUpTo' | 'packSize' | 'minimumOrderUnits'>,
): number {
  return position <= rule.reorderPoint ? roundOrder(rule.orderUpTo - position, rule) : 0;
}
