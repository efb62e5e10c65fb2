/** Share of the largest move ever seen over as many steps that a forecast may foretell. */
const SHARE = 0.75;

/**
 * Read from a series how far its level may move in 1, 2, … steps: a bound on what a trend may foretell.
 *
 * Three quarters of the largest move, up or down, that it ever made over as many steps; beyond the history the longest
 * move there is. O(n · h).
 *
 * @param y - [n] complete, not seasonal
 * @returns [h] ≥ 0, never falling
 */
export function largestMoves(y: Float64Array, horizon: number): Float64Array {
  const bounds = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    let most = step > 0 ? bounds[step - 1]! : 0;
    for (let t = step + 1; t < y.length; t++) {
      const move = SHARE * Math.abs(y[t]! - y[t - step - 1]!);
      if (move > most) most = move;
    }
    bounds[step] = most;
  }
  return bounds;
}

/**
 * Keep a forecast within such bounds around the last level, so that no explosive trend enters a combination.
 *
 * @param steps - [h] overwritten; what is not a number becomes the lower bound
 * @param last - newest value of the series that is forecast, season taken out
 */
export function keepWithin(steps: Float64Array, last: number, bounds: Float64Array): void {
  for (let step = 0; step < steps.length; step++) {
    const value = steps[step]!;
    if (!(value >= last - bounds[step]!)) steps[step] = last - bounds[step]!;
    else if (value > last + bounds[step]!) steps[step] = last + bounds[step]!;
  }
}
