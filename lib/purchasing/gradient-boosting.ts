import { createRandom, type Random } from '../numeric/index.ts';
import { type BinnedRows, growTree, type Tree } from './regression-tree.ts';
import { addTreeValues, packTrees } from './tree-score.ts';

/** [groups + 1]: rows of group g are starts[g] … starts[g + 1] − 1. */
export type RowGroups = Int32Array;

export type BoostingOptions = {
  /** Forests are grown apart, each from 0 on, and averaged: a single one's chance splits weigh less. */
  forests: number;
  treesAForest: number;
  leaves: number;
  /** Share of each tree's step that is taken. */
  learningRate: number;
  /** Share of the features that a tree may split on. */
  featureShare: number;
  /** Share of the groups that a tree is grown on (stochastic boosting, Friedman 2002), below 1. */
  groupShare: number;
  /** Ridge on leaf values, and the least curvature on either side of a split. */
  ridge: number;
  leastHessian: number;
  seed: number;
};

/**
 * Fill slopes and curvatures of the loss at the present scores for the rows of some groups.
 *
 * @param groups - their numbers
 * @param scores - [rows]
 * @param slopes - [rows], overwritten in those groups with the first derivative of the loss
 * @param curvatures - [rows], overwritten in those groups with the second, ≥ 0
 */
export type Loss = (
  groups: Int32Array,
  scores: Float64Array,
  slopes: Float64Array,
  curvatures: Float64Array,
) => void;

/** Trees whose values add up to a score, and what rows would score by trees that have not seen them. */
export type Boosted = { trees: Tree[]; unseenScores: Float64Array };

/**
 * Fit boosted regression trees by Newton steps on histograms (Friedman 2001; Chen & Guestrin 2016, eq. 5–7).
 *
 * Deterministic for a seed. O(forests · trees · rows · features), on the shares of groups and features asked for.
 */
export function boostTrees(
  rows: BinnedRows,
  starts: RowGroups,
  loss: Loss,
  options: BoostingOptions,
): Boosted {
  const random = createRandom(options.seed);
  const scores = new Float64Array(rows.count);
  const unseenScores = new Float64Array(rows.count);
  const slopes = new Float64Array(rows.count);
  const curvatures = new Float64Array(rows.count);
  const trees: Tree[] = [];
  for (let forest = 0; forest < options.forests; forest++) {
    scores.fill(0);
    for (let t = 0; t < options.treesAForest; t++) {
      const groups = takeShare(starts.length - 1, options.groupShare, random);
      const features = takeShare(rows.features, options.featureShare, random);
      loss(groups, scores, slopes, curvatures);
      const sample = rowsOf(groups, starts);
      const tree = growTree(rows, slopes, curvatures, { ...options, sample, features });
      const grown = packTrees([tree]);
      addTreeValues(grown, rows, scores, [0, rows.count]);
      for (const stretch of unseenRows(groups, starts)) addTreeValues(grown, rows, unseenScores, stretch);
      trees.push({ ...tree, value: tree.value.map((value) => value / options.forests) });
    }
  }
  const scale = 1 / (options.forests * (1 - options.groupShare));
  return { trees, unseenScores: unseenScores.map((score) => score * scale) };
}

/** Ascending, at least one. */
function takeShare(count: number, share: number, random: Random): Int32Array {
  const all = new Int32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  const wanted = Math.max(1, Math.round(count * share));
  const isTaken = new Uint8Array(count);
  for (let i = 0; i < wanted; i++) {
    const j = i + Math.floor(random() * (count - i));
    isTaken[all[j]!] = 1;
    all[j] = all[i]!;
  }
  // into order by marks: a sort takes three times as long
  let at = 0;
  for (let i = 0; i < count; i++) if (isTaken[i] === 1) all[at++] = i;
  return all.subarray(0, wanted);
}

function rowsOf(groups: Int32Array, starts: RowGroups): Int32Array {
  let count = 0;
  for (const group of groups) count += starts[group + 1]! - starts[group]!;
  const rows = new Int32Array(count);
  let at = 0;
  for (const group of groups)
    for (let row = starts[group]!; row < starts[group + 1]!; row++) rows[at++] = row;
  return rows;
}

/** The stretches of rows between the groups of a tree. @param groups - ascending */
function unseenRows(groups: Int32Array, starts: RowGroups): [from: number, to: number][] {
  const stretches: [number, number][] = [];
  let from = 0;
  for (const group of groups) {
    if (starts[group]! > from) stretches.push([from, starts[group]!]);
    from = starts[group + 1]!;
  }
  return [...stretches, [from, starts[starts.length - 1]!]];
}
