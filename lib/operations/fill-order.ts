import { roundOrder } from './round-order.ts';

/** A SKU that an order may be filled up with. Units. */
export type Filler = {
  packSize: number;
  minimumOrderUnits: number;
  /** On hand, on order, pending, and already in the order. */
  position: number;
  /** Already in the order: above 0 the minimum order is reached. */
  units: number;
  reorderPoint: number;
  orderUpTo: number;
  dailyDemand: number;
  /** What a unit adds to what is to be filled: its cost, or its share of a carton. */
  amountPerUnit: number;
  /** Of holding a unit for a day, in the money that is answered. */
  holdingPerDay: number;
};

/** What filling came to: units to add to each, and what it costs to hold them until they would have been ordered anyway. */
export type Filling = { kind: 'filled'; units: Float64Array; holding: number } | { kind: 'beyondReach' };

/** Filled stock lasts at most this long beyond order-up-to. */
const MOST_EXTRA_DAYS = 28;
const HALVINGS = 60;

/**
 * Fill an order up with what would be ordered soonest anyway: whole packs, those first whose stock reaches the reorder point
 * first, none beyond its order-up-to level and four weeks more.
 *
 * A level of days is found up to which every SKU is filled (by halving), then single packs until the amount is reached.
 *
 * @param amount - that is missing, > 0, in the unit of `amountPerUnit`
 * @returns `beyondReach` where all that may be added does not reach it
 */
export function fillOrder(fillers: readonly Filler[], amount: number): Filling {
  const open = fillers.map(lumpsOf);
  const sumUntil = (days: number) =>
    open.reduce((sum, lumps, i) => sum + lumps.unitsUntil(days) * fillers[i]!.amountPerUnit, 0);
  // units times cost round: 100 at 0.57 are less than 57 by the last digit
  const enough = amount - 1e-9 * Math.max(1, amount);
  if (sumUntil(Number.POSITIVE_INFINITY) < enough) return { kind: 'beyondReach' };
  let [low, high] = bracket(sumUntil, enough);
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (sumUntil(middle) >= enough) high = middle;
    else low = middle;
  }
  const units = Float64Array.from(open, (lumps) => lumps.unitsUntil(low));
  let missing = amount - units.reduce((sum, count, i) => sum + count * fillers[i]!.amountPerUnit, 0);
  const last = open
    .map((lumps, i) => ({ i, more: lumps.unitsUntil(high) - units[i]! }))
    .filter(({ more }) => more > 0)
    .sort(
      (one, other) => fillers[one.i]!.amountPerUnit * one.more - fillers[other.i]!.amountPerUnit * other.more,
    );
  for (const { i, more } of last) {
    if (missing <= 1e-9) break;
    units[i]! += more;
    missing -= more * fillers[i]!.amountPerUnit;
  }
  const holding = units.reduce(
    (sum, count, i) => sum + open[i]!.unitDays(count) * fillers[i]!.holdingPerDay,
    0,
  );
  return { kind: 'filled', units, holding };
}

/** Find days below which the amount is not reached, and above which it is. */
function bracket(sumUntil: (days: number) => number, amount: number): [number, number] {
  let low = -1;
  while (sumUntil(low) >= amount) low *= 4;
  let high = 1;
  while (sumUntil(high) < amount) high *= 4;
  return [low, high];
}

/** The lumps that may be added to one SKU: the first reaches the minimum order, the rest are packs. */
function lumpsOf(filler: Filler) {
  const { dailyDemand, position, reorderPoint, orderUpTo, units } = filler;
  const room = dailyDemand > 0 ? orderUpTo + MOST_EXTRA_DAYS * dailyDemand - position : 0;
  const pack = filler.packSize > 0 ? filler.packSize : 1;
  const first = units > 0 ? pack : roundOrder(1, filler);
  const most = room < first ? 0 : 1 + Math.floor((room - first) / pack + 1e-9);
  /** The day on which the SKU would reach its reorder point, and so be ordered anyway. */
  const firstDay = dailyDemand > 0 ? (position - reorderPoint) / dailyDemand : Number.POSITIVE_INFINITY;
  const dayOf = (lump: number) =>
    lump === 0 ? firstDay : firstDay + (first + (lump - 1) * pack) / dailyDemand;
  const unitsOf = (lumps: number) => (lumps === 0 ? 0 : Number((first + (lumps - 1) * pack).toPrecision(15)));
  return {
    unitsUntil: (days: number) => {
      if (most === 0 || firstDay > days) return 0;
      if (days === Number.POSITIVE_INFINITY) return unitsOf(most);
      const further = Math.floor(((days - firstDay) * dailyDemand - first) / pack + 1e-9) + 1;
      return unitsOf(Math.min(most, 1 + Math.max(0, further)));
    },
    /** Unit days by which so many units come early; a SKU below its reorder point is early by none. */
    unitDays: (count: number) => {
      if (count <= 0) return 0;
      let sum = first * Math.max(0, firstDay);
      const packs = Math.round((count - first) / pack);
      for (let lump = 1; lump <= packs; lump++) sum += pack * Math.max(0, dayOf(lump));
      return sum;
    },
  };
}
