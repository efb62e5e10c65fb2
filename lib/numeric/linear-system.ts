import { InputError } from '../domain/errors.ts';

/**
 * Solve A x = b by Gaussian elimination with partial pivoting. O(n³).
 *
 * @param matrix - [n × n] row-major; not changed
 * @param right - [n]; not changed
 * @returns [n], or `null` when the matrix is singular to working precision
 * @throws InputError when the lengths do not fit
 */
export function solveLinear(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const n = right.length;
  if (matrix.length !== n * n) throw new InputError(`a matrix of ${matrix.length} does not fit n=${n}`);
  const a = Float64Array.from(matrix);
  const x = Float64Array.from(right);
  let largest = 0;
  for (const entry of a) largest = Math.max(largest, Math.abs(entry));
  for (let column = 0; column < n; column++) {
    const pivot = pivotRow(a, n, column);
    if (!(Math.abs(a[pivot * n + column]!) > 1e-14 * largest)) return null;
    swapRows(a, x, column, pivot);
    for (let row = column + 1; row < n; row++) {
      const factor = a[row * n + column]! / a[column * n + column]!;
      if (factor === 0) continue;
      for (let j = column; j < n; j++) a[row * n + j]! -= factor * a[column * n + j]!;
      x[row]! -= factor * x[column]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= a[i * n + j]! * x[j]!;
    x[i]! /= a[i * n + i]!;
  }
  return x;
}

/**
 * Factor a symmetric positive definite matrix as L Lᵀ (Cholesky). O(n³).
 *
 * @param matrix - [n × n] row-major, of which the lower half is read; not changed
 * @param n - rows
 * @returns L [n × n] row-major with zeros above the diagonal, or `null` when the matrix is not positive definite
 */
export function choleskyFactor(matrix: Float64Array, n: number): Float64Array | null {
  if (matrix.length !== n * n) throw new InputError(`a matrix of ${matrix.length} does not fit n=${n}`);
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/**
 * Solve L Lᵀ X = B by substitution. O(n² · columns).
 *
 * @param lower - [n × n] row-major, as `choleskyFactor` gives it; not changed
 * @param right - [n × columns] row-major; not changed
 * @returns [n × columns]
 */
export function solveFactored(lower: Float64Array, right: Float64Array, columns = 1): Float64Array {
  const n = right.length / columns;
  const x = Float64Array.from(right);
  const eliminate = (i: number, j: number, entry: number) => {
    for (let c = 0; c < columns; c++) x[i * columns + c]! -= entry * x[j * columns + c]!;
  };
  const divide = (i: number) => {
    for (let c = 0; c < columns; c++) x[i * columns + c]! /= lower[i * n + i]!;
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) eliminate(i, j, lower[i * n + j]!);
    divide(i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) eliminate(i, j, lower[j * n + i]!);
    divide(i);
  }
  return x;
}

function pivotRow(a: Float64Array, n: number, column: number): number {
  let pivot = column;
  for (let row = column + 1; row < n; row++) {
    if (Math.abs(a[row * n + column]!) > Math.abs(a[pivot * n + column]!)) pivot = row;
  }
  return pivot;
}

function swapRows(a: Float64Array, x: Float64Array, first: number, second: number): void {
  if (first === second) return;
  const n = x.length;
  for (let j = 0; j < n; j++) {
    const kept = a[first * n + j]!;
    a[first * n + j] = a[second * n + j]!;
    a[second * n + j] = kept;
  }
  const kept = x[first]!;
  x[first] = x[second]!;
  x[second] = kept;
}
