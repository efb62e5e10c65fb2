import { InputError } from '../domain/index.ts';

/** Rows to be parted, each counting as its weight says. */
export type WeightedRows = {
  /** [n × d] row-major. */
  rows: Float64Array;
  /** [n] ≥ 0. */
  weights: Float64Array;
  /** Features per row. */
  d: number;
};

/** A table of features: `data` is row-major [rows × columns]. */
export type Points = { data: Float64Array; rows: number; columns: number };

/**
 * Refuse points that no clustering can use: k-means would answer them with NaN, silently.
 *
 * @throws InputError naming the first place that does not fit: shape, or a value that is NaN or infinite
 */
export function checkPoints({ data, rows, columns }: Points): void {
  if (!Number.isInteger(rows) || rows < 1)
    throw new InputError(`rows is ${rows}; clustering needs a whole number ≥ 1`);
  if (!Number.isInteger(columns) || columns < 1)
    throw new InputError(`columns is ${columns}; clustering needs a whole number ≥ 1`);
  if (data.length !== rows * columns)
    throw new InputError(
      `data holds ${data.length} values; ${rows} rows of ${columns} columns need ${rows * columns}`,
    );
  for (let i = 0; i < data.length; i++)
    if (!Number.isFinite(data[i]))
      throw new InputError(
        `row ${Math.floor(i / columns)}, column ${i % columns} is ${data[i]}; features must be finite numbers`,
      );
}

/**
 * Find rows that differ from one another, in order of appearance, up to a limit. O(n·limit·d).
 *
 * Two rows are the same when their squared distance is 0 in double precision: no centroid could part them.
 *
 * @param points - rows of weight 0 are passed over
 * @param limit - stop when this many are found
 * @returns indices of the first row of each kind
 */
export function distinctRows({ rows, weights, d }: WeightedRows, limit: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < weights.length && found.length < limit; i++)
    if (weights[i]! > 0 && found.every((earlier) => rowDistanceSquared(rows, i, rows, earlier, d) > 0))
      found.push(i);
  return found;
}

/** Square the distance between row `i` of `a` and row `j` of `b`, both [… × d] row-major. */
export function rowDistanceSquared(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  d: number,
): number {
  const first = i * d;
  const second = j * d;
  let sum = 0;
  for (let column = 0; column < d; column++) {
    const difference = a[first + column]! - b[second + column]!;
    sum += difference * difference;
  }
  return sum;
}
