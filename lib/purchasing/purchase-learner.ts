import { fitNbdBefore } from './counting-fits.ts';
import { binOf, chooseCuts, type FeatureCuts } from './feature-bins.ts';
import { boostTrees } from './gradient-boosting.ts';
import { fitLogisticRegression, type LogisticRegression, logOddsOf } from './logistic-regression.ts';
import type { OrderHistory } from './order-history.ts';
import type { BinnedRows } from './regression-tree.ts';
import { type TrainingWindows, trainingWindows, WINDOW_FEATURES, windowRows } from './training-windows.ts';
import { type Forest, packTrees, scoreRows } from './tree-score.ts';

// read once: a global's property is slow to look up in a test runner's context
const { exp } = Math;

/** Log-odds of an order within `durationDays`, learnt from what buyers did after past moments: a line and trees. */
export type PurchaseLearner = {
  durationDays: number;
  regression: LogisticRegression;
  trees: { intercept: number; cuts: FeatureCuts; forest: Forest };
  meanAmount: number;
};

/** Answers of either kind that must have been seen: below it a dozen weights cannot be told. */
const LEAST_ANSWERS = 50;

/** Buyers scored at once: the rows of 300,000 would take 40 MB. */
const BLOCK = 10_000;

/** Rows' worth of pull of each weight towards 0. This and the trees' settings were chosen on moments up to October 2011 of Online Retail. */
const RIDGE = 200;
const TREES = {
  ...{ forests: 1, treesAForest: 150, leaves: 4, learningRate: 0.05, featureShare: 0.5, groupShare: 0.5 },
  ...{ ridge: 20, leastHessian: 20, seed: 7 },
};

/**
 * Learn from past moments whose windows end by `moment` what tells that a buyer orders within `durationDays`: logistic
 * regression with a ridge, and boosted trees of the logistic loss grown on half of the buyers each.
 *
 * @returns `null` where fewer than 50 answers of either kind have been seen
 */
export function fitPurchaseLearner(
  history: OrderHistory,
  moment: number,
  durationDays: number,
): PurchaseLearner | null {
  const windows = trainingWindows(history, moment, durationDays);
  const { rows, answers, meanAmount } = windows;
  const taken = answers.reduce((sum, one) => sum + one, 0);
  if (Math.min(taken, answers.length - taken) < LEAST_ANSWERS) return null;
  return {
    durationDays,
    regression: fitLogisticRegression(rows, answers, WINDOW_FEATURES, RIDGE),
    trees: fitTrees(windows, Math.log(taken / (answers.length - taken))),
    meanAmount,
  };
}

/** Give each buyer's log-odds at a moment, by the line and by the trees; all have ordered before it. @returns [buyers] each */
export function learnerLogOdds(
  { durationDays, regression, trees, meanAmount }: PurchaseLearner,
  history: OrderHistory,
  buyers: Int32Array,
  moment: number,
): { line: Float64Array; trees: Float64Array } {
  const told = { line: new Float64Array(buyers.length), trees: new Float64Array(buyers.length) };
  const measures = { meanAmount, nbd: fitNbdBefore(history, moment) };
  for (let from = 0; from < buyers.length; from += BLOCK) {
    const block = buyers.subarray(from, from + BLOCK);
    const rows = windowRows(history, block, { moment, duration: durationDays }, measures);
    const grown = scoreRows(trees.forest, binRows(rows, trees.cuts));
    for (let i = 0; i < block.length; i++) {
      told.line[from + i] = logOddsOf(regression, rows, i * WINDOW_FEATURES);
      told.trees[from + i] = grown[i]! + trees.intercept;
    }
  }
  return told;
}

function fitTrees({ rows, answers, starts }: TrainingWindows, intercept: number): PurchaseLearner['trees'] {
  const cuts = chooseCuts(Float32Array.from(rows), WINDOW_FEATURES);
  const { trees } = boostTrees(
    binRows(rows, cuts),
    starts,
    (groups, scores, slopes, curvatures) => {
      for (const group of groups)
        for (let row = starts[group]!; row < starts[group + 1]!; row++) {
          const chance = 1 / (1 + exp(-intercept - scores[row]!));
          slopes[row] = chance - answers[row]!;
          curvatures[row] = chance * (1 - chance);
        }
    },
    TREES,
  );
  return { intercept, cuts, forest: packTrees(trees) };
}

function binRows(rows: Float64Array, cuts: FeatureCuts): BinnedRows {
  const bins = new Uint8Array(rows.length);
  // cuts are of single precision
  for (let at = 0; at < bins.length; at++)
    bins[at] = binOf(cuts[at % WINDOW_FEATURES]!, Math.fround(rows[at]!));
  return { count: rows.length / WINDOW_FEATURES, features: WINDOW_FEATURES, bins };
}
