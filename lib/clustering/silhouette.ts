import { type Points, rowDistanceSquared } from './points.ts';

// read once: a global's property is slow to look up in a test runner's context
const { sqrt } = Math;

/**
 * Average the silhouette (Rousseeuw 1987) over sampled rows, with Euclidean distances among the sample.
 *
 * A row alone in its cluster counts 0, as does one whose distances are all 0; with one cluster the average is 0 by
 * convention. O(m²·d).
 *
 * @param labels - [rows], cluster of each row
 * @param sample - indices of the m rows to measure
 * @returns −1 to 1; greater is better parted
 */
export function meanSilhouette(
  points: Points,
  labels: Int32Array,
  k: number,
  sample: readonly number[],
): number {
  const counts = new Float64Array(k);
  for (const row of sample) counts[labels[row]!]!++;
  const sums = new Float64Array(k);
  let total = 0;
  for (const row of sample) {
    sums.fill(0);
    for (const other of sample)
      sums[labels[other]!]! += sqrt(rowDistanceSquared(points.data, row, points.data, other, points.columns));
    total += silhouetteOf(labels[row]!, sums, counts);
  }
  return sample.length === 0 ? 0 : total / sample.length;
}

/** @param sums - sum of the row's distances to each cluster's sampled rows, its own 0 included */
function silhouetteOf(own: number, sums: Float64Array, counts: Float64Array): number {
  if (counts[own]! < 2) return 0;
  const within = sums[own]! / (counts[own]! - 1);
  let nearestOther = Number.POSITIVE_INFINITY;
  for (let c = 0; c < counts.length; c++)
    if (c !== own && counts[c]! > 0) nearestOther = Math.min(nearestOther, sums[c]! / counts[c]!);
  const greater = Math.max(within, nearestOther);
  return nearestOther === Number.POSITIVE_INFINITY || greater === 0 ? 0 : (nearestOther - within) / greater;
}
