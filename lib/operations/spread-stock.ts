import type { DemandDistribution } from './demand-distribution.ts';
import type { StockGrid } from './price-stock-grid.ts';

/** Chances below this cost time and decide nothing. */
export const CRUMB = 1e-6;

/**
 * Make the spread of what is left of a position over the levels, the position kept in the mean: what lies between two
 * levels counts for both in proportion, what is missing leaves level 0.
 *
 * By how many levels a position falls is the same wherever it lies, so it is worked out once for each fraction of a lot
 * (mostly one: positions are whole lots), and a position costs O(levels) instead of O(demand cells).
 *
 * @returns a function of a position ≥ 0 in units and chances [levels], overwritten; it gives the sum of all that are more
 *   than crumbs
 */
export function createSpread(
  demand: DemandDistribution,
  { lotUnits, levels }: StockGrid,
): (position: number, chance: Float64Array) => number {
  const known = new Map<number, Float64Array>();
  return (position, chance) => {
    const lots = position / lotUnits;
    const whole = Math.floor(lots + 1e-9);
    const fraction = Math.max(0, lots - whole);
    const key = Math.round(fraction * 1e6);
    const falls = known.get(key) ?? fallsFrom(fraction, demand, { lotUnits, levels });
    known.set(key, falls);
    chance.fill(0);
    let total = 0;
    let kept = 0;
    // falls[0] leaves the level above the position; what would stay above the top is taken to it
    for (let fall = 0; fall < falls.length && fall <= whole; fall++) {
      chance[Math.min(levels - 1, whole + 1 - fall)]! += falls[fall]!;
      total += falls[fall]!;
    }
    chance[0] = Math.max(0, 1 - total);
    for (let level = 0; level < levels; level++) if (chance[level]! >= CRUMB) kept += chance[level]!;
    return kept;
  };
}

/** [falls] chance of coming to the level so many below the one above the position. */
function fallsFrom(
  fraction: number,
  { probability, unit }: DemandDistribution,
  { lotUnits, levels }: Pick<StockGrid, 'lotUnits' | 'levels'>,
): Float64Array {
  const falls = new Float64Array(2 * levels + 4);
  for (let cell = 0; cell < probability.length; cell++) {
    const left = fraction - (cell * unit) / lotUnits;
    const below = Math.floor(left + 1e-9);
    const fall = 1 - below;
    if (fall >= falls.length) break;
    const above = Math.max(0, left - below);
    falls[fall]! += probability[cell]! * (1 - above);
    falls[fall - 1]! += probability[cell]! * above;
  }
  return falls;
}
