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
    // plain loops: callbacks took a tenth of the training
    const column = new Float64Array(rows);
    for (let i = 0; i < rows; i++) column[i] = values[i * features + f]!;
    column.sort();
    const distinct = distinctOf(column, MOST_CUTS + 1);
    if (distinct.length <= MOST_CUTS) return Float64Array.from(distinct.slice(0, -1));
    const cuts: number[] = [];
    for (let k = 1; k <= MOST_CUTS; k++) {
      const cut = column[Math.floor((k * rows) / (MOST_CUTS + 1))]!;
      if (cut !== cuts.at(-1)) cuts.push(cut);
    }
    return Float64Array.from(cuts);
  });
}

/** The first different values of an ascending column, at most so many. */
function distinctOf(column: Float64Array, most: number): number[] {
  const distinct: number[] = [];
  for (let i = 0; i < column.length && distinct.length < most; i++)
    if (i === 0 || column[i] !== column[i - 1]) distinct.push(column[i]!);
  return distinct;
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
