import type { Loss, RowGroups } from './gradient-boosting.ts';

/**
 * Make LambdaMART's loss (Burges 2010): for each pair of a taken and an untaken item of one buyer the logistic loss of their
 * difference, weighted by the NDCG that swapping them would move; pairs count where one of them is among the first `depth`.
 *
 * O(rows · depth) a call.
 *
 * @param answers - [rows] 1 where the buyer took the item, else 0
 * @param starts - a buyer's rows are a group's
 */
export function lambdaLoss(answers: Uint8Array, starts: RowGroups, depth: number): Loss {
  const discount = Float64Array.from({ length: depth }, (_, rank) => 1 / Math.log2(rank + 2));
  // kept from call to call: nearly sorted already, which insertion sort likes
  const order = Int32Array.from(answers, (_, row) => row);
  const odds = new Float64Array(answers.length);
  return (groups, scores, slopes, curvatures) => {
    for (const group of groups) {
      const [from, to] = [starts[group]!, starts[group + 1]!];
      slopes.fill(0, from, to);
      curvatures.fill(LEAST_CURVATURE, from, to);
      for (let row = from; row < to; row++) odds[row] = Math.exp(scores[row]!);
      const ranked = order.subarray(from, to);
      sortByScore(ranked, scores);
      const weight = 1 / idealGain(ranked, answers, discount);
      if (Number.isFinite(weight)) pushPairs({ ranked, answers, odds, discount, weight }, slopes, curvatures);
    }
  };
}

/** Of rows without a pair that counts. */
const LEAST_CURVATURE = 1e-6;

/** Insertion sort, the greatest score first. */
function sortByScore(ranked: Int32Array, scores: Float64Array): void {
  for (let i = 1; i < ranked.length; i++) {
    const row = ranked[i]!;
    const score = scores[row]!;
    let place = i;
    for (; place > 0 && scores[ranked[place - 1]!]! < score; place--) ranked[place] = ranked[place - 1]!;
    ranked[place] = row;
  }
}

function idealGain(ranked: Int32Array, answers: Uint8Array, discount: Float64Array): number {
  let taken = 0;
  for (const row of ranked) taken += answers[row]!;
  let gain = 0;
  for (let rank = 0; rank < Math.min(taken, discount.length); rank++) gain += discount[rank]!;
  return gain;
}

type Ranked = {
  ranked: Int32Array;
  answers: Uint8Array;
  /** e^score of every row. */
  odds: Float64Array;
  discount: Float64Array;
  weight: number;
};

function pushPairs(
  { ranked, answers, odds, discount, weight }: Ranked,
  slopes: Float64Array,
  curvatures: Float64Array,
): void {
  const deep = Math.min(discount.length, ranked.length);
  for (let high = 0; high < deep; high++) {
    const upper = ranked[high]!;
    const isTaken = answers[upper] === 1;
    for (let low = high + 1; low < ranked.length; low++) {
      const lower = ranked[low]!;
      if ((answers[lower] === 1) === isTaken) continue;
      const [good, bad] = isTaken ? [upper, lower] : [lower, upper];
      const gain = weight * (discount[high]! - (low < deep ? discount[low]! : 0));
      const wrong = odds[bad]! / (odds[good]! + odds[bad]!);
      const curvature = gain * wrong * (1 - wrong);
      slopes[good]! -= gain * wrong;
      slopes[bad]! += gain * wrong;
      curvatures[good]! += curvature;
      curvatures[bad]! += curvature;
    }
  }
}
