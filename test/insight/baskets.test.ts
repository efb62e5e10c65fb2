import { describe, expect, test } from '@jest/globals';
import { findPairs, liftOf } from '../../lib/insight/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';

describe('findPairs', () => {
  test('tests a pair as R’s fisher.test does, over all pairs of the items', () => {
    const items = [
      { item: 'a', orders: 50 },
      { item: 'b', orders: 40 },
      { item: 'c', orders: 30 },
    ];

    const pairs = findPairs({ orders: 500, items, pairs: [{ first: 0, second: 1, together: 12 }] });

    // R 4.2.2: fisher.test(matrix(c(12, 28, 38, 422), 2), alternative = 'greater'); three pairs, two of them never seen
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ first: 'b', second: 'a', together: 12 });
    expect(pairs[0]!.qValue / (3 * 0.00018068440915)).toBeCloseTo(1, 8);
  });

  test('leaves out what chance explains, and what keeps apart', () => {
    const items = ['a', 'b', 'c'].map((item) => ({ item, orders: 100 }));

    const pairs = findPairs({
      orders: 1_000,
      items,
      pairs: [
        { first: 0, second: 1, together: 12 },
        { first: 1, second: 2, together: 1 },
      ],
    });

    expect(pairs).toEqual([]);
  });

  test('puts first what is ordered together most beyond chance, not the largest lift', () => {
    const items = [
      { item: 'a', orders: 300 },
      { item: 'b', orders: 300 },
      { item: 'c', orders: 10 },
      { item: 'd', orders: 10 },
    ];

    const pairs = findPairs({
      orders: 1_000,
      items,
      pairs: [
        { first: 2, second: 3, together: 9 },
        { first: 0, second: 1, together: 200 },
      ],
    });

    // 110 orders more than the 90 of chance; 8.9 more than 0.1
    expect(pairs.map(({ first, second }) => first + second)).toEqual(['ab', 'cd']);
  });

  test('has nothing to say of no orders', () => {
    expect(findPairs({ orders: 0, items: [], pairs: [] })).toEqual([]);
  });
});

describe('liftOf', () => {
  test('has an interval as wide as resampling the orders gives', () => {
    const random = createRandom(3);
    const counts = { orders: 2_000, first: 300, second: 400, together: 120 };
    // shares of both, of the first alone, of the second alone
    const bounds = [120, 120 + 180, 120 + 180 + 280].map((count) => count / 2_000);
    const resampled = Array.from({ length: 2_000 }, () => {
      const drawn = [0, 0, 0, 0];
      for (let order = 0; order < 2_000; order++) {
        const u = random();
        drawn[bounds.findIndex((bound) => u < bound) & 3]! += 1;
      }
      const [both = 0, first = 0, second = 0] = drawn;
      return (both * 2_000) / ((both + first) * (both + second));
    }).sort((a, b) => a - b);

    const { value, low, high } = liftOf(counts);

    expect(value).toBe(2);
    expect(Math.abs(low - resampled[50]!)).toBeLessThan(0.03);
    expect(Math.abs(high - resampled[1_949]!)).toBeLessThan(0.03);
  });
});
