/** Rows of features cut into at most 64 bins each; a bin is a rank, so any monotone change of a feature is the same. */
export type BinnedRows = {
  count: number;
  features: number;
  /** [count × features] row-major. */
  bins: Uint8Array;
};

/** A binary tree in columns: node 0 is the root, a leaf has feature −1; a row goes left where its bin ≤ threshold. */
export type Tree = {
  feature: number[];
  threshold: number[];
  left: number[];
  right: number[];
  value: number[];
};

export type GrowOptions = {
  leaves: number;
  ridge: number;
  leastHessian: number;
  learningRate: number;
  /** The rows that the tree is grown on, in any order; reordered, so that rows of a leaf lie together. */
  sample: Int32Array;
  /** The features that the tree may split on, ascending. */
  features: Int32Array;
};

const BINS = 64;

/** A node that may still be split: its rows are sample[from … to − 1]. */
type Leaf = {
  node: number;
  from: number;
  to: number;
  histogram: Float64Array;
  slope: number;
  curvature: number;
  split: Split | null;
};
type Split = { gain: number; feature: number; threshold: number; slope: number; curvature: number };

/**
 * Grow one regression tree leaf by leaf, always the split with the greatest gain (Chen & Guestrin 2016, eq. 7).
 *
 * The histogram of the larger child is its parent's less its sibling's. Ties go to the lower feature and bin.
 *
 * @param slopes - [count] first derivatives of the loss
 * @param curvatures - [count] second derivatives, ≥ 0
 * @returns leaf values −learningRate · Σ slope / (Σ curvature + ridge)
 */
export function growTree(
  rows: BinnedRows,
  slopes: Float64Array,
  curvatures: Float64Array,
  options: GrowOptions,
): Tree {
  const { sample, features } = options;
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [] };
  const size = features.length * BINS * 2;
  const root: Leaf = {
    node: addLeaf(tree),
    from: 0,
    to: sample.length,
    histogram: new Float64Array(size),
    slope: 0,
    curvature: 0,
    split: null,
  };
  fillHistogram(root, rows, slopes, curvatures, options);
  for (const i of sample) {
    root.slope += slopes[i]!;
    root.curvature += curvatures[i]!;
  }
  root.split = bestSplit(root, options);
  const open: Leaf[] = [root];
  while (open.length < options.leaves) {
    let best: Leaf | null = null;
    for (const leaf of open)
      if (leaf.split && (!best?.split || leaf.split.gain > best.split.gain)) best = leaf;
    if (!best?.split) break;
    const [left, right] = divide(best, best.split, tree, rows, options);
    const [smaller, larger] = left.to - left.from <= right.to - right.from ? [left, right] : [right, left];
    smaller.histogram = new Float64Array(size);
    fillHistogram(smaller, rows, slopes, curvatures, options);
    larger.histogram = best.histogram;
    for (let k = 0; k < size; k++) larger.histogram[k]! -= smaller.histogram[k]!;
    left.split = bestSplit(left, options);
    right.split = bestSplit(right, options);
    open[open.indexOf(best)] = left;
    open.push(right);
  }
  for (const { node, slope, curvature } of open)
    tree.value[node] = (-options.learningRate * slope) / (curvature + options.ridge);
  return tree;
}

function addLeaf({ feature, threshold, left, right, value }: Tree): number {
  threshold.push(0);
  left.push(-1);
  right.push(-1);
  value.push(0);
  return feature.push(-1) - 1;
}

function fillHistogram(
  { histogram, from, to }: Leaf,
  { bins, features: width }: BinnedRows,
  slopes: Float64Array,
  curvatures: Float64Array,
  { sample, features }: GrowOptions,
): void {
  const wanted = features.length;
  for (let at = from; at < to; at++) {
    const row = sample[at]!;
    const offset = row * width;
    const slope = slopes[row]!;
    const curvature = curvatures[row]!;
    for (let f = 0; f < wanted; f++) {
      const place = 2 * (f * BINS + bins[offset + features[f]!]!);
      histogram[place]! += slope;
      histogram[place + 1]! += curvature;
    }
  }
}

function bestSplit(leaf: Leaf, { features, ridge, leastHessian }: GrowOptions): Split | null {
  const { histogram, slope, curvature } = leaf;
  const whole = (slope * slope) / (curvature + ridge);
  let best: Split | null = null;
  for (let f = 0; f < features.length; f++) {
    let [leftSlope, leftCurvature] = [0, 0];
    for (let bin = 0; bin < BINS - 1; bin++) {
      const place = 2 * (f * BINS + bin);
      if (histogram[place] === 0 && histogram[place + 1] === 0) continue;
      leftSlope += histogram[place]!;
      leftCurvature += histogram[place + 1]!;
      const rightCurvature = curvature - leftCurvature;
      if (leftCurvature < leastHessian) continue;
      if (rightCurvature < leastHessian) break;
      const rightSlope = slope - leftSlope;
      const gain =
        (leftSlope * leftSlope) / (leftCurvature + ridge) +
        (rightSlope * rightSlope) / (rightCurvature + ridge) -
        whole;
      if (gain > 1e-9 && (!best || gain > best.gain))
        best = { gain, feature: features[f]!, threshold: bin, slope: leftSlope, curvature: leftCurvature };
    }
  }
  return best;
}

/** Turn a leaf into a node with two leaves, its rows parted in place. */
function divide(
  leaf: Leaf,
  split: Split,
  tree: Tree,
  { bins, features: width }: BinnedRows,
  { sample }: GrowOptions,
): [Leaf, Leaf] {
  let low = leaf.from;
  let high = leaf.to - 1;
  while (low <= high) {
    if (bins[sample[low]! * width + split.feature]! <= split.threshold) low++;
    else {
      [sample[low], sample[high]] = [sample[high]!, sample[low]!];
      high--;
    }
  }
  const left = addLeaf(tree);
  const right = addLeaf(tree);
  tree.feature[leaf.node] = split.feature;
  tree.threshold[leaf.node] = split.threshold;
  tree.left[leaf.node] = left;
  tree.right[leaf.node] = right;
  const none = { histogram: leaf.histogram, split: null };
  return [
    { ...none, node: left, from: leaf.from, to: low, slope: split.slope, curvature: split.curvature },
    {
      ...none,
      node: right,
      from: low,
      to: leaf.to,
      slope: leaf.slope - split.slope,
      curvature: leaf.curvature - split.curvature,
    },
  ];
}
