import type { Random } from '../numeric/index.ts';
import type { WeightedRows } from './points.ts';

/**
 * Draw rows without replacement, in their order (Knuth, TAOCP 2, algorithm 3.4.2 S); all rows when there are no more.
 *
 * @param size - rows wanted
 * @param needed - indices that are added when the sample is smaller than the whole: a sample of mostly equal rows must
 *   still hold as many distinct ones as there are clusters
 * @returns copies with their weights, or `points` itself when all rows are taken
 */
export function drawRows(
  points: WeightedRows,
  size: number,
  needed: readonly number[],
  random: Random,
): WeightedRows {
  const { rows, weights, d } = points;
  if (weights.length <= size) return points;
  const drawn = [...drawIndices(weights.length, size, random), ...needed];
  const sample = { rows: new Float64Array(drawn.length * d), weights: new Float64Array(drawn.length), d };
  drawn.forEach((row, i) => {
    sample.rows.set(rows.subarray(row * d, row * d + d), i * d);
    sample.weights[i] = weights[row]!;
  });
  return sample;
}

/** Draw `size` of the numbers 0 to n − 1 without replacement, ascending; all of them when n ≤ size. */
export function drawIndices(n: number, size: number, random: Random): number[] {
  const drawn: number[] = [];
  const wanted = Math.min(size, n);
  for (let i = 0; drawn.length < wanted; i++)
    if (n === wanted || random() * (n - i) < wanted - drawn.length) drawn.push(i);
  return drawn;
}
