/** Share of the whole's inertia that is rounding: below it clusters are points, and their likelihood has no bound. */
const LEAST_SHARE = 1e-9;

/**
 * Weigh fit against the number of clusters: BIC of equal, round Gaussian clouds (Schwarz 1978; X-means, Pelleg & Moore 2000,
 * with one variance for all d columns), in units in which the inertia of a single cluster is 1.
 *
 * @param counts - [k] rows of each cluster
 * @param inertiaShare - inertia of these clusters over that of a single one, 0–1
 * @param d - columns
 * @returns greater is better; `null` where each row is a cluster, or the share is not known (NaN)
 */
export function bayesCriterion(
  counts: ArrayLike<number>,
  { inertiaShare, d }: { inertiaShare: number; d: number },
): number | null {
  const k = counts.length;
  const sizes = Array.from(counts);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (n <= k || Number.isNaN(inertiaShare)) return null;
  const variance = Math.max(inertiaShare, LEAST_SHARE) / (d * (n - k));
  const mixing = sizes.reduce((sum, size) => sum + (size > 0 ? size * Math.log(size / n) : 0), 0);
  const logLikelihood = mixing - (n * d * Math.log(2 * Math.PI * variance) + d * (n - k)) / 2;
  const parameters = k - 1 + d * k + 1;
  return logLikelihood - (parameters * Math.log(n)) / 2;
}
