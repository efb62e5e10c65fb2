/** What a supplier takes: whole packs, and at least the minimum order. Units. */
export type OrderLot = { packSize: number; minimumOrderUnits: number };

/**
 * Raise an order to what the supplier takes: nothing, or whole packs that reach the minimum order.
 *
 * Never rounds down: what is needed is covered. A pack of 0 or less counts as single units, NaN orders nothing.
 *
 * @param units - needed; ≤ 0 orders nothing
 * @returns 0, or a multiple of the pack ≥ `minimumOrderUnits` and ≥ `units`
 */
export function roundOrder(units: number, { packSize, minimumOrderUnits }: OrderLot): number {
  if (!(units > 0)) return 0;
  const pack = packSize > 0 ? packSize : 1;
  const packs = Math.max(1, wholePacks(units, pack), wholePacks(minimumOrderUnits, pack));
  // fifteen digits are all that a double holds for certain: 3 packs of 0.1 then read 0.3
  return Number((packs * pack).toPrecision(15));
}

/** Count the packs that cover so many units; a hair above a whole pack (rounding of decimals) is not another pack. */
function wholePacks(units: number, pack: number): number {
  const exact = units / pack;
  const nearest = Math.round(exact);
  return Math.abs(exact - nearest) <= 1e-9 * Math.max(1, nearest) ? nearest : Math.ceil(exact);
}
