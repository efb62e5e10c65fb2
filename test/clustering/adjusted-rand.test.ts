import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adjustedRand } from '../../lib/clustering/index.ts';

describe('adjustedRand', () => {
  test.each([
    // scikit-learn 1.2.1, adjusted_rand_score
    [[0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2], 0.4444444444444444],
    [[0, 1, 0, 1], [0, 0, 1, 1], -0.5],
  ])('gives scikit-learn’s number: case %#', (a, b, expected) => {
    expect(adjustedRand(a, b)).toBeCloseTo(expected, 14);
  });

  test('is 1 for the same partition under other names, one cluster and single rows among them', () => {
    expect(adjustedRand([0, 0, 1, 2], [2, 2, 0, 1])).toBe(1);
    expect(adjustedRand([0, 0, 0], [0, 0, 0])).toBe(1);
    expect(adjustedRand([0, 1, 2], [2, 1, 0])).toBe(1);
  });

  test('is what counting all pairs gives', () => {
    const labels = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(labels, (rows) => {
        const [a, b] = [rows.map(([one]) => one), rows.map(([, other]) => other)];
        let [both, inA, inB, all] = [0, 0, 0, 0];
        for (let i = 0; i < rows.length; i++)
          for (let j = 0; j < i; j++) {
            const [sameA, sameB] = [a[i] === a[j], b[i] === b[j]];
            both += Number(sameA && sameB);
            inA += Number(sameA);
            inB += Number(sameB);
            all++;
          }
        const expected = (inA * inB) / all;
        const most = (inA + inB) / 2;
        const index = most === expected ? 1 : (both - expected) / (most - expected);
        expect(adjustedRand(a, b)).toBeCloseTo(index, 10);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
