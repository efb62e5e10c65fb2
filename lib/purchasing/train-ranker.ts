import { createRandom, type Random } from '../numeric/index.ts';
import { binOf, chooseCuts, type FeatureCuts } from './feature-bins.ts';
import { type BoostedTrees, boostedScore, boostTrees } from './gradient-boosting.ts';
import { fitLogisticLine, type LogisticLine, logisticChance } from './logistic-line.ts';
import type { PurchaseLog } from './purchase-log.ts';
import type { CandidateReader } from './rank-candidates.ts';
import { FEATURES } from './ranking-features.ts';
import { lambdaLoss } from './ranking-loss.ts';
import type { TrainingMoment } from './training-moments.ts';

/** Orders a buyer's candidates: trees on features, a few hundred KB, and the line from their score to log-odds. */
export type Ranker = { cuts: FeatureCuts; trees: BoostedTrees; line: LogisticLine; moments: number };

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
  trees: 100,
  leaves: 15,
  learningRate: 0.1,
  featureShare: 0.5,
  ridge: 1,
  leastHessian: 1,
} as const;

/**
 * Train a ranker on past moments (LambdaMART): the candidates that a buyer then took belong before those it didn't.
 *
 * @param moments - ascending by day
 * @returns `null` where there are too few moments
 */
export function trainRanker(
  log: PurchaseLog,
  read: CandidateReader,
  moments: readonly TrainingMoment[],
  seed: number,
): Ranker | null {
  if (moments.length < LEAST_MOMENTS) return null;
  const random = createRandom(seed);
  const { features, answers, starts } = collectRows(log, read, moments, random);
  if (!answers.includes(1)) return null;
  const count = answers.length;
  const cuts = chooseCuts(everyNthRow(features, Math.max(1, Math.floor(count / CUT_ROWS))), WIDTH);
  const bins = new Uint8Array(count * WIDTH);
  for (let row = 0; row < count; row++) binRow(cuts, features, row, bins);
  const rows = { count, features: WIDTH, bins };
  const { trees, base, scores } = boostTrees(rows, lambdaLoss({ answers, starts }, DEPTH), 0, {
    ...BOOSTING,
    seed,
  });
  const weights = Float64Array.from(answers, (answer) => (answer === 1 ? 1 : 1 / UNTAKEN_SHARE));
  const line = fitLogisticLine(scores, answers, weights);
  return { cuts, trees: { trees, base }, line, moments: moments.length };
}

/**
 * Score the candidates of one buyer: best first is what the score is made for, its size is a rough chance of being taken.
 *
 * @param features - [items × FEATURES.length] row-major
 * @returns [items], 0 to 1
 */
export function rankerScores({ cuts, trees, line }: Ranker, features: Float32Array): Float64Array {
  const count = features.length / WIDTH;
  const rows = { count, features: WIDTH, bins: new Uint8Array(features.length) };
  return Float64Array.from({ length: count }, (_, row) => {
    binRow(cuts, features, row, rows.bins);
    return logisticChance(line, boostedScore(trees, rows, row));
  });
}

function binRow(cuts: FeatureCuts, features: Float32Array, row: number, bins: Uint8Array): void {
  for (let f = 0; f < WIDTH; f++) bins[row * WIDTH + f] = binOf(cuts[f]!, features[row * WIDTH + f]!);
}

function everyNthRow(features: Float32Array, step: number): Float32Array {
  const count = Math.ceil(features.length / WIDTH / step);
  const some = new Float32Array(count * WIDTH);
  for (let k = 0; k < count; k++)
    some.set(features.subarray(k * step * WIDTH, (k * step + 1) * WIDTH), k * WIDTH);
  return some;
}

function collectRows(
  log: PurchaseLog,
  read: CandidateReader,
  moments: readonly TrainingMoment[],
  random: Random,
): { features: Float32Array; answers: Uint8Array; starts: Int32Array } {
  let features = new Float32Array(100_000 * WIDTH);
  let answers = new Uint8Array(100_000);
  let count = 0;
  const starts = new Int32Array(moments.length + 1);
  moments.forEach(({ customer, day, from, to }, g) => {
    starts[g] = count;
    const group = read(customer, day);
    const taken = new Set(log.item.subarray(from, to));
    group.items.forEach((item, i) => {
      const answer = taken.has(item) ? 1 : 0;
      if (answer === 0 && random() >= UNTAKEN_SHARE) return;
      if (count === answers.length) [features, answers] = [doubled(features), doubled(answers)];
      features.set(group.features.subarray(i * WIDTH, (i + 1) * WIDTH), count * WIDTH);
      answers[count++] = answer;
    });
  });
  starts[moments.length] = count;
  return { features: features.slice(0, count * WIDTH), answers: answers.slice(0, count), starts };
}

function doubled<T extends Float32Array | Uint8Array>(old: T): T {
  // a typed array's own constructor gives its own kind
  const grown = new (old.constructor as new (length: number) => T)(2 * old.length);
  grown.set(old);
  return grown;
}
