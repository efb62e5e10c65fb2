import type { Loss } from './gradient-boosting.ts';

/** Rows of several buyers: each buyer's lie together. */
export type AnsweredGroups = {
  /** [rows] 1 where the buyer took the item, else 0. */
  answers: Uint8Array;
  /** [groups + 1]: rows of group g are starts[g] … starts[g + 1] − 1. */
  starts: Int32Array;
};

/**
 * Make LambdaMART's loss (Burges 2010): for each pair of a taken and an untaken item of one buyer the logistic loss of their
 * difference, weighted by the NDCG that swapping them would move; pairs count where one of them is among the first `depth`.
 *
 * O(rows · depth) a call.
 */
export function lambdaLoss({ answers, starts }: AnsweredGroups, depth: number): Loss {
  const discount = Float64Array.from({ length: depth }, (_, rank) => 1 / Math.log2(rank + 2));
  // kept from call to call: nearly sorted already, which insertion sort likes
  const order = Int32Array.from(answers, (_, row) => row);
  const odds = new Float64Array(answers.length);
  return (scores, slopes, curvatures) => {
    slopes.fill(0);
    curvatures.fill(1e-6);
    for (let row = 0; row < odds.length; row++) odds[row] = Math.exp(scores[row]!);
    for (let g = 0; g + 1 < starts.length; g++) {
      const ranked = order.subarray(starts[g]!, starts[g + 1]!);
      sortByScore(ranked, scores);
      const weight = 1 / idealGain(ranked, answers, discount);
      if (Number.isFinite(weight)) pushPairs({ ranked, answers, odds, discount, weight }, slopes, curvatures);
    }
  };
}

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
