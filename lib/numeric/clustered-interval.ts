import { quantileOfSorted } from './quantile.ts';
import type { Random } from './random.ts';
import { studentQuantile } from './student.ts';

/** What was measured, and between which bounds the truth lies; without two clusters the bounds are infinite. */
export type Interval = { mean: number; lower: number; upper: number };

/** What one cluster adds to a ratio of sums: a mean over all rows is Σ total / Σ size with the rows as sizes. */
export type ClusterSum = { total: number; size: number };

/** Resamples of the bootstrap: the 5 % quantile of so many scatters by about a twentieth of the interval's half width. */
const DRAWS = 999;
/** Fewer clusters make resamples of a single one, whose error is 0: there the t interval stands alone. */
const FEWEST_TO_RESAMPLE = 8;

/**
 * Bound a ratio Σ total / Σ size over clusters whose rows are not independent: cluster-robust by linearisation, times
 * G / (G − 1) for few clusters (Cameron & Miller 2015, §VI.A).
 *
 * Student's t has the degrees of freedom of the clusters that count, (Σ size)² / Σ size² − 1: one large cluster among
 * small ones is little more than one (Carter, Schnepel & Steigerwald 2017). No sizes above 0 give NaN.
 *
 * @param level - 0–1, e.g. 0.9
 */
export function clusteredInterval(clusters: readonly ClusterSum[], level: number): Interval {
  const { mean, error } = ratioOf(clusters);
  const sizes = clusters.reduce((sum, { size }) => sum + size, 0);
  const squares = clusters.reduce((sum, { size }) => sum + size ** 2, 0);
  const counted = sizes ** 2 / squares;
  if (clusters.length < 2 || !(counted > 1)) return unbounded(mean);
  const reach = studentQuantile((1 + level) / 2, counted - 1) * error;
  return { mean, lower: mean - reach, upper: mean + reach };
}

/**
 * Bound the same ratio by drawing whole clusters with replacement and studentising each draw (bootstrap-t; Efron 1982,
 * for clusters Cameron, Gelbach & Miller 2008, §III): the bounds follow the skew of money. O(draws · clusters).
 *
 * Fewer than 8 clusters, or clusters that are all alike, are bounded by `clusteredInterval`.
 */
export function clusterBootstrap(
  clusters: readonly ClusterSum[],
  { level, random }: { level: number; random: Random },
): Interval {
  const { mean, error } = ratioOf(clusters);
  if (clusters.length < FEWEST_TO_RESAMPLE || !(error > 0)) return clusteredInterval(clusters, level);
  const drawn = new Array<ClusterSum>(clusters.length);
  const studentised = Float64Array.from({ length: DRAWS }, () => {
    for (let i = 0; i < clusters.length; i++) drawn[i] = clusters[Math.floor(random() * clusters.length)]!;
    const again = ratioOf(drawn);
    return again.error > 0 ? (again.mean - mean) / again.error : Number.NaN;
  })
    .filter((value) => !Number.isNaN(value))
    .sort();
  const at = (probability: number) => mean - quantileOfSorted(studentised, probability) * error;
  return { mean, lower: at((1 + level) / 2), upper: at((1 - level) / 2) };
}

/** The ratio and its standard error, which is 0 for a single cluster. */
function ratioOf(clusters: readonly ClusterSum[]): { mean: number; error: number } {
  let total = 0;
  let sizes = 0;
  for (const cluster of clusters) {
    total += cluster.total;
    sizes += cluster.size;
  }
  const mean = total / sizes;
  let squares = 0;
  for (const cluster of clusters) squares += (cluster.total - mean * cluster.size) ** 2;
  const few = clusters.length > 1 ? clusters.length / (clusters.length - 1) : 1;
  return { mean, error: Math.sqrt(few * squares) / sizes };
}

function unbounded(mean: number): Interval {
  return { mean, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
}
