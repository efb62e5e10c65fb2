import type { SeriesRecord } from '../domain/index.ts';

/** Days near a price from which it counts as tried: three weeks, as for the ladder (`triedLadder`). */
const ENOUGH_DAYS = 21;

/**
 * Find the prices of a ladder that the history has tried: for three weeks some list's price, relative to that list's
 * newest one, lay nearer to it than to any other rung.
 *
 * Prices that buyers paid, where there is no list, say who bought: none counts as tried but today's.
 *
 * @param ladderMicros - ascending
 * @param currentMicros - today's list price, > 0
 */
export function triedPrices(
  { groups, demand, priceSource }: Pick<SeriesRecord, 'groups' | 'demand' | 'priceSource'>,
  ladderMicros: readonly number[],
  currentMicros: number,
): number[] {
  const heldDays = ladderMicros.map(() => 0);
  if (priceSource === 'list')
    for (const { priceSteps } of groups) {
      const newest = priceSteps.at(-1)?.[1] ?? 0;
      if (newest <= 0) continue;
      priceSteps.forEach(([from, micros], place) => {
        const to = Math.min(demand.length, priceSteps[place + 1]?.[0] ?? demand.length);
        const rung = nearest(ladderMicros, (currentMicros * micros) / newest);
        if (rung !== undefined) heldDays[rung]! += Math.max(0, to - Math.max(0, from));
      });
    }
  return ladderMicros.filter((micros, rung) => micros === currentMicros || heldDays[rung]! >= ENOUGH_DAYS);
}

/** The rung nearest to a price that lies no farther than half a step beyond the ladder's ends. */
function nearest(ladderMicros: readonly number[], micros: number): number | undefined {
  const distances = ladderMicros.map((rung) => Math.abs(rung - micros));
  const least = Math.min(...distances);
  const rung = distances.indexOf(least);
  const neighbour = ladderMicros[rung === 0 ? 1 : rung - 1] ?? ladderMicros[rung]!;
  return least <= Math.abs(neighbour - ladderMicros[rung]!) / 2 + 1e-9 ? rung : undefined;
}
