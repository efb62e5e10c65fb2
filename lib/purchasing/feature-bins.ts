/** Where each feature is cut: ascending thresholds, bin b holds values > cut[b − 1] and ≤ cut[b]. */
export type FeatureCuts = Float64Array[];

const MOST_CUTS = 63;

/**
 * Choose cuts at quantiles of a sample, at most 63 a feature: every tree then splits between values actually seen.
 *
 * @param values - [rows × features] row-major, finite
 */
export function chooseCuts(values: Float32Array, features: number): FeatureCuts {
  const rows = values.length / features;
  return Array.from({ length: features }, (_, f) => {
    const column = Float64Array.from({ length: rows }, (_, i) => values[i * features + f]!).sort();
    const distinct = column.filter((value, i) => i === 0 || value !== column[i - 1]);
    if (distinct.length <= MOST_CUTS) return distinct.subarray(0, Math.max(distinct.length - 1, 0));
    const cuts: number[] = [];
    for (let k = 1; k <= MOST_CUTS; k++) {
      const cut = column[Math.floor((k * rows) / (MOST_CUTS + 1))]!;
      if (cut !== cuts.at(-1)) cuts.push(cut);
    }
    return Float64Array.from(cuts);
  });
}

/** Find a value's bin by bisection: the number of cuts below it. */
export function binOf(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
