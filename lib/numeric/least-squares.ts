import { InputError } from '../domain/errors.ts';

/** A least-squares fit; `solveLeastSquares` says what each part is. */
export type LeastSquares = {
  /** [k]; 0 for a column that is a combination of the ones before it. */
  coefficients: Float64Array;
  /** Columns kept, ascending. */
  kept: Int32Array;
  /** [k × k] row-major: R⁻¹ of the kept columns in their order, 0 elsewhere; (XᵀX)⁻¹ = R⁻¹R⁻ᵀ. */
  inverseR: Float64Array;
  residualSumOfSquares: number;
  /** [k] how much each column takes off the sum of squares that the columns before it leave; 0 for an aliased one. */
  explained: Float64Array;
};

/** A column whose part outside the span of the earlier ones is below this share of it counts as aliased (as in R's lm). */
const ALIAS_TOLERANCE = 1e-9;

/**
 * Solve min |y − Xb|² by Householder QR (Golub & Van Loan 4th ed., algorithm 5.2.1), columns in their given order.
 *
 * Aliased columns get the coefficient 0, so fewer rows than columns, repeated and zero columns are answered too. O(n·k²).
 *
 * @param design - [n × k] row-major, finite; not changed
 * @param y - [n], finite; not changed
 * @param columns - k ≥ 1
 * @throws InputError when the lengths do not fit
 */
export function solveLeastSquares(design: Float64Array, y: Float64Array, columns: number): LeastSquares {
  const rows = y.length;
  if (design.length !== rows * columns) {
    throw new InputError(`a design of ${design.length} does not fit ${rows} rows of ${columns} columns`);
  }
  const work = columnsOf(design, rows, columns);
  const right = Float64Array.from(y);
  const kept: number[] = [];
  for (let j = 0; j < columns && kept.length < rows; j++) {
    const column = work[j]!;
    const pivot = kept.length;
    const norm = norm2(column, pivot);
    if (norm <= ALIAS_TOLERANCE * norm2(column, 0) || norm === 0) continue;
    reflect(work, right, j, pivot, norm);
    kept.push(j);
  }
  return backSubstitute(work, right, kept, columns);
}

/** Apply the reflection that zeroes column j below `pivot` to the later columns and the right-hand side. */
function reflect(work: Float64Array[], right: Float64Array, j: number, pivot: number, norm: number): void {
  const column = work[j]!;
  const head = column[pivot]!;
  const diagonal = head > 0 ? -norm : norm;
  const v = column.slice(pivot);
  v[0] = head - diagonal;
  const half = norm * (norm + Math.abs(head));
  for (const target of [...work.slice(j + 1), right]) {
    let dot = 0;
    for (let i = 0; i < v.length; i++) dot += v[i]! * target[pivot + i]!;
    const factor = dot / half;
    for (let i = 0; i < v.length; i++) target[pivot + i]! -= factor * v[i]!;
  }
  column[pivot] = diagonal;
}

function backSubstitute(
  work: Float64Array[],
  right: Float64Array,
  kept: number[],
  columns: number,
): LeastSquares {
  const rank = kept.length;
  const coefficients = new Float64Array(columns);
  const inverseR = new Float64Array(columns * columns);
  for (let i = rank - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let j = i + 1; j < rank; j++) sum -= work[kept[j]!]![i]! * coefficients[kept[j]!]!;
    coefficients[kept[i]!] = sum / work[kept[i]!]![i]!;
  }
  for (let target = 0; target < rank; target++) {
    for (let i = target; i >= 0; i--) {
      let sum = i === target ? 1 : 0;
      for (let j = i + 1; j <= target; j++) {
        sum -= work[kept[j]!]![i]! * inverseR[kept[j]! * columns + kept[target]!]!;
      }
      inverseR[kept[i]! * columns + kept[target]!] = sum / work[kept[i]!]![i]!;
    }
  }
  let residualSumOfSquares = 0;
  for (let i = rank; i < right.length; i++) residualSumOfSquares += right[i]! * right[i]!;
  const explained = new Float64Array(columns);
  kept.forEach((column, i) => {
    explained[column] = right[i]! ** 2;
  });
  return { coefficients, kept: Int32Array.from(kept), inverseR, residualSumOfSquares, explained };
}

/**
 * Compute xᵀ(XᵀX)⁻¹x, the leverage of a new row.
 *
 * @param row - [k]
 */
export function leverage(fit: LeastSquares, row: ArrayLike<number>): number {
  const columns = fit.coefficients.length;
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    let dot = 0;
    for (let i = 0; i <= j; i++) dot += row[i]! * fit.inverseR[i * columns + j]!;
    sum += dot * dot;
  }
  return sum;
}

/**
 * Turn the rows of a fitted design into X R⁻¹: orthonormal columns that span the kept ones, in their order. O(n·k²).
 *
 * @param design - [n × k] row-major, as it was fitted; not changed
 * @returns [n × rank] row-major
 */
export function orthonormalRows(
  design: Float64Array,
  { kept, inverseR, coefficients }: LeastSquares,
): Float64Array {
  const columns = coefficients.length;
  const rank = kept.length;
  const rows = design.length / columns;
  const z = new Float64Array(rows * rank);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rank; j++) {
      let sum = 0;
      for (let l = 0; l <= j; l++)
        sum += design[i * columns + kept[l]!]! * inverseR[kept[l]! * columns + kept[j]!]!;
      z[i * rank + j] = sum;
    }
  }
  return z;
}

function columnsOf(design: Float64Array, rows: number, columns: number): Float64Array[] {
  return Array.from({ length: columns }, (_, j) => {
    const column = new Float64Array(rows);
    for (let i = 0; i < rows; i++) column[i] = design[i * columns + j]!;
    return column;
  });
}

function norm2(column: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += column[i]! * column[i]!;
  return Math.sqrt(sum);
}
