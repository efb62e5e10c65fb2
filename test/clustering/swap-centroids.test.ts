import { describe, expect, test } from '@jest/globals';
import { iterateLloyd, settle } from '../../lib/clustering/lloyd.ts';
import {
  assignRows,
  copyPartition,
  type Partition,
  partitionAround,
  replaceCentroid,
} from '../../lib/clustering/partition.ts';
import type { WeightedRows } from '../../lib/clustering/points.ts';
import { swapCentroids } from '../../lib/clustering/swap-centroids.ts';
import { createRandom } from '../../lib/numeric/index.ts';

/** Four tight pairs on a line. Three centroids: the best partition joins no distant pairs, a poor one splits a pair. */
const FOUR_PAIRS: WeightedRows = {
  rows: Float64Array.of(0, 1, 10, 11, 100, 101, 200, 201),
  weights: new Float64Array(8).fill(1),
  d: 1,
};

function cloud(seed: number, n: number): WeightedRows {
  const random = createRandom(seed);
  return {
    rows: Float64Array.from({ length: 2 * n }, random),
    weights: Float64Array.from({ length: n }, () => Math.floor(random() * 3)),
    d: 2,
  };
}

/** Every bound must hold: `own` no less than the true distance, `next` no more than the nearest other. */
function expectValidBounds(points: WeightedRows, partition: Partition): void {
  const exact = partitionAround(partition.centroids, partition.labels.length);
  const { rows, d } = points;
  for (let i = 0; i < exact.labels.length; i++) {
    const distances = Array.from({ length: exact.centroids.length / d }, (_, c) =>
      Math.hypot(
        ...Array.from({ length: d }, (_, column) => rows[i * d + column]! - exact.centroids[c * d + column]!),
      ),
    );
    const own = distances[partition.labels[i]!]!;
    const others = distances.filter((_, c) => c !== partition.labels[i]);
    expect(partition.own[i]).toBeGreaterThanOrEqual(own - 1e-12);
    expect(partition.next[i]).toBeLessThanOrEqual(Math.min(...others) + 1e-12);
  }
}

describe('swapCentroids', () => {
  test('leaves an optimum in which one pair is split and two pairs share a centroid', () => {
    // 0, 1 and the pair 10, 11 share 5.5; 100 and 101 have one each; 200.5: Lloyd cannot leave this
    const partition = partitionAround(Float64Array.of(5.5, 100, 101, 200.5), 8);
    iterateLloyd(FOUR_PAIRS, partition, 100);
    // by hand: (5.5² + 4.5²)·2 + 0 + 0 + 2·0.5²
    expect(partition.inertia).toBeCloseTo(101.5, 12);

    const gained = swapCentroids(FOUR_PAIRS, partition, 5, createRandom(1));

    expect(gained).toBe(true);
    expect(partition.inertia).toBeCloseTo(4 * 0.5, 12);
  });

  test('leaves a partition without inertia as it is', () => {
    const points = { rows: Float64Array.of(1, 1, 2), weights: new Float64Array(3).fill(1), d: 1 };
    const partition = partitionAround(Float64Array.of(1, 2), 3);
    iterateLloyd(points, partition, 10);

    expect(swapCentroids(points, partition, 5, createRandom(1))).toBe(false);
    expect(partition.centroids).toEqual(Float64Array.of(1, 2));
  });
});

describe('replaceCentroid', () => {
  test('keeps labels nearest and bounds valid, however often centroids are replaced and settle', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const points = cloud(seed, 60);
      const partition = partitionAround(points.rows.slice(0, 10), 60);
      const random = createRandom(seed);
      assignRows(points, partition);
      for (let swap = 0; swap < 5; swap++) {
        replaceCentroid(points, partition, Math.floor(random() * 5), Math.floor(random() * 60));
        const exact = partitionAround(partition.centroids, 60);
        copyPartition(partition, exact);
        assignRows(points, exact);
        if (exact.centroids.every((value, i) => value === partition.centroids[i]))
          expect(partition.labels).toEqual(exact.labels);
        expectValidBounds(points, partition);
        settle(points, partition, 3);
        expectValidBounds(points, partition);
      }
    }
  });
});
