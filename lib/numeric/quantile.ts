/**
 * Read a quantile of sorted values by linear interpolation (Hyndman & Fan 1996, type 7: R's and NumPy's default).
 *
 * @param sorted - ascending, no NaN
 * @param probability - 0 to 1
 * @returns NaN when there are no values
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const lower = sorted[below] ?? Number.NaN;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return lower + (position - below) * (upper - lower);
}

/** Take the median of values in any order: the mean of the middle two when their number is even, NaN when there are none. */
export function medianOf(values: Iterable<number>): number {
  // A typed array is copied at once, anything else is walked over.
  const copy = values instanceof Float64Array ? values.slice() : Float64Array.from(values);
  return quantileOfSorted(copy.sort(), 0.5);
}
