import { describe, expect, test } from '@jest/globals';
import { kMeans, type Points } from '../../lib/clustering/index.ts';
import { InputError } from '../../lib/domain/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';

const pointsOf = (rows: readonly (readonly number[])[]): Points => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
});

/** Two tight groups of three: each has squared distances 2/3 + … to its mean; by hand, inertia 2·(4/3) = 8/3. */
const TWO_GROUPS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [10, 10],
  [11, 10],
  [10, 11],
];

function randomPoints(seed: number): Points & { k: number } {
  const random = createRandom(seed);
  const rows = 3 + Math.floor(random() * 7);
  const columns = 1 + Math.floor(random() * 3);
  // repeated values on purpose: ties and equal rows
  const draw = () => (random() < 0.2 ? Math.round(random() * 20) / 2 : random() * 10);
  return {
    data: Float64Array.from({ length: rows * columns }, draw),
    rows,
    columns,
    k: 1 + Math.floor(random() * 3),
  };
}

/** The least inertia over every partition into k non-empty parts, by enumeration. */
function leastInertia({ data, rows, columns }: Points, k: number): number {
  const labels = new Int32Array(rows);
  let least = Number.POSITIVE_INFINITY;
  const extend = (row: number, used: number): void => {
    if (row === rows) {
      if (used === k) least = Math.min(least, inertiaOf(data, labels, k, columns));
      return;
    }
    for (let label = 0; label < Math.min(used + 1, k); label++) {
      labels[row] = label;
      extend(row + 1, Math.max(used, label + 1));
    }
  };
  extend(0, 0);
  return least;
}

function inertiaOf(data: Float64Array, labels: Int32Array, k: number, columns: number): number {
  let inertia = 0;
  for (let label = 0; label < k; label++)
    for (let column = 0; column < columns; column++) {
      const members = [...labels.keys()].filter((row) => labels[row] === label);
      const values = members.map((row) => data[row * columns + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      inertia += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    }
  return inertia;
}

/** Each row's nearest centroid by plain comparison, ties to the lowest. */
function nearestByHand({ data, rows, columns }: Points, centroids: Float64Array): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    const squared = Array.from({ length: centroids.length / columns }, (_, c) => {
      const differences = [...data.subarray(row * columns, (row + 1) * columns)].map(
        (value, column) => value - centroids[c * columns + column]!,
      );
      return differences.reduce((sum, difference) => sum + difference ** 2, 0);
    });
    return squared.indexOf(Math.min(...squared));
  });
}

