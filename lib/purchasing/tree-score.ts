import type { BinnedRows, Tree } from './regression-tree.ts';

/** Trees one after another in columns. */
export type Forest = {
  /** [trees] the root of each among the nodes. */
  roots: Int32Array;
  /** [nodes] the feature that a node splits on; −1 for a leaf. */
  feature: Int8Array;
  /** [nodes] a row goes left where its bin ≤ threshold. */
  threshold: Uint8Array;
  /** [nodes] the left child; the right one follows it. */
  left: Int32Array;
  /** [nodes] a leaf's value; 0 elsewhere. */
  value: Float64Array;
};

/** Lay trees out for scoring: what a score reads lies close together. */
export function packTrees(trees: readonly Tree[]): Forest {
  const nodes = trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const forest: Forest = {
    roots: new Int32Array(trees.length),
    feature: new Int8Array(nodes),
    threshold: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    value: new Float64Array(nodes),
  };
  let from = 0;
  trees.forEach(({ feature, threshold, left, value }, t) => {
    forest.roots[t] = from;
    forest.feature.set(feature, from);
    forest.threshold.set(threshold, from);
    forest.left.set(
      left.map((child) => from + child),
      from,
    );
    forest.value.set(value, from);
    from += feature.length;
  });
  return forest;
}

/** Score binned rows: the sum of the trees' values. @returns [rows] */
export function scoreRows(forest: Forest, rows: BinnedRows): Float64Array {
  const scores = new Float64Array(rows.count);
  addTreeValues(forest, rows, scores, [0, rows.count]);
  return scores;
}

/** Add the trees' values to the scores of the rows from … to − 1. @param scores - [rows] */
export function addTreeValues(
  { roots, feature, threshold, left, value }: Forest,
  { bins, features }: BinnedRows,
  scores: Float64Array,
  [from, to]: readonly [number, number],
): void {
  for (let row = from; row < to; row++) {
    const offset = row * features;
    let score = scores[row]!;
    for (let t = 0; t < roots.length; t++) {
      let node = roots[t]!;
      for (let f = feature[node]!; f >= 0; f = feature[node]!)
        node = left[node]! + (bins[offset + f]! > threshold[node]! ? 1 : 0);
      score += value[node]!;
    }
    scores[row] = score;
  }
}
