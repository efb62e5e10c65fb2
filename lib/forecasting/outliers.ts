import { medianOf } from '../numeric/index.ts';

/** A change is unusual from so many usual ones on. */
const UNUSUAL = 5;
/** What comes more often is how the series is, promotions among it. */
const MOST_OUTLIERS = 3;

/**
 * Find single values that come out of nothing and leave nothing behind: the change to them is far beyond the usual, and the next
 * change undoes it to within a half.
 *
 * The usual change, among those that are one, is 1.4826 times the median size (that of a normal), or the mean size where that is larger, as it is where large changes
 * are common. The first and the last value are never outliers, since what they belong to isn't seen. O(n log n).
 *
 * @param level - [n] complete, without season; relative changes are had by giving logarithms
 * @param observed - [n] 1 where observed: a filled value is no outlier
 * @returns indices, oldest first; none where more than three stand out, since then that is how the series is
 */
export function findOutliers(level: Float64Array, observed: Uint8Array): number[] {
  const changes = new Float64Array(level.length - 1);
  for (let t = 0; t < changes.length; t++) changes[t] = level[t + 1]! - level[t]!;
  const sizes = changes.map(Math.abs);
  // Counts that stay, zeros above all, tell nothing of how large a change is when there is one.
  const real = sizes.filter((size) => size > 0);
  const mean = real.reduce((sum, size) => sum + size, 0) / real.length;
  // Most series have none: the sort for the median is spared where not even the mean is exceeded.
  if (!sizes.some((size) => size > UNUSUAL * mean)) return [];
  const least = UNUSUAL * Math.max(mean, 1.4826 * medianOf(real));
  const found: number[] = [];
  for (let t = 1; t < level.length - 1; t++) {
    const [there, back] = [changes[t - 1]!, changes[t]!];
    const smaller = Math.min(sizes[t - 1]!, sizes[t]!);
    if (!(smaller > least) || there * back > 0 || Math.abs(there + back) > smaller / 2) continue;
    if (observed[t] === 1) found.push(t);
  }
  return found.length > MOST_OUTLIERS ? [] : found;
}
