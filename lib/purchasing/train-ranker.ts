import { createRandom, type Random } from '../numeric/index.ts';
import { binOf, chooseCuts, type FeatureCuts } from './feature-bins.ts';
import { boostTrees, type RowGroups } from './gradient-boosting.ts';
import { fitLogisticLine, type LogisticLine, logisticChance } from './logistic-line.ts';
import type { PurchaseLog } from './purchase-log.ts';
import type { CandidateReader } from './rank-candidates.ts';
import { FEATURES } from './ranking-features.ts';
import { lambdaLoss } from './ranking-loss.ts';
import type { BinnedRows } from './regression-tree.ts';
import type { TrainingMoment } from './training-moments.ts';
import { type Forest, packTrees, scoreRows } from './tree-score.ts';

/** Orders a buyer's candidates: trees on features, a hundred KB, and the line from their score to log-odds. */
export type Ranker = { cuts: FeatureCuts; forest: Forest; line: LogisticLine };

const WIDTH = FEATURES.length;

/** Untaken candidates kept for training: they outnumber the taken ones by far and each tells little. */
const UNTAKEN_SHARE = 0.3;

/** Below this many moments trees would learn names by heart. */
const LEAST_MOMENTS = 60;

/** Places of the list that pairs are counted for, twice the ten that are shown: deeper is steadier. */
const DEPTH = 20;

/** Rows that the features' cuts are chosen from. */
const CUT_ROWS = 20_000;

const BOOSTING = {
  forests: 3,
  treesAForest: 80,
  leaves: 15,
  learningRate: 0.1,
  featureShare: 0.5,
  groupShare: 0.5,
  ridge: 20,
  leastHessian: 1,
} as const;

/**
 * Train a ranker on past moments (LambdaMART): the candidates that a buyer then took belong before those it didn't.
 *
 * @param moments - ascending by day
 * @returns `null` where there are too few moments, or nothing to learn from them
 */
export function trainRanker(
  log: PurchaseLog,
  read: CandidateReader,
  moments: readonly TrainingMoment[],
  seed: number,
): Ranker | null {
  if (moments.length < LEAST_MOMENTS) return null;
  const { features, answers, starts } = collectRows(log, read, moments, createRandom(seed));
  if (!answers.includes(1)) return null;
  const cuts = chooseCuts(everyNthRow(features, Math.max(1, Math.floor(answers.length / CUT_ROWS))), WIDTH);
  const rows = binRows(cuts, features);
  features.length = 0; // four times the bins' memory, and no longer needed
  const loss = lambdaLoss(answers, starts, DEPTH);
  const { trees, unseenScores } = boostTrees(rows, starts, loss, { ...BOOSTING, seed });
  const weights = Float64Array.from(answers, (answer) => (answer === 1 ? 1 : 1 / UNTAKEN_SHARE));
  const line = fitLogisticLine(unseenScores, answers, weights);
  // a line that falls means that the trees told nothing of rows that they had not seen
  return line.slope > 0 ? { cuts, forest: packTrees(trees), line } : null;
}

/**
 * Score the candidates of one buyer: best first is what the score is made for, its size is a rough chance of being taken.
 *
 * @param features - [items × FEATURES.length] row-major
 * @returns [items], 0 to 1
 */
export function rankerScores({ cuts, forest, line }: Ranker, features: Float32Array): Float64Array {
  return scoreRows(forest, binRows(cuts, [features])).map((score) => logisticChance(line, score));
}

function binRows(cuts: FeatureCuts, blocks: readonly Float32Array[]): BinnedRows {
  const bins = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks)
    for (let row = 0; row < block.length; row += WIDTH)
      for (let f = 0; f < WIDTH; f++) bins[at++] = binOf(cuts[f]!, block[row + f]!);
  return { count: bins.length / WIDTH, features: WIDTH, bins };
}

function everyNthRow(blocks: readonly Float32Array[], step: number): Float32Array {
  const rows: Float32Array[] = [];
  let passed = 0;
  for (const block of blocks)
    for (let at = 0; at < block.length; at += WIDTH)
      if (passed++ % step === 0) rows.push(block.subarray(at, at + WIDTH));
  const some = new Float32Array(rows.length * WIDTH);
  rows.forEach((row, k) => {
    some.set(row, k * WIDTH);
  });
  return some;
}

/** What a ranker learns from: a moment's rows are a block of features and a group. */
type TrainingRows = { features: Float32Array[]; answers: Uint8Array; starts: RowGroups };

function collectRows(
  log: PurchaseLog,
  read: CandidateReader,
  moments: readonly TrainingMoment[],
  random: Random,
): TrainingRows {
  const features: Float32Array[] = [];
  const answers: number[] = [];
  const starts = new Int32Array(moments.length + 1);
  moments.forEach(({ customer, day, from, to }, g) => {
    const group = read(customer, day);
    const taken = new Set(log.item.subarray(from, to));
    const kept = new Float32Array(group.features.length);
    let at = 0;
    group.items.forEach((item, i) => {
      const answer = taken.has(item) ? 1 : 0;
      if (answer === 0 && random() >= UNTAKEN_SHARE) return;
      kept.set(group.features.subarray(i * WIDTH, (i + 1) * WIDTH), at);
      at += WIDTH;
      answers.push(answer);
    });
    features.push(kept.slice(0, at));
    starts[g + 1] = answers.length;
  });
  return { features, answers: Uint8Array.from(answers), starts };
}
