import type { PriceLimits } from '../domain/index.ts';

/** A closed interval of whole micros. */
type Interval = { lower: number; upper: number };

/** The nearest price that the rounding allows, and by which rule; `null` where none lies within the bounds. */
export type RoundedPrice = { priceMicros: number; rule: 'charmPrice' | 'rounding' } | null;

/** Round a price within bounds: to the charm ending where it allows one, else to the rounding step; ties go down. */
export function roundPrice(
  targetMicros: number,
  { charmEndingMicros: ending, roundingStepMicros: step }: PriceLimits,
  bounds: Interval,
): RoundedPrice {
  if (ending !== null && ending !== 0) {
    const charmed = nearestOnGrid(targetMicros, { every: 10 ** String(ending).length, from: ending }, bounds);
    if (charmed !== null) return { priceMicros: charmed, rule: 'charmPrice' };
  }
  const rounded = nearestOnGrid(targetMicros, { every: step, from: 0 }, bounds);
  return rounded === null ? null : { priceMicros: rounded, rule: 'rounding' };
}

/**
 * Find the number `from` + n · `every` nearest to a target within bounds; ties go down; `null` where there is none.
 *
 * By remainders, which are exact for whole numbers: a quotient of sixteen digits would round over the bound.
 */
function nearestOnGrid(
  target: number,
  { every, from }: { every: number; from: number },
  { lower, upper }: Interval,
): number | null {
  const within = Math.min(upper, Math.max(lower, target));
  const above = (number: number) => (((number - from) % every) + every) % every;
  const below = Math.floor(within) - above(Math.floor(within));
  const next = below + every;
  const allowed = [below, next].filter((price) => price >= lower && price <= upper);
  const [first, second] = allowed;
  if (first === undefined) return null;
  return second !== undefined && second - within < within - first ? second : first;
}