describe('kMeans', () => {
  test('finds two obvious groups with the inertia computed by hand', () => {
    const { labels, inertia, converged } = kMeans(pointsOf(TWO_GROUPS), { k: 2, seed: 1 });

    expect(inertia).toBeCloseTo(8 / 3, 12);
    expect(new Set(labels.slice(0, 3)).size).toBe(1);
    expect(new Set(labels.slice(3)).size).toBe(1);
    expect(labels[0]).not.toBe(labels[3]);
    expect(converged).toBe(true);
  });

  test('reaches the least inertia of all partitions on 150 small random inputs', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const { k, ...points } = randomPoints(seed);
      const least = leastInertia(points, k);

      const { inertia } = kMeans(points, { k, seed });

      expect(inertia).toBeLessThanOrEqual(least * (1 + 1e-9) + 1e-12);
      expect(inertia).toBeGreaterThanOrEqual(least * (1 - 1e-9) - 1e-12);
    }
  });

  test('returns labels, centroids and inertia that belong together', () => {
    const random = createRandom(5);
    const points = { data: Float64Array.from({ length: 3000 }, random), rows: 1000, columns: 3 };

    const { centroids, labels, inertia } = kMeans(points, { k: 7, seed: 2 });

    expect(nearestByHand(points, centroids)).toEqual(labels);
    expect(inertiaOf(points.data, labels, 7, 3)).toBeCloseTo(inertia, 9);
    expect(new Set(labels).size).toBe(7);
  });

  test('gives the same bytes for the same seed and leaves its input alone', () => {
    const { k: _, ...points } = randomPoints(77);
    const before = points.data.slice();

    const first = kMeans(points, { k: 2, seed: 3 });
    const second = kMeans(points, { k: 2, seed: 3 });

    expect(second).toEqual(first);
    expect(points.data).toEqual(before);
  });

  test.each([1e-200, 1e-4, 1e6, 1e150])('finds the same groups when every value is scaled by %p', (scale) => {
    const scaled = TWO_GROUPS.map((row) => row.map((value) => value * scale));

    const { labels, converged } = kMeans(pointsOf(scaled), { k: 2, seed: 1 });

    expect(labels).toEqual(kMeans(pointsOf(TWO_GROUPS), { k: 2, seed: 1 }).labels);
    expect(converged).toBe(true);
  });

  test('finds the same groups far from the origin', () => {
    const moved = TWO_GROUPS.map((row) => row.map((value) => value + 1e9));

    const { inertia } = kMeans(pointsOf(moved), { k: 2, seed: 1 });

    expect(inertia).toBeCloseTo(8 / 3, 5);
  });

  test('parts as many clusters as there are distinct rows, with inertia 0', () => {
    const { inertia, labels } = kMeans(pointsOf([[1], [1], [2], [2], [5]]), { k: 3, seed: 1 });

    expect(inertia).toBe(0);
    expect(new Set(labels).size).toBe(3);
  });

  test('takes one row as one cluster, and constant rows as one', () => {
    expect(kMeans(pointsOf([[4, 2]]), { k: 1, seed: 1 })).toMatchObject({ inertia: 0, converged: true });
    expect(kMeans(pointsOf([[3], [3], [3]]), { k: 1, seed: 1 }).centroids).toEqual(Float64Array.of(3));
  });

  test('finds rare groups that a sample of a large input would miss', () => {
    const data = new Float64Array(20_000);
    data[7] = 1;
    data[15_000] = 2;

    const { inertia, labels } = kMeans({ data, rows: 20_000, columns: 1 }, { k: 3, seed: 1 });

    expect(inertia).toBeCloseTo(0, 20);
    expect(new Set(labels).size).toBe(3);
  });

  test('keeps every cluster filled when iterations run out', () => {
    const random = createRandom(9);
    const points = { data: Float64Array.from({ length: 9000 }, random), rows: 9000, columns: 1 };

    const { iterations, converged, labels } = kMeans(points, { k: 20, seed: 1, maxIterations: 1 });

    expect(iterations).toBe(1);
    expect(converged).toBe(false);
    expect(new Set(labels).size).toBe(20);
  });

  test.each([
    [[[1, Number.NaN]], 1, /row 0, column 1 is NaN/],
    [[[1], [Number.POSITIVE_INFINITY]], 1, /row 1, column 0 is Infinity/],
    [[[1], [2]], 0, /k is 0/],
    [[[1], [2]], 1.5, /k is 1.5/],
    [[[1], [1], [2]], 3, /only 2 distinct rows among 3/],
  ] as const)('refuses %j with k = %p and says why', (rows, k, message) => {
    const call = () => kMeans(pointsOf(rows), { k, seed: 1 });

    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });

  test('refuses lengths that do not fit, and unknown options', () => {
    const data = Float64Array.of(1, 2, 3);

    expect(() => kMeans({ data, rows: 2, columns: 2 }, { k: 1, seed: 1 })).toThrow(
      /2 rows of 2 columns need 4/,
    );
    expect(() => kMeans({ data, rows: 0, columns: 1 }, { k: 1, seed: 1 })).toThrow(/rows is 0/);
    const options = { k: 1, seed: 1, tolerance: 3 };
    expect(() => kMeans({ data, rows: 3, columns: 1 }, options)).toThrow(/no option tolerance/);
  });
});

describe('kMeans with weights', () => {
  test('counts a row of weight 3 as three rows', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { k, ...points } = randomPoints(seed);
      const random = createRandom(1000 + seed);
      const weights = Array.from({ length: points.rows }, () => 1 + Math.floor(random() * 3));
      const repeated = weights.flatMap((weight, row) =>
        Array.from({ length: weight }, () => [
          ...points.data.subarray(row * points.columns, (row + 1) * points.columns),
        ]),
      );

      const weighted = kMeans(points, { k, seed, weights });

      const inertia = kMeans(pointsOf(repeated), { k, seed }).inertia;
      expect(weighted.inertia).toBeCloseTo(inertia, 9);
    }
  });

  test('lets rows of weight 0 join a cluster without moving it', () => {
    const points = pointsOf([[0], [2], [10], [12], [100]]);

    const { centroids, labels, inertia } = kMeans(points, { k: 2, seed: 1, weights: [1, 1, 1, 1, 0] });

    // by hand: {0, 2} and {10, 12}, and 100 beside the nearer of them
    expect([...centroids].sort((a, b) => a - b)).toEqual([1, 11]);
    expect(inertia).toBeCloseTo(4, 12);
    expect(labels[4]).toBe(labels[3]);
  });

  test.each([
    [[1, 1], /2 weights for 3 rows/],
    [[1, -1, 1], /weight of row 1 is -1/],
    [[1, Number.NaN, 1], /weight of row 1 is NaN/],
    [[1, 0, 0], /only 1 distinct rows/],
  ])('refuses the weights %j and says why', (weights, message) => {
    expect(() => kMeans(pointsOf([[1], [2], [3]]), { k: 2, seed: 1, weights })).toThrow(message);
  });
});
