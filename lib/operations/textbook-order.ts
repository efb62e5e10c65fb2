import type { Replenishment } from '../domain/index.ts';
import { boundOrder } from './bound-order.ts';
import { roundOrder } from './round-order.ts';

type OrderRule = Pick<Replenishment, 'reorderPoint' | 'orderUpTo' | 'packSize' | 'minimumOrderUnits'>;

/**
 * Order by the textbook: at or below the reorder point up to the order-up-to level, else nothing (the (s, S) rule); no more
 * than the location has room for or one order may hold.
 *
 * @param position - units on hand and on order
 * @returns units, in whole packs ≥ the minimum order, or 0
 */
export function textbookOrder(
  position: number,
  rule: OrderRule & Partial<Pick<Replenishment, 'largestStockUnits' | 'largestOrderUnits'>>,
): number {
  return boundOrder(textbookNeed(position, rule), position, rule);
}

/** What the textbook rule asks for before the merchant's bounds. */
export function textbookNeed(position: number, rule: OrderRule): number {
  return position <= rule.reorderPoint ? roundOrder(rule.orderUpTo - position, rule) : 0;
}
