import { createRandom } from '../numeric/index.ts';
import { bayesCriterion } from './bayes-criterion.ts';
import type { KScore } from './choose-k.ts';
import { kMeans } from './k-means.ts';
import { normalisePoints } from './normalise.ts';
import { assignRows, partitionAround } from './partition.ts';
import { distinctRows, type Points, type WeightedRows } from './points.ts';
import { drawIndices, drawRows } from './sample-rows.ts';
import { meanSilhouette } from './silhouette.ts';
import { measureStability } from './stability.ts';

/** Rows on which clusters are found where there are more. */
const MOST_ROWS = 20_000;
/** Rows on which silhouettes and stability are measured, the same for every k. The cost grows with its square. */
const SAMPLE_ROWS = 1000;

/** Every number's scores, the BIC of a single cluster, and how many distinct rows there are, up to `max`. */
export type KScores = { scores: KScore[]; single: number | null; distinct: number };

/** Score each number of clusters from `min` to `max`, both no more than the number of distinct rows. @param points - checked */
export function scoreEachK(
  points: Points,
  { min, max, seed }: { min: number; max: number; seed: number },
): KScores {
  const { rows, restoreInertia } = normalisePoints(points);
  const { columns: d } = points;
  const all: WeightedRows = { rows, weights: new Float64Array(points.rows).fill(1), d };
  const kinds = distinctRows(all, max);
  const distinct = kinds.length;
  if (distinct === 1) return { scores: [ALIKE], single: null, distinct };
  const random = createRandom(seed);
  const fitted = drawRows(all, MOST_ROWS, kinds, random);
  const sample = drawIndices(points.rows, SAMPLE_ROWS, random);
  const clustersOf = (k: number) =>
    fitted === all ? kMeans(points, { k, seed }) : aroundSample(all, fitted, { k, seed, restoreInertia });
  const whole = clustersOf(1).inertia;

  const scores: KScore[] = [];
  for (let k = Math.min(min, distinct); k <= Math.min(max, distinct); k++) {
    const { labels, inertia } = clustersOf(k);
    const sampled = Int32Array.from(sample, (row) => labels[row]!);
    const partition = { k, labels: sampled, rows: sample.map((row) => rows.subarray(row * d, row * d + d)) };
    scores.push({
      k,
      inertia,
      silhouette: meanSilhouette({ data: rows, rows: points.rows, columns: d }, labels, k, sample),
      stability: k === 1 ? 1 : measureStability(fitted, partition, random).adjustedRand,
      bic: bayesCriterion(countLabels(labels, k), { inertiaShare: inertia / whole, d }),
    });
  }
  return { scores, single: bayesCriterion([points.rows], { inertiaShare: 1, d }), distinct };
}

const ALIKE: KScore = { k: 1, inertia: 0, silhouette: 0, stability: 1, bic: null };

/** Find clusters on a sample and put every row with the nearest. */
function aroundSample(
  all: WeightedRows,
  fitted: WeightedRows,
  { k, seed, restoreInertia }: { k: number; seed: number; restoreInertia(inertia: number): number },
): { labels: Int32Array; inertia: number } {
  const points = { data: fitted.rows, rows: fitted.weights.length, columns: all.d };
  const partition = partitionAround(kMeans(points, { k, seed }).centroids, all.weights.length);
  assignRows(all, partition);
  return { labels: partition.labels, inertia: restoreInertia(partition.inertia) };
}

function countLabels(labels: Int32Array, k: number): Float64Array {
  const counts = new Float64Array(k);
  for (const label of labels) counts[label]!++;
  return counts;
}
