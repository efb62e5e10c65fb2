import { type KMeansResult, kMeans } from './k-means.ts';
import { iterateLloyd } from './lloyd.ts';
import { normalisePoints } from './normalise.ts';
import { measureRows, type Partition, partitionAround } from './partition.ts';
import { type Points, rowDistanceSquared, type WeightedRows } from './points.ts';

/** Share of inertia that another optimum must save before it replaces the one that goes on from yesterday's clusters. */
const CLEARLY_LESS = 0.03;
const MOST_ITERATIONS = 300;
/** Part of the distance between two centroids by which a row must be past their middle to move. */
const BORDER = 0.05;

/** The clusters, and whether they go on from those before. */
export type ContinuedClusters = KMeansResult & { continued: boolean };

/**
 * Part points into k clusters, going on from a partition before, so that nothing moves without cause: k-means starts at the means of
 * today's rows by their clusters before. Where that has another number of clusters, or lost all rows of one, or where a fresh
 * search saves more than 3 % of inertia, the fresh one is taken. A row near a border stays where it was: it moves when it has gone past
 * the middle between both centroids by a twentieth of their distance.
 *
 * @param before - [rows] the cluster each row was in, −1 for none
 * @param clustersBefore - how many there were
 */
export function continueClusters(
  points: Points,
  {
    k,
    seed,
    before,
    clustersBefore,
  }: { k: number; seed: number; before: Int32Array; clustersBefore: number },
): ContinuedClusters {
  const fresh = kMeans(points, { k, seed });
  const start = clustersBefore === k ? meansBefore(points, before, k) : undefined;
  if (start === undefined) return { ...fresh, continued: false };
  const { rows, restoreCentroids, restoreInertia } = normalisePoints(points);
  const all = { rows, weights: new Float64Array(points.rows).fill(1), d: points.columns };
  const partition = partitionAround(meansBefore({ ...points, data: rows }, before, k) ?? start, points.rows);
  const ending = iterateLloyd(all, partition, MOST_ITERATIONS);
  holdBorders(all, partition, before);
  const inertia = restoreInertia(partition.inertia);
  if (fresh.inertia < (1 - CLEARLY_LESS) * inertia) return { ...fresh, continued: false };
  return {
    centroids: restoreCentroids(partition.centroids),
    labels: partition.labels,
    inertia,
    ...ending,
    continued: true,
  };
}

/** [k × columns] means by cluster before; nothing where one has no row any more. */
function meansBefore({ data, columns: d }: Points, before: Int32Array, k: number): Float64Array | undefined {
  const means = new Float64Array(k * d);
  const counts = new Float64Array(k);
  before.forEach((label, i) => {
    if (label < 0) return;
    counts[label]!++;
    for (let c = 0; c < d; c++) means[label * d + c]! += data[i * d + c]!;
  });
  return counts.includes(0) ? undefined : means.map((sum, i) => sum / counts[Math.floor(i / d)]!);
}

/**
 * Put rows near a border back. With centroids a distance D apart, a row's squared distances to them differ by 2·D times how far it lies
 * past their middle. A cluster that would be empty keeps its rows.
 */
function holdBorders({ rows, weights, d }: WeightedRows, partition: Partition, before: Int32Array): void {
  const { centroids, labels } = partition;
  const kept = labels.slice();
  labels.forEach((label, i) => {
    const was = before[i]!;
    if (was < 0 || was === label) return;
    const gain =
      rowDistanceSquared(rows, i, centroids, was, d) - rowDistanceSquared(rows, i, centroids, label, d);
    if (gain <= 2 * BORDER * rowDistanceSquared(centroids, was, centroids, label, d)) kept[i] = was;
  });
  if (new Set(kept).size < centroids.length / d) return;
  labels.set(kept);
  measureRows({ rows, weights, d }, partition);
}
