import { describe, expect, test } from '@jest/globals';
import {
  clusterBootstrap,
  clusteredInterval,
  createRandom,
  standardNormal,
} from '../../lib/numeric/index.ts';

const ones = (totals: readonly number[]) => totals.map((total) => ({ total, size: 1 }));

describe('clusteredInterval', () => {
  test('is the t interval of a mean where every cluster is one row', () => {
    const { mean, lower, upper } = clusteredInterval(ones([1, 2, 3, 4, 5]), 0.9);

    // t(.95; 4) = 2.131847, standard deviation √2.5 over √5
    expect(mean).toBe(3);
    expect(upper - 3).toBeCloseTo(2.131847 * Math.SQRT1_2, 5);
    expect(3 - lower).toBeCloseTo(upper - 3, 10);
  });

  test('takes one cluster, or one that outweighs all others, for no ground', () => {
    expect(clusteredInterval(ones([7]), 0.9)).toEqual({ mean: 7, lower: -Infinity, upper: Infinity });
    const lopsided = [{ total: 900, size: 1000 }, ...ones([1, 2, 3])];
    expect(clusteredInterval(lopsided, 0.9).upper).toBeGreaterThan(1e6);
  });

  test('has no mean where nothing is counted', () => {
    expect(clusteredInterval([], 0.9).mean).toBeNaN();
  });
});

describe('clusterBootstrap', () => {
  test('covers the mean of skewed money in about nine of ten 90 % intervals of 30 clusters', () => {
    const random = createRandom(3);
    let covered = 0;
    for (let draw = 0; draw < 300; draw++) {
      const clusters = ones(Array.from({ length: 30 }, () => Math.exp(standardNormal(random))));
      const { lower, upper } = clusterBootstrap(clusters, { level: 0.9, random });
      if (lower <= Math.exp(0.5) && Math.exp(0.5) <= upper) covered++;
    }

    expect(covered / 300).toBeGreaterThan(0.84);
    expect(covered / 300).toBeLessThan(0.95);
  });

  test('gives the same bounds for the same seed, and reaches farther to the side of the skew', () => {
    const clusters = ones([...Array.from({ length: 19 }, (_, i) => i % 3), 30]);
    const bounds = () => clusterBootstrap(clusters, { level: 0.9, random: createRandom(1) });

    expect(bounds()).toEqual(bounds());
    const { mean, lower, upper } = bounds();
    expect(upper - mean).toBeGreaterThan(mean - lower);
  });

  test('is the t interval for few clusters', () => {
    const few = ones([1, 2, 3]);

    expect(clusterBootstrap(few, { level: 0.9, random: createRandom(1) })).toEqual(
      clusteredInterval(few, 0.9),
    );
  });

  test('bounds clusters that are all alike by themselves', () => {
    const alike = ones(new Array(12).fill(4));

    expect(clusterBootstrap(alike, { level: 0.9, random: createRandom(1) })).toEqual({
      mean: 4,
      lower: 4,
      upper: 4,
    });
  });
});
