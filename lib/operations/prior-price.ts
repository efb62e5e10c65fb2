import { addDays } from '../domain/index.ts';

/** A list price that held from a day on. */
export type PriceMove = { on: string; priceMicros: number };

/** The lowest list price of the days before a reduction, and the first day that is known of them. */
export type PriorPrice = { lowestMicros: number; from: string };

/** Directive 98/6/EC Art. 6a (2): a period not shorter than thirty days before the reduction. */
export const PRIOR_PRICE_DAYS = 30;

/**
 * Find the price that a shown discount must name: the lowest at which the seller sold in the thirty days before it (Directive
 * 98/6/EC Art. 6a as inserted by (EU) 2019/2161; C-330/23, Aldi Süd: the reduction itself is measured from that price too).
 *
 * @param moves - the list's prices with the day from which each held, oldest first
 * @param on - the first day of the reduction
 * @returns `null` where no price is known of those days; `from` is later than thirty days before where the list is younger
 */
export function priorPrice(moves: readonly PriceMove[], on: string): PriorPrice | null {
  const first = addDays(on, -PRIOR_PRICE_DAYS);
  const before = moves.filter((move) => move.on < on);
  const held = before.filter((_, place) => {
    const next = before[place + 1];
    return next === undefined || next.on > first;
  });
  const [oldest] = held;
  if (oldest === undefined) return null;
  return {
    lowestMicros: Math.min(...held.map(({ priceMicros }) => priceMicros)),
    from: oldest.on > first ? oldest.on : first,
  };
}
