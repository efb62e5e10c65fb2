import { describe, expect, test } from '@jest/globals';
import { continueClusters } from '../../lib/clustering/continue-clusters.ts';

const column = (...values: number[]) => ({
  data: Float64Array.from(values),
  rows: values.length,
  columns: 1,
});
const labels = (...values: number[]) => Int32Array.from(values);

describe('continueClusters', () => {
  test('keeps the numbers of the clusters before, whatever a fresh search would call them', () => {
    const points = column(0, 1, 10, 11);
    const options = { k: 2, seed: 1, clustersBefore: 2 };

    const one = continueClusters(points, { ...options, before: labels(0, 0, 1, 1) });
    const other = continueClusters(points, { ...options, before: labels(1, 1, 0, -1) });

    expect([...one.labels]).toEqual([0, 0, 1, 1]);
    expect([...other.labels]).toEqual([1, 1, 0, 0]);
    expect([one.continued, one.inertia]).toEqual([true, 1]);
  });

  test('leaves a row that is hardly past a border where it was, and counts it there', () => {
    // means 0 and 10 (of 9, 10, 11 and the new ones); the row at 5.2 belongs to the right one by a hair
    const points = column(-1, 0, 1, 5.2, 9, 10, 11, 10, 10, 10, 10, 10, 10, 10);
    const rest = new Array(10).fill(1);

    const stays = continueClusters(points, {
      k: 2,
      seed: 1,
      clustersBefore: 2,
      before: labels(0, 0, 0, 0, ...rest),
    });
    const newcomer = continueClusters(points, {
      k: 2,
      seed: 1,
      clustersBefore: 2,
      before: labels(0, 0, 0, -1, ...rest),
    });

    expect(stays.labels[3]).toBe(0);
    expect(newcomer.labels[3]).toBe(newcomer.labels[4]);
    expect(stays.continued && newcomer.continued).toBe(true);
  });

  test('takes the fresh search where it is clearly better, or the number is another', () => {
    const points = column(0, 1, 100, 101, 200, 201);

    // from these means no iteration leaves {0, 1} and the rest split badly
    const bad = continueClusters(points, {
      k: 3,
      seed: 1,
      clustersBefore: 3,
      before: labels(0, 1, 2, 2, 2, 2),
    });

    expect(bad).toMatchObject({ continued: false, inertia: 1.5 });
    expect(
      continueClusters(points, { k: 2, seed: 1, clustersBefore: 3, before: labels(0, 0, 1, 1, 2, 2) }),
    ).toMatchObject({
      continued: false,
    });
  });

  test('takes the fresh search where a cluster before has lost all its rows', () => {
    const found = continueClusters(column(0, 1, 10, 11), {
      k: 2,
      seed: 1,
      clustersBefore: 2,
      before: labels(0, 0, -1, -1),
    });

    expect(found).toMatchObject({ continued: false, inertia: 1 });
  });
});
