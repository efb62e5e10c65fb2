import { orthonormalRows, solveLeastSquares } from '../../numeric/index.ts';
import type { RegressionRows } from './regression-rows.ts';

/** Multiply a column by the roots of the weights. */
export function whitenColumn({ weights }: RegressionRows, column: Float64Array): Float64Array {
  return Float64Array.from(column, (entry, i) => entry * Math.sqrt(weights[i]!));
}

/**
 * Make the function that leaves of a whitened column what the columns of the design, but for one, don't explain.
 *
 * @param without - the column left out of the design
 */
export function residualMaker(rows: RegressionRows, without: number): (column: Float64Array) => Float64Array {
  const basis = orthonormalBasis(rows, without);
  return (column) => {
    const left = Float64Array.from(column);
    for (const direction of basis) {
      let along = 0;
      for (let i = 0; i < left.length; i++) along += direction[i]! * column[i]!;
      for (let i = 0; i < left.length; i++) left[i]! -= along * direction[i]!;
    }
    return left;
  };
}

/** Orthonormal columns that span the whitened design without one of its columns. */
function orthonormalBasis({ design, weights, columns }: RegressionRows, without: number): Float64Array[] {
  const rows = weights.length;
  const others = Array.from({ length: columns }, (_, j) => j).filter((j) => j !== without);
  const x = new Float64Array(rows * others.length);
  for (let i = 0; i < rows; i++)
    others.forEach((from, j) => {
      x[i * others.length + j] = design[i * columns + from]! * Math.sqrt(weights[i]!);
    });
  const fit = solveLeastSquares(x, new Float64Array(rows), others.length);
  const z = orthonormalRows(x, fit);
  const rank = fit.kept.length;
  // Each column by itself: every draw runs down all of them.
  return Array.from({ length: rank }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => z[i * rank + j]!),
  );
}
