import type { BaseForecasts, Tree } from '../../../lib/forecasting/index.ts';
import { solveLinear } from '../../../lib/numeric/index.ts';

/**
 * Reconcile by the textbook formula with every matrix written out: S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ ŷ, and λ by its definition over
 * pairs. Slow and plain: what the streaming form is held against.
 */
export function denseMinTrace(
  tree: Tree,
  { forecasts, columns, errors, times }: BaseForecasts,
): { forecasts: Float64Array; intensity: number } {
  const leaves = tree.ancestors.length / tree.levels;
  const n = tree.aggregates + leaves;
  const rows = Array.from({ length: n }, (_, i) => [...errors.subarray(i * times, (i + 1) * times)]);
  const intensity = intensityOf(rows);
  const W = rows.map((first, i) =>
    rows.map((second, j) => ((i === j ? 1 : 1 - intensity) * dot(first, second)) / times),
  );
  const S = rows.map((_, i) =>
    Array.from({ length: leaves }, (_, leaf) => {
      if (i >= tree.aggregates) return i - tree.aggregates === leaf ? 1 : 0;
      return tree.ancestors.subarray(leaf * tree.levels, (leaf + 1) * tree.levels).includes(i) ? 1 : 0;
    }),
  );
  if (!(intensity > 0)) return { forecasts, intensity };
  const weighed = columnsOf(S).map((column) => solve(W, column));
  const left = weighed.map((first) => columnsOf(S).map((column) => dot(first, column)));
  const found = new Float64Array(n * columns);
  for (let c = 0; c < columns; c++) {
    const y = rows.map((_, i) => forecasts[i * columns + c] ?? Number.NaN);
    const right = weighed.map((first) => dot(first, y));
    const bottom = solve(left, right);
    S.forEach((line, i) => {
      found[i * columns + c] = dot(line, bottom);
    });
  }
  return { forecasts: found, intensity };
}

/** Schäfer & Strimmer (2005): Σ var(r_ij) / Σ r_ij² over i ≠ j, standardised without centring. */
function intensityOf(rows: number[][]): number {
  const n = rows[0]?.length ?? 0;
  const x = rows.map((row) => {
    const scale = Math.sqrt(dot(row, row) / n);
    return row.map((error) => error / scale);
  });
  let variance = 0;
  let square = 0;
  for (const [i, first] of x.entries()) {
    for (const [j, second] of x.entries()) {
      if (i === j) continue;
      const products = first.map((value, t) => value * (second[t] ?? Number.NaN));
      const mean = products.reduce((sum, product) => sum + product, 0) / n;
      variance += products.reduce((sum, product) => sum + (product - mean) ** 2, 0) / (n * (n - 1));
      square += mean ** 2;
    }
  }
  return Math.max(0, Math.min(1, variance / square));
}

const dot = (first: number[], second: number[]): number =>
  first.reduce((sum, value, at) => sum + value * (second[at] ?? Number.NaN), 0);

const columnsOf = (matrix: number[][]): number[][] =>
  (matrix[0] ?? []).map((_, column) => matrix.map((line) => line[column] ?? Number.NaN));

function solve(matrix: number[][], right: number[]): number[] {
  const found = solveLinear(Float64Array.from(matrix.flat()), Float64Array.from(right));
  if (found === null) throw new Error('the dense matrix is singular');
  return [...found];
}
