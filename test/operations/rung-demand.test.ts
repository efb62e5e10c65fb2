import { describe, expect, test } from '@jest/globals';
import { createRandom, sampleNegativeBinomial, samplePoisson } from '../../lib/numeric/index.ts';
import {
  bendPrior,
  fitCountShape,
  fitRungDemand,
  listPricePrior,
  openRungs,
  type TradedPeriod,
  testChances,
} from '../../lib/operations/index.ts';

const rungs = [0.9, 0.95, 1, 1.05, 1.1];
const options = {
  rungs,
  phases: [{ mean: 0, sd: 1 }],
  elasticity: { elasticity: -3, sd: 1 },
  bend: { chance: 0.3, below: { mean: -1.5, sd: 1 }, change: { mean: -3, sd: 3 } },
  seed: 1,
};

/** Weeks of Poisson demand at rungs in turn; `stock` units at most are sold. */
function traded(meanAt: (rung: number) => number, { at = [0, 1, 2, 3, 4], weeks = 400, stock = 1e9 } = {}) {
  const random = createRandom(5);
  return Array.from({ length: weeks }, (_, week): TradedPeriod => {
    const rung = at[week % at.length]!;
    const asked = samplePoisson(random, meanAt(rung));
    return { phase: 0, rung, units: Math.min(asked, stock), soldOut: asked >= stock };
  });
}

describe('fitRungDemand', () => {
  test('finds demand at every rung where it was traded at all of them', () => {
    const truth = rungs.map((price) => 8 * price ** -3);

    const { mean } = fitRungDemand(
      traded((rung) => truth[rung]!),
      options,
    );

    mean.forEach((units, rung) => {
      expect(Math.abs(units / truth[rung]! - 1)).toBeLessThan(0.08);
    });
  });

  test('finds demand that bends at a rival’s price', () => {
    const truth = [8.4, 8.2, 8, 7.8, 4];

    const { mean } = fitRungDemand(
      traded((rung) => truth[rung]!),
      options,
    );

    expect(mean[3]! / mean[4]!).toBeGreaterThan(1.6);
    expect(mean[2]! / mean[3]!).toBeLessThan(1.15);
  });

  test('sees through stock-outs: what sold is not what was asked for', () => {
    const weeks = traded(() => 8, { at: [2], stock: 9 });
    const sold = weeks.reduce((sum, { units }) => sum + units, 0) / weeks.length;

    const { mean } = fitRungDemand(weeks, options);

    expect(sold).toBeLessThan(7.5);
    expect(Math.abs(mean[2]! - 8)).toBeLessThan(0.4);
  });

  test('is less sure of a price that was never tried', () => {
    const { predictive, mean } = fitRungDemand(
      traded(() => 8, { at: [1, 2, 3] }),
      options,
    );
    const doubt = (rung: number) => (predictive[rung]!.variance - mean[rung]!) / mean[rung]! ** 2;

    expect(doubt(4)).toBeGreaterThan(4 * doubt(3));
  });

  test('answers from what is believed before where nothing was traded', () => {
    const { mean, periodsAt } = fitRungDemand([], options);

    expect(Array.from(periodsAt)).toEqual([0, 0, 0, 0, 0]);
    for (const units of mean) expect(units).toBeGreaterThanOrEqual(0);
    expect(mean[0]).toBeGreaterThan(mean[4]!);
  });

  test('learns nothing from weeks that began sold out', () => {
    const weeks = traded(() => 8);
    const empty = Array.from({ length: 50 }, () => ({ phase: 0, rung: 4, units: 0, soldOut: true }));

    expect(fitRungDemand([...weeks, ...empty], options)).toEqual(fitRungDemand(weeks, options));
  });
});

describe('fitCountShape', () => {
  const counts = (sample: () => number) =>
    Array.from({ length: 600 }, () => ({ mean: 6, count: sample(), censored: false }));

  test('takes Poisson counts for Poisson, and wavering ones for negative binomial', () => {
    const random = createRandom(2);
    const poisson = fitCountShape(counts(() => samplePoisson(random, 6)));
    const wavering = fitCountShape(counts(() => sampleNegativeBinomial(random, 6, 2)));

    expect(poisson).toEqual({ ratio: 1, size: Number.POSITIVE_INFINITY });
    expect(wavering.ratio + 6 / wavering.size).toBeGreaterThan(2.5);
  });
});

describe('listPricePrior', () => {
  test('believes that the list price is near the best one for its cost', () => {
    // the best price for elasticity e is cost · e / (e − 1): 100 for a cost of 70 means e = 3.33
    expect(listPricePrior(100, 70).elasticity / 1.1).toBeCloseTo(-10 / 3, 10);
  });

  test.each([
    [100, 100],
    [100, 120],
    [0, 0],
  ])('stays finite without a margin: price %d, cost %d', (price, cost) => {
    expect(listPricePrior(price, cost).elasticity).toBeCloseTo(-8.8, 10);
    expect(bendPrior(price, cost).change.mean).toBe(-8);
  });
});

describe('openRungs', () => {
  test('opens dearer rungs as far as each was tried three times, and every cheaper one', () => {
    expect(openRungs({ periodsAt: Int32Array.of(0, 2, 90, 3, 2) })).toEqual([true, true, true, true, false]);
    expect(openRungs({ periodsAt: Int32Array.of(0, 2, 90, 0, 9) })).toEqual([true, true, true, false, false]);
  });
});

describe('testChances', () => {
  const costs = { prices: rungs, unitCost: 0.7, holding: 0.01, stockout: 0, order: 0, leadTime: 1 };

  test('sum to 1, and stay within a step of the prices tried', () => {
    const chances = testChances(
      fitRungDemand(
        traded(() => 8, { at: [1, 2] }),
        options,
      ),
      costs,
    );

    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    expect(chances[4]).toBe(0);
  });

  test('look where the best price may lie', () => {
    const steep = fitRungDemand(
      traded((rung) => 8 * rungs[rung]! ** -6),
      options,
    );

    // the best price for elasticity −6 is .7 · 6 / 5 = .84
    expect(testChances(steep, costs)[0]).toBeGreaterThan(0.7);
  });
});
