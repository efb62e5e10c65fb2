import { fitLogisticLine } from './logistic-line.ts';

/** How well chances foretold what happened. */
export type ChanceScores = {
  /** Mean of −ln of the chance given to what happened; lower is better. */
  logLoss: number;
  /** Mean squared error; lower is better. */
  brier: number;
  /** Share of pairs, one that ordered and one that did not, in the right order; 0.5 where all ordered or none did. */
  auc: number;
  /** Slope of the logistic line of what happened on the log-odds: 1 where neither too bold (below) nor too timid (above). */
  calibrationSlope: number;
  /** Mean chance, and the share that ordered. */
  meanChance: number;
  orderedShare: number;
};

/**
 * Judge log-odds by what happened. O(n log n).
 *
 * @param scores - [n] log-odds, finite, n ≥ 1
 * @param answers - [n] 0 or 1
 */
export function judgeChances(scores: Float64Array, answers: Uint8Array): ChanceScores {
  const n = scores.length;
  let [logLoss, brier, meanChance, ordered] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const chance = 1 / (1 + Math.exp(-scores[i]!));
    // −ln of the chance given, without loss where it is next to 1
    logLoss += Math.log1p(Math.exp(answers[i] === 1 ? -scores[i]! : scores[i]!));
    brier += (chance - answers[i]!) ** 2;
    meanChance += chance;
    ordered += answers[i]!;
  }
  return {
    logLoss: logLoss / n,
    brier: brier / n,
    auc: areaUnderCurve(scores, answers),
    calibrationSlope: fitLogisticLine(scores, answers).slope,
    meanChance: meanChance / n,
    orderedShare: ordered / n,
  };
}

/** By ranks (Mann & Whitney 1947); ties count half. */
function areaUnderCurve(scores: Float64Array, answers: Uint8Array): number {
  const order = Array.from(scores.keys()).sort((i, j) => scores[i]! - scores[j]!);
  let [ranks, positives] = [0, 0];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    for (let at = from; at < to; at++) {
      if (answers[order[at]!] !== 1) continue;
      // ranks from 1; tied ones share their mean
      ranks += (from + 1 + to) / 2;
      positives++;
    }
    from = to;
  }
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}
