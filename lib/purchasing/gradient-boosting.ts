import { createRandom, type Random } from '../numeric/index.ts';
import { type BinnedRows, growTree, type Tree } from './regression-tree.ts';

/** Trees whose values add up to a score. */
export type BoostedTrees = { trees: Tree[]; base: number };

export type BoostingOptions = {
  trees: number;
  leaves: number;
  /** Share of each tree's step that is taken. */
  learningRate: number;
  /** Share of the features that a tree may split on. */
  featureShare: number;
  /** Ridge on leaf values, and the least curvature on either side of a split. */
  ridge: number;
  leastHessian: number;
  seed: number;
};

/**
 * Fill slopes and curvatures of the loss at the present scores.
 *
 * @param scores - [rows]
 * @param slopes - [rows], overwritten with the first derivative of the loss
 * @param curvatures - [rows], overwritten with the second, ≥ 0
 */
export type Loss = (scores: Float64Array, slopes: Float64Array, curvatures: Float64Array) => void;

/**
 * Fit boosted regression trees by Newton steps on histograms (Friedman 2001; Chen & Guestrin 2016, eq. 5–7).
 *
 * Deterministic for a seed. O(trees · rows · features), on the share of features asked for.
 *
 * @param base - score before any tree
 * @returns the trees, and the scores of the rows they were fitted to
 */
export function boostTrees(
  rows: BinnedRows,
  loss: Loss,
  base: number,
  options: BoostingOptions,
): BoostedTrees & { scores: Float64Array } {
  const random = createRandom(options.seed);
  const count = rows.count;
  const scores = new Float64Array(count).fill(base);
  const slopes = new Float64Array(count);
  const curvatures = new Float64Array(count);
  const trees: Tree[] = [];
  const sample = Int32Array.from(scores, (_, i) => i);
  for (let t = 0; t < options.trees; t++) {
    loss(scores, slopes, curvatures);
    const features = sampleFeatures(rows.features, options.featureShare, random);
    trees.push(growTree(rows, slopes, curvatures, { ...options, sample, features, scores }));
  }
  return { trees, base, scores };
}

/** Add up the trees for one binned row. */
export function boostedScore({ trees, base }: BoostedTrees, rows: BinnedRows, row: number): number {
  let score = base;
  for (const tree of trees) score += treeValue(tree, rows, row);
  return score;
}

function treeValue({ feature, threshold, left, right, value }: Tree, rows: BinnedRows, row: number): number {
  const offset = row * rows.features;
  let node = 0;
  while (feature[node]! >= 0)
    node = rows.bins[offset + feature[node]!]! <= threshold[node]! ? left[node]! : right[node]!;
  return value[node]!;
}

function sampleFeatures(count: number, share: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const wanted = Math.max(1, Math.round(count * share));
  for (let i = 0; i < wanted; i++) {
    const j = i + Math.floor(random() * (count - i));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.subarray(0, wanted).sort();
}
