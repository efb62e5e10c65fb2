import { bentShare } from './demand-answer.ts';
import type { DemandFit } from './demand-fit.ts';
import type { PriceLadder } from './price-ladder.ts';

/** Weeks near a price from which its demand counts as seen rather than inferred. */
const ENOUGH_WEEKS = 3;
/** Above this share of bent ways demand is taken for not log-linear, and nothing beyond the prices tried is believed. */
const BENT = 0.5;

/**
 * Keep the rungs that the history can speak for: dearer ones as far as they were tried, and one step more where demand is
 * log-linear. A rung is tried where three weeks of a price list lay nearest to it, or above.
 *
 * Measured on worlds with a rival's price just above the list price: an untried step beyond it costs a third of the profit,
 * and no fit of what lies below can tell.
 */
export function triedLadder(
  ladder: PriceLadder,
  { ways, weeklyRatios }: Pick<DemandFit, 'ways' | 'weeklyRatios'>,
): PriceLadder {
  const { priceMicros, today, warnings } = ladder;
  const current = priceMicros[today]!;
  const weeksFrom = (rung: number) => {
    const least = (priceMicros[rung]! + priceMicros[rung - 1]!) / 2 / current;
    return weeklyRatios.filter((ratio) => ratio >= least - 1e-9).length;
  };
  let highest = today;
  while (highest + 1 < priceMicros.length && weeksFrom(highest + 1) >= ENOUGH_WEEKS) highest++;
  const reach = bentShare(ways) > BENT ? highest : highest + 1;
  if (reach >= priceMicros.length - 1) return ladder;
  const warning = 'dearer prices were not weighed: the history has too few weeks near them';
  return { priceMicros: priceMicros.slice(0, reach + 1), today, warnings: [...warnings, warning] };
}
