import { InputError } from '../domain/errors.ts';

/** A series as every model of this room reads it. */
export type ObservedSeries = {
  /** [n], oldest first; NaN = not observed. A copy of what the caller gave. */
  values: Float64Array;
  /** How many are observed, ≥ 1. */
  observed: number;
  /** What was changed on the way in, in words. */
  warnings: string[];
};

/**
 * Copy a series and take what is not finite as not observed.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @throws InputError when it is empty or nothing in it is observed
 */
export function readSeries(values: ArrayLike<number>): ObservedSeries {
  if (values.length === 0) throw new InputError('the series is empty: at least one observation is needed');
  const copy = Float64Array.from(values);
  let observed = 0;
  let infinite = 0;
  for (let i = 0; i < copy.length; i++) {
    if (Number.isFinite(copy[i]!)) observed++;
    else {
      if (!Number.isNaN(copy[i]!)) infinite++;
      copy[i] = Number.NaN;
    }
  }
  if (observed === 0) {
    throw new InputError(`none of ${copy.length} values is observed: at least one is needed`);
  }
  const warnings = infinite === 0 ? [] : [`${infinite} infinite values are taken as not observed`];
  return { values: copy, observed, warnings };
}

/** Count the numbers that are not NaN. */
export function countObserved(values: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) count++;
  return count;
}

/**
 * Check a horizon.
 *
 * @throws InputError when it is not a whole number ≥ 0
 */
export function checkHorizon(horizon: number): void {
  if (!Number.isSafeInteger(horizon) || horizon < 0) {
    throw new InputError(`the horizon ${horizon} is not a whole number of steps`);
  }
}
