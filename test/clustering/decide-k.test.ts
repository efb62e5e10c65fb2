import { describe, expect, test } from '@jest/globals';
import type { KScore } from '../../lib/clustering/choose-k.ts';
import { decideK } from '../../lib/clustering/decide-k.ts';

const aScore = (k: number, changes: Partial<KScore> = {}): KScore => ({
  ...{ k, inertia: 1, silhouette: 0.3, stability: 0.8, bic: -1000 + k },
  ...changes,
});

const chosen = (scores: KScore[], options: { prefer?: number; fewest?: number; single?: number } = {}) =>
  decideK(scores, { single: -2000, ...options });

describe('decideK', () => {
  test('takes the greatest BIC of the stable ones where groups do not lie apart', () => {
    const { best, apart, stable } = chosen([aScore(2), aScore(3), aScore(4, { stability: 0.5 })]);

    expect([best.k, apart, stable]).toEqual([3, false, 'some']);
  });

  test('asks no more of stability than to be found again, by however little', () => {
    const scores = [
      aScore(3, { stability: 0.5 }),
      aScore(4, { stability: 0.67 }),
      aScore(6, { stability: 0.62 }),
    ];

    expect(chosen(scores)).toMatchObject({ best: { k: 6 }, stable: 'some' });
  });

  test('takes the best parted where groups lie apart, and BIC between near silhouettes alone', () => {
    const scores = [
      aScore(2, { silhouette: 0.6 }),
      aScore(3, { silhouette: 0.7 }),
      aScore(4, { silhouette: 0.66 }),
      aScore(5, { silhouette: 0.64 }),
    ];

    // 0.66 is within 0.05 of 0.7 and has the greater BIC, 0.64 is not
    expect(chosen(scores)).toMatchObject({ best: { k: 4 }, apart: true, near: 2 });
  });

  test('takes the greatest silhouette of the least unstable where none is stable', () => {
    const scores = [
      aScore(2, { stability: 0.5, silhouette: 0.2 }),
      aScore(3, { stability: 0.45, silhouette: 0.25 }),
      aScore(4, { stability: 0.3, silhouette: 0.4 }),
    ];

    expect(chosen(scores)).toMatchObject({ best: { k: 3 }, stable: 'none' });
  });

  test('lets the number that stands stay until another is clearly better', () => {
    const scores = [aScore(3), aScore(4)];

    expect(chosen(scores, { prefer: 3 })).toMatchObject({ best: { k: 3 }, kept: { k: 4 } });
    expect(chosen([aScore(3), aScore(4, { silhouette: 0.36 })], { prefer: 3 }).best.k).toBe(4);
    expect(chosen([aScore(3, { stability: 0.59 }), aScore(4)], { prefer: 3 }).best.k).toBe(4);
    expect(
      chosen([aScore(3, { stability: 0.25 }), aScore(4, { stability: 0.5 })], { prefer: 3 }).best.k,
    ).toBe(4);
  });

  test('passes over fewer than wanted unless the groups lie apart', () => {
    const weak = [aScore(2, { bic: 0 }), aScore(3)];
    const strong = [aScore(2, { silhouette: 0.8 }), aScore(3)];

    expect(chosen(weak, { fewest: 3 }).best.k).toBe(3);
    expect(chosen(strong, { fewest: 3 }).best.k).toBe(2);
    expect(chosen([aScore(2)], { fewest: 3 }).best.k).toBe(2);
  });

  test('takes a single cluster only where its BIC is the greatest of all', () => {
    const one = aScore(1, { silhouette: 0, stability: 1, bic: -900 });

    expect(chosen([one, aScore(2)], { single: -900 })).toMatchObject({ best: { k: 1 }, oneCloud: true });
    expect(chosen([one, aScore(2, { bic: -800 })], { single: -900 }).best.k).toBe(2);
  });
});
