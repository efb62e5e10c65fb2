import type { Points } from './points.ts';

/** Points moved and scaled as a whole, and the way back. Distances keep their ratios: no feature gains weight. */
export type NormalisedPoints = {
  /** [rows × columns], each column of mean about 0, the greatest absolute value in (0.5, 1], or all 0. */
  rows: Float64Array;
  /** Bring centroids back to the input's units. */
  restoreCentroids(centroids: Float64Array): Float64Array;
  /** Bring a sum of squares back to the input's units squared; Infinity where that exceeds a double. */
  restoreInertia(inertia: number): number;
};

/**
 * Centre points and divide them by one power of two, so that values of 1e-200, 1e200 or an offset of 1e9 are clustered
 * like any other: squares neither vanish nor overflow, and tolerances become relative. Powers of two scale exactly.
 *
 * @param points - checked by `checkPoints`
 */
export function normalisePoints({ data, rows: n, columns: d }: Points): NormalisedPoints {
  const outerScale = powerOfTwoAbove(data);
  const rows = data.map((value) => value / outerScale);
  const means = columnMeans(rows, n, d);
  for (let i = 0; i < rows.length; i++) rows[i]! -= means[i % d]!;
  const innerScale = powerOfTwoAbove(rows);
  for (let i = 0; i < rows.length; i++) rows[i]! /= innerScale;
  return {
    rows,
    restoreCentroids: (centroids) =>
      centroids.map((value, i) => (value * innerScale + means[i % d]!) * outerScale),
    restoreInertia: (inertia) => inertia * innerScale * outerScale * innerScale * outerScale,
  };
}

/** The least power of two that no absolute value exceeds, kept within what a double can divide by; 1 for all zeros. */
function powerOfTwoAbove(values: Float64Array): number {
  let greatest = 0;
  for (const value of values) greatest = Math.max(greatest, Math.abs(value));
  if (greatest === 0) return 1;
  const exponent = Math.ceil(Math.log2(greatest));
  return 2 ** Math.min(Math.max(exponent, -1022), 1023);
}

function columnMeans(rows: Float64Array, n: number, d: number): Float64Array {
  const means = new Float64Array(d);
  for (let i = 0; i < rows.length; i++) means[i % d]! += rows[i]! / n;
  return means;
}
