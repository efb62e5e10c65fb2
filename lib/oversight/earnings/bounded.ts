import type { BoundedMoney } from '../../domain/index.ts';

/** An estimate with its bounds, in minor units, infinite where nothing bounds it. */
export type Bounded = { mean: number; lower: number; upper: number };

/** Write an estimate as money of whole minor units; an infinite bound is none. */
export function boundedMoney({ mean, lower, upper }: Bounded, currency: string): BoundedMoney {
  const money = (minor: number) => ({ minor: whole(minor), currency });
  return {
    amount: money(mean),
    lower: Number.isFinite(lower) ? money(lower) : null,
    upper: Number.isFinite(upper) ? money(upper) : null,
  };
}

/**
 * Add an amount that was measured apart, on other data: errors that know nothing of each other add up by their squares, on
 * each side of its own.
 */
export function addBounded(one: Bounded, { amount, lower, upper }: BoundedMoney): Bounded {
  const below = lower === null ? Number.POSITIVE_INFINITY : amount.minor - lower.minor;
  const above = upper === null ? Number.POSITIVE_INFINITY : upper.minor - amount.minor;
  const mean = one.mean + amount.minor;
  return {
    mean,
    lower: mean - Math.hypot(one.mean - one.lower, below),
    upper: mean + Math.hypot(one.upper - one.mean, above),
  };
}

/** The nearest whole number; never −0, which JSON writes as 0. */
const whole = (value: number) => Math.round(value) + 0;
