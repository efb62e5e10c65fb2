/** Mean move from step to step, as a share of the mean size, at which a series begins to be erratic, and at which it is. */
const CALM = 0.4;
const ERRATIC = 0.8;

/**
 * Tell how far a series is noise around a level, as orders of few buyers are.
 *
 * Independent values of coefficient of variation c move by 2c/√π of their size on average, so 0.8 stands for c² = 0.5: the
 * cut-off of erratic demand by Syntetos, Boylan & Croston (2005) is 0.49. A random walk is not erratic however far it goes.
 *
 * @param adjusted - [n] complete, season taken out, n ≥ 1
 * @returns 0 (calm) to 1 (erratic)
 */
export function erraticness(adjusted: Float64Array): number {
  let moves = 0;
  let sizes = 0;
  for (let t = 0; t < adjusted.length; t++) {
    if (t > 0) moves += Math.abs(adjusted[t]! - adjusted[t - 1]!);
    sizes += Math.abs(adjusted[t]!);
  }
  const share = sizes > 0 ? moves / sizes : 0;
  return Math.max(0, Math.min(1, (share - CALM) / (ERRATIC - CALM)));
}
