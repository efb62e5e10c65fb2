import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concentrationOf, gini, herfindahl, lorenzShares, topShare } from '../../lib/insight/index.ts';

const amounts = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 5, maxLength: 60 });
const seeded = { seed: 7, numRuns: 200 };

describe('herfindahl and gini', () => {
  test('are least for equal amounts and greatest for one holder', () => {
    expect(herfindahl([2, 2, 2, 2])).toBeCloseTo(0.25, 12);
    expect(gini([2, 2, 2, 2])).toBe(0);
    expect(herfindahl([7, 0, 0, 0])).toBe(1);
    expect(gini([7, 0, 0, 0])).toBeCloseTo(0.75, 12);
  });

  test('know neither the order nor the unit of the amounts', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 2, max: 9 }), (held, factor) => {
        fc.pre(held.some((amount) => amount > 0));
        const other = held.toReversed().map((amount) => amount * factor);

        expect(herfindahl(other)).toBeCloseTo(herfindahl(held)!, 12);
        expect(gini(other)).toBeCloseTo(gini(held)!, 12);
      }),
      seeded,
    );
  });

  test('gini is half the mean difference between two amounts, over their mean', () => {
    fc.assert(
      fc.property(amounts, (held) => {
        fc.pre(held.some((amount) => amount > 0));
        const n = held.length;
        let differences = 0;
        for (const one of held) for (const other of held) differences += Math.abs(one - other);
        const total = held.reduce((sum, amount) => sum + amount, 0);

        expect(gini(held)).toBeCloseTo(differences / (2 * n * total), 10);
      }),
      seeded,
    );
  });

  test('count negative amounts as 0 and say nothing when none is positive', () => {
    expect(topShare([10, -5], 1)).toBe(1);
    expect([herfindahl([]), gini([-1]), topShare([0], 1)]).toEqual([null, null, null]);
  });
});

describe('topShare', () => {
  test('adds the greatest amounts', () => {
    expect(topShare([1, 5, 4], 2)).toBeCloseTo(0.9, 12);
    expect(topShare([1, 5, 4], 10)).toBe(1);
  });
});

describe('lorenzShares', () => {
  test('encloses half the Gini coefficient with the diagonal', () => {
    fc.assert(
      fc.property(amounts, (held) => {
        fc.pre(held.some((amount) => amount > 0));
        const n = held.length;
        const curve = lorenzShares(
          held,
          held.map((_, i) => i + 1),
        );
        // trapezoids under the curve, from 0 on
        const area = curve.reduce((sum, share, i) => sum + (share + (curve[i - 1] ?? 0)) / (2 * n), 0);

        expect(1 - 2 * area).toBeCloseTo(gini(held)!, 10);
      }),
      seeded,
    );
  });
});

describe('concentrationOf', () => {
  test('is as computed by hand', () => {
    // revenue 5, 2, 1, 1, 1: shares .5, .2, .1, .1, .1; Gini 2·(1 + 2 + 3 + 4·2 + 5·5)/(5·10) − 6/5
    const { buyerHerfindahl, buyerGini } = concentrationOf([1, 5, 2, 1, 1], []);

    expect(buyerHerfindahl).toBeCloseTo(0.32, 12);
    expect(buyerGini).toBeCloseTo(0.36, 12);
  });

  test('says nothing of fewer than five buyers', () => {
    expect(concentrationOf([6_000, 2_000, 10, 10], [1])).toMatchObject({
      buyerHerfindahl: null,
      buyerGini: null,
      topTenBuyersShare: null,
      topTenthBuyersShare: null,
      topTenSkusShare: 1,
      lorenz: [],
    });
  });

  test('never sets fewer than five buyers apart by two of its shares', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 400 }), (buyers) => {
        const found = concentrationOf(
          Float64Array.from({ length: buyers }, (_, i) => i + 1),
          [],
        );
        const { topTenBuyersShare, topTenthBuyersShare, lorenz = [] } = found;
        const cuts = new Set(lorenz.map(({ buyersShare }) => Math.round(buyersShare * buyers)));
        if (topTenBuyersShare !== null) cuts.add(Math.max(buyers - 10, 0));
        if (topTenthBuyersShare !== null) cuts.add(buyers - Math.ceil(buyers / 10));

        const sorted = [...cuts].sort((a, b) => a - b);
        for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(5);
        expect([sorted[0], sorted.at(-1)]).toEqual([0, buyers]);
      }),
      seeded,
    );
  });
});
