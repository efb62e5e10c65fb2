import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareSides, directionOf, similarityOf, surestDifferences } from '../../lib/insight/index.ts';

const counts = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 3, maxLength: 12 });
const seeded = { seed: 5, numRuns: 200 };

describe('compareSides', () => {
  test('is the log odds ratio with a Dirichlet prior as computed by hand', () => {
    const [first] = compareSides({ here: [40, 60], elsewhere: [10, 90] });

    // prior: 2 things × 50 of 200 = 0.5; odds 40.5 / 61.5 here and 10.5 / 91.5 elsewhere
    const value = Math.log(40.5 / 61.5) - Math.log(10.5 / 91.5);
    const error = Math.sqrt(1 / 40.5 + 1 / 10.5);
    expect(first?.logOdds).toEqual({
      value: expect.closeTo(value, 12),
      low: expect.closeTo(value - 1.959964 * error, 6),
      high: expect.closeTo(value + 1.959964 * error, 6),
    });
  });

  test('says the opposite when the sides are changed over, and nothing where they are alike', () => {
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const here = one.slice(0, Math.min(one.length, other.length));
        const elsewhere = other.slice(0, here.length);
        const back = compareSides({ here: elsewhere, elsewhere: here });

        compareSides({ here, elsewhere }).forEach(({ logOdds, qValue }, i) => {
          expect(logOdds.value).toBeCloseTo(-back[i]!.logOdds.value, 9);
          expect(qValue).toBeCloseTo(back[i]!.qValue, 9);
        });
        for (const { logOdds } of compareSides({ here, elsewhere: here }))
          expect(logOdds.value).toBeCloseTo(0, 9);
      }),
      seeded,
    );
  });

  test('draws a rare thing to no difference', () => {
    const value = (scale: number) =>
      Math.abs(compareSides({ here: [5 * scale, 1_000], elsewhere: [scale, 1_000] })[0]!.logOdds.value);

    expect(value(1)).toBeLessThan(value(100));
  });

  test('finds next to nothing among things that are bought alike', () => {
    // two draws of one Poisson-like pattern: the same counts, moved by their own chance
    const here = Array.from({ length: 500 }, (_, i) => 50 + ((i * 7) % 13) - 6);
    const elsewhere = Array.from({ length: 500 }, (_, i) => 50 + ((i * 11) % 13) - 6);

    expect(compareSides({ here, elsewhere }).filter(({ qValue }) => qValue <= 0.05)).toEqual([]);
  });

  test('compares nothing with one thing alone, or a side that bought nothing', () => {
    expect(compareSides({ here: [9], elsewhere: [3] })).toEqual([]);
    expect(compareSides({ here: [0, 0], elsewhere: [9, 9] })).toEqual([]);
  });
});

describe('directionOf', () => {
  const logOdds = { value: 1, low: 0.5, high: 1.5 };

  test('is told only where the share of buyers bears it out', () => {
    expect(directionOf({ logOdds, qValue: 0.01, reachHere: 0.5, reachElsewhere: 0.3 })).toBe('more');
    expect(directionOf({ logOdds, qValue: 0.01, reachHere: 0.5, reachElsewhere: 0.5 })).toBe('same');
    expect(directionOf({ logOdds, qValue: 0.06, reachHere: 0.5, reachElsewhere: 0.3 })).toBe('same');
  });
});

describe('surestDifferences', () => {
  test('leaves out what would tell about one to four buyers', () => {
    const sides = { here: [4, 90, 6], elsewhere: [90, 90, 90] };
    const options = { most: 9, buyers: { here: 100, elsewhere: 100 } };

    const less = surestDifferences(compareSides(sides), sides, { ...options, direction: 'less' });

    expect(less.map(({ place }) => place)).toEqual([2]);
  });
});

describe('similarityOf', () => {
  test('is 1 for the same mixture in any size, and 0 for markets that share nothing', () => {
    expect(similarityOf([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
    expect(similarityOf([1, 0], [0, 5])).toBe(0);
    // (3·4 + 4·3) / (5·5)
    expect(similarityOf([3, 4], [4, 3])).toBeCloseTo(24 / 25, 12);
  });
});
