/** Origins looked back to, at most. */
const MOST_ORIGINS = 24;

/**
 * List the steps from which a fitted combination is asked what it would have foretold, newest first.
 *
 * Up to 24, evenly spread over the later two thirds of the history up to the last value observed, for nothing tells of errors
 * after it; two seasons and two values lie before each, as far as there are so many.
 *
 * @param observed - [n] 1 where observed, n ≥ 3
 * @param period - steps of the season that was found; 1: none
 */
export function pastOrigins(observed: Uint8Array, period: number): number[] {
  const n = knownLength(observed);
  const least = Math.max(period > 1 ? 2 * period + 2 : 0, Math.ceil(n / 3));
  const earliest = Math.max(3, Math.min(n - 4, least));
  const count = Math.max(0, Math.min(MOST_ORIGINS, n - earliest));
  return Array.from(
    { length: count },
    (_, k) => n - 1 - Math.floor((k * (n - 1 - earliest)) / Math.max(1, count - 1)),
  );
}

/** Length of a history without the gap that it ends with. */
export function knownLength(observed: Uint8Array): number {
  return observed.lastIndexOf(1) + 1;
}
