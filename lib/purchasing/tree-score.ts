import type { BinnedRows, Tree } from './regression-tree.ts';

/** Add a tree's value to the scores of the rows from … to − 1. @param scores - [rows] */
export function addTreeValues(
  { feature, threshold, left, right, value }: Tree,
  { bins, features }: BinnedRows,
  scores: Float64Array,
  [from, to]: readonly [number, number],
): void {
  for (let row = from; row < to; row++) {
    const offset = row * features;
    let node = 0;
    while (feature[node]! >= 0)
      node = bins[offset + feature[node]!]! <= threshold[node]! ? left[node]! : right[node]!;
    scores[row]! += value[node]!;
  }
}

/** Score binned rows: the sum of the trees' values. @returns [rows] */
export function scoreRows(trees: readonly Tree[], rows: BinnedRows): Float64Array {
  const scores = new Float64Array(rows.count);
  for (const tree of trees) addTreeValues(tree, rows, scores, [0, rows.count]);
  return scores;
}
