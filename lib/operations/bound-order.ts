import type { Replenishment } from '../domain/index.ts';

/**
 * Cut an order down to what the merchant's bounds leave: whole packs, and nothing where that is less than the minimum order.
 *
 * @param units - whole packs, ≥ 0
 * @param position - units on hand and on order
 */
export function boundOrder(
  units: number,
  position: number,
  bounds: Pick<Replenishment, 'packSize' | 'minimumOrderUnits'> &
    Partial<Pick<Replenishment, 'largestStockUnits' | 'largestOrderUnits'>>,
): number {
  const { packSize, minimumOrderUnits, largestStockUnits, largestOrderUnits } = bounds;
  const room = (largestStockUnits ?? Number.POSITIVE_INFINITY) - position;
  const most = Math.min(room, largestOrderUnits ?? Number.POSITIVE_INFINITY);
  if (units <= most) return units;
  const pack = packSize > 0 ? packSize : 1;
  const cut = Number((Math.floor(Math.max(0, most) / pack + 1e-9) * pack).toPrecision(15));
  return cut >= minimumOrderUnits ? cut : 0;
}
