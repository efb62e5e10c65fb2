import { describe, expect, test } from '@jest/globals';
import { createRandom, samplePoisson, standardNormal } from '../../lib/numeric/index.ts';
import { addDemand } from '../../lib/operations/demand-ahead.ts';
import { demandWindows } from '../../lib/operations/demand-windows.ts';
import { fitProcess } from '../../lib/operations/fit-process.ts';
import { DEFAULT_RULES, demandBetween, steadyDemand } from '../../lib/operations/index.ts';
import { someFacts } from './a-process.ts';

const none = steadyDemand({ mean: 0, variance: 0 });
const rules = { reviewDays: 7 };

describe('demandBetween', () => {
  const ahead = { daily: [1, 2, 3], beyond: 10, dispersion: 2 };

  test('adds up the days of the forecast, parts of days in proportion, and the rate that stays after them', () => {
    expect(demandBetween(ahead, 0, 3)).toEqual({ mean: 6, variance: 12 });
    expect(demandBetween(ahead, 0.5, 1.5).mean).toBeCloseTo(0.5 + 1, 12);
    expect(demandBetween(ahead, 2, 5).mean).toBeCloseTo(3 + 20, 12);
    expect(demandBetween(ahead, 10, 12).mean).toBeCloseTo(20, 12);
    expect(demandBetween(ahead, 4, 4).mean).toBe(0);
  });

  test('is the same rate on every day where demand is steady', () => {
    expect(demandBetween(steadyDemand({ mean: 3, variance: 6 }), 5.5, 9)).toEqual({
      mean: 10.5,
      variance: 21,
    });
    expect(demandBetween(none, 0, 9)).toEqual({ mean: 0, variance: 0 });
  });
});

describe('addDemand', () => {
  test('adds markets day by day, one of which is known farther than the other', () => {
    const sum = addDemand([
      { daily: [1, 2], beyond: 3, dispersion: 1 },
      { daily: [4], beyond: 5, dispersion: 3 },
    ]);

    expect(Array.from(sum.daily)).toEqual([5, 7]);
    expect(sum.beyond).toBe(8);
    // variances 3 · 1 and 9 · 3 over means 3 and 9
    expect(sum.dispersion).toBeCloseTo(30 / 12, 12);
    expect(demandBetween(addDemand([]), 0, 7)).toEqual({ mean: 0, variance: 0 });
  });
});

describe('demandWindows', () => {
  const facts = { ahead: { own: steadyDemand({ mean: 1, variance: 1 }), others: none }, rules };

  test('gives the forecast’s weeks a phase each, and one that stays', () => {
    const own = { daily: new Array<number>(56).fill(1), beyond: 1, dispersion: 1 };

    const windows = demandWindows({
      ...facts,
      ahead: { own, others: none },
      endDays: null,
      leadTime: { meanDays: 14 },
    });

    expect(windows).toHaveLength(9);
    expect(windows[1]).toMatchObject({ from: 7, to: 14, bookedFrom: 21, bookedTo: 28, mayOrder: true });
    expect(windows[8]).toMatchObject({ from: 56, bookedFrom: 70 });
  });

  test('orders until a lead time before the end, then sells off, and books no day twice', () => {
    const windows = demandWindows({ ...facts, endDays: 30, leadTime: { meanDays: 14 } });

    expect(windows.map(({ mayOrder }) => mayOrder)).toEqual([true, true, true, false, false]);
    expect(windows.map(({ bookedFrom, bookedTo }) => [bookedFrom, bookedTo])).toEqual([
      // the first order comes on day 14; what can still come is in by day 21
      [14, 21],
      [7, 14],
      [14, 21],
      [21, 28],
      [28, 30],
    ]);
  });

  test.each([0, 5])('has one period, without orders, where %s days are left', (endDays) => {
    const windows = demandWindows({ ...facts, endDays, leadTime: { meanDays: 14 } });

    expect(windows).toHaveLength(1);
    expect(windows[0]).toMatchObject({ from: 0, to: endDays, mayOrder: false });
  });
});

describe('fitProcess', () => {
  const momentsOf = ({ probability, unit }: { probability: Float64Array; unit: number }) => {
    const mean = probability.reduce((sum, share, cell) => sum + share * cell * unit, 0);
    const square = probability.reduce((sum, share, cell) => sum + share * (cell * unit) ** 2, 0);
    return { mean, variance: square - mean ** 2 };
  };

  test('counts the spread of the lead time in what is asked for until arrival, as simulated deliveries have it', () => {
    const process = fitProcess(someFacts(3, 1, { leadTime: { meanDays: 20, sdDays: 5 } }));

    const { mean, variance } = momentsOf(process.phases.at(-1)!.effects[0]!.untilArrival);

    // 3 a day with a variance of 6, over 20 ± 5 days: 20 · 6 + 9 · 25
    const random = createRandom(4);
    const drawn = Array.from({ length: 40_000 }, () => {
      const days = 20 + 5 * standardNormal(random);
      // pairs of units: mean and variance of a day are 3 and 6
      return 2 * samplePoisson(random, 1.5 * Math.max(0, days));
    });
    const drawnMean = drawn.reduce((sum, units) => sum + units, 0) / drawn.length;
    const drawnVariance = drawn.reduce((sum, units) => sum + (units - drawnMean) ** 2, 0) / drawn.length;
    expect(mean).toBeCloseTo(60, 2);
    expect(variance).toBeCloseTo(345, 0);
    expect(drawnVariance / variance).toBeCloseTo(1, 1);
  });

  test('takes each week’s demand from its own days of the forecast, and lead time demand from those after', () => {
    const daily = Array.from({ length: 56 }, (_, day) => (day < 7 ? 1 : day < 28 ? 4 : 2));
    const own = { daily, beyond: 2, dispersion: 1 };
    const facts = someFacts(2, 1, { ahead: { own, others: none }, leadTime: { meanDays: 7, sdDays: 0 } });

    const means = fitProcess(facts).phases.map(({ effects: [effect] }) => [
      effect!.demandMean,
      momentsOf(effect!.untilReview).mean,
    ]);

    expect(means.map(([week]) => Math.round(week!))).toEqual([7, 28, 28, 28, 14, 14, 14, 14, 14]);
    expect(means.map(([, cover]) => Math.round(cover!))).toEqual([35, 56, 56, 42, 28, 28, 28, 28, 28]);
  });

  test('builds weeks of the same demand once', () => {
    const own = { daily: new Array<number>(56).fill(0.1), beyond: 0.1, dispersion: 1 };
    const { phases } = fitProcess(someFacts(0.1, 1, { ahead: { own, others: none }, rules: DEFAULT_RULES }));

    expect(phases).toHaveLength(9);
    expect(new Set(phases).size).toBe(1);
  });
});
