import { mean, normalQuantile } from '../../numeric/index.ts';

/**
 * Replace values by the normal quantiles of their ranks, r / (n + 1), centred; ties share their mean rank.
 *
 * @returns [n] with sum 0; zeros where all are alike
 */
export function normalScores(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const scores = new Float64Array(n);
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && values[order[to]!] === values[order[from]!]) to++;
    const score = normalQuantile((from + to + 1) / 2 / (n + 1));
    for (let i = from; i < to; i++) scores[order[i]!] = score;
    from = to;
  }
  const centre = mean(scores);
  return scores.map((score) => score - centre);
}
