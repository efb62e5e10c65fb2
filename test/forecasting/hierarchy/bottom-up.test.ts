import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addSeries,
  bottomUp,
  commonShares,
  emptyTotals,
  type ForecastDistribution,
  levelShocks,
  mergeTotals,
  type SampledTotals,
  type SeriesForecast,
} from '../../../lib/forecasting/index.ts';
import { createRandom, normalQuantile, standardNormal } from '../../../lib/numeric/index.ts';

const shape = { days: 3, paths: 64, times: 40 };
const gap = Number.NaN;

/** Normal steps that are independent of one another. */
const normalSteps = (mean: number, sd: number): ForecastDistribution => ({
  centre: [mean, mean, mean],
  sd: [sd, sd, sd],
  errorWeights: [1, 0, 0],
  sharedShare: [0, 0, 0],
  nonNegative: false,
});

type Market = { groups: number; each: number; sd: number; market: number; group: number; seed: number };

/** Series whose shocks have these shares of their variance in common; returned with a draw of what comes. */
function simulate({ groups, each, sd, market, group, seed }: Market, paths = shape.paths) {
  const random = createRandom(seed);
  const own = Math.sqrt(1 - market - group);
  const draw = () => {
    const common = Math.sqrt(market) * standardNormal(random);
    return Array.from({ length: groups }, () => {
      const ofGroup = Math.sqrt(group) * standardNormal(random);
      return Array.from({ length: each }, () => sd * (common + ofGroup + own * standardNormal(random)));
    });
  };
  const past = Array.from({ length: shape.times }, draw);
  const totals = Array.from({ length: groups }, (_, g) => {
    const sums = emptyTotals({ ...shape, paths });
    for (let k = 0; k < each; k++) {
      const shocks = Float64Array.from(past, (time) => time[g]![k]!);
      addSeries(sums, {
        mean: [10, 10, 10],
        distribution: normalSteps(10, sd),
        shocks,
        seed: seed * 1000 + g * 100 + k,
      });
    }
    return { totals: sums, seed: seed * 7 + g };
  });
  const came = draw()
    .flat()
    .reduce((sum, error) => sum + error, groups * each * 10);
  return { totals, came };
}

describe('bottomUp', () => {
  test('adds means up exactly: series to groups, groups to the market, days to weeks', () => {
    const { totals } = simulate({ groups: 3, each: 5, sd: 2, market: 0.2, group: 0.1, seed: 1 });

    const { market, groups } = bottomUp(totals, { probabilities: [0.5], blockSteps: 3, seed: 1 });

    expect(groups.map(({ mean }) => mean)).toEqual([
      [50, 50, 50],
      [50, 50, 50],
      [50, 50, 50],
    ]);
    expect(market.mean).toEqual([150, 150, 150]);
    expect(market.cumulative).toMatchObject([{ steps: 3, mean: 450 }]);
  });

  test('spreads as the variance of a sum with correlation does, by hand', () => {
    const each = 20;
    const { totals } = simulate({ groups: 1, each, sd: 3, market: 0, group: 0, seed: 2 }, 2048);
    const options = { probabilities: [0.1, 0.9], blockSteps: 3, seed: 1, draws: 8192 };

    const apart = bottomUp(totals, { ...options, shares: { market: 0, group: 0 } }).market;
    const together = bottomUp(totals, { ...options, shares: { market: 0.3, group: 0.1 } }).market;

    // sd of a sum of n with correlation r: s √(n + r n (n − 1))
    const half = ({ quantiles: [low = [], high = []] }: typeof apart) =>
      (high[0]! - low[0]!) / 2 / normalQuantile(0.9);
    expect(half(apart) / (3 * Math.sqrt(each))).toBeCloseTo(1, 1);
    expect(half(together) / (3 * Math.sqrt(each + 0.4 * each * (each - 1)))).toBeCloseTo(1, 1);
  });

  test('covers a market whose series move together; each by itself covers far too little', () => {
    const hits = { common: 0, alone: 0 };
    const runs = 120;
    for (let seed = 1; seed <= runs; seed++) {
      const { totals, came } = simulate({ groups: 4, each: 10, sd: 2, market: 0.15, group: 0.1, seed });
      const options = { probabilities: [0.1, 0.9], blockSteps: 1, seed, draws: 512 };
      const inside = (shares?: { market: number; group: number }) => {
        const { quantiles } = bottomUp(totals, { ...options, ...(shares && { shares }) }).market;
        return came >= quantiles[0]![0]! && came <= quantiles[1]![0]!;
      };

      if (inside()) hits.common++;
      if (inside({ market: 0, group: 0 })) hits.alone++;
    }

    // three standard errors of a share of 0.8 are 0.11
    expect(Math.abs(hits.common / runs - 0.8)).toBeLessThan(0.11);
    expect(hits.alone / runs).toBeLessThan(0.6);
  });

  test('keeps a total of series that cannot fall below 0 from doing so, and one that can as it is', () => {
    const build = (nonNegative: boolean) => {
      const totals = emptyTotals(shape);
      const distribution = { ...normalSteps(1, 5), nonNegative };
      addSeries(totals, { mean: [2, 2, 2], distribution, shocks: new Float64Array(40).fill(gap), seed: 1 });
      return bottomUp([{ totals, seed: 1 }], { probabilities: [0.02], blockSteps: 3, seed: 1 }).market;
    };

    expect(Math.min(...build(true).quantiles[0]!)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...build(false).quantiles[0]!)).toBeLessThan(0);
  });

  test('lays the quantiles of sums around the sums of means, though most days come to nothing', () => {
    const totals = emptyTotals({ ...shape, days: 14, paths: 256 });
    const each = (value: number) => Array<number>(14).fill(value);
    for (let k = 0; k < 10; k++) {
      // demand on one day in twelve: the mean of a day is a twelfth of 6, its sd several times that
      const lumpy = { chance: each(1 / 12), sizes: [6], shareUpTo: [1], rateShape: 20 };
      const steps = {
        centre: each(0.5),
        sd: each(1.7),
        errorWeights: each(0).with(0, 1),
        sharedShare: each(0),
      };
      const shocks = Float64Array.from(
        { length: shape.times },
        (_, week) => Math.sin(week) + Math.cos(week * k),
      );
      addSeries(totals, {
        mean: each(0.5),
        distribution: { ...steps, nonNegative: true, lumpy },
        shocks,
        seed: k + 1,
      });
    }
    const probabilities = Array.from({ length: 100 }, (_, at) => (at + 0.5) / 100);

    const { market } = bottomUp([{ totals, seed: 1 }], { probabilities, blockSteps: 14, seed: 1 });

    // the mean of evenly spaced quantiles is that of the distribution
    const [fortnight] = market.cumulative;
    const mean = fortnight!.quantiles.reduce((sum, units) => sum + units, 0) / probabilities.length;
    expect(fortnight!.mean).toBeCloseTo(70, 9);
    expect(mean / 70).toBeGreaterThan(0.98);
    expect(mean / 70).toBeLessThan(1.02);
    expect(Math.min(...market.quantiles.map(([first = -1]) => first))).toBe(0);
  });

  test('gives the same bytes twice and refuses groups that do not stand together', () => {
    const { totals } = simulate({ groups: 2, each: 3, sd: 1, market: 0.1, group: 0, seed: 3 });
    const options = { probabilities: [0.1, 0.9], blockSteps: 3, seed: 1 };

    expect(bottomUp(totals, options)).toEqual(bottomUp(totals, options));
    expect(() => bottomUp([], options)).toThrow('no group');
    const longer = { totals: emptyTotals({ ...shape, days: 4 }), seed: 1 };
    expect(() => bottomUp([...totals, longer], options)).toThrow('groups of 4 days');
  });
});

describe('commonShares', () => {
  test('finds the shares of a market that was made with them', () => {
    const found = Array.from({ length: 40 }, (_, seed) => {
      const { totals } = simulate({ groups: 5, each: 12, sd: 2, market: 0.2, group: 0.15, seed }, 1);
      return commonShares(totals.map(({ totals: sums }) => sums));
    });
    const mean = (of: 'market' | 'group') =>
      found.reduce((sum, shares) => sum + shares[of], 0) / found.length;

    expect(Math.abs(mean('market') - 0.2)).toBeLessThan(0.03);
    expect(Math.abs(mean('group') - 0.15)).toBeLessThan(0.02);
  });

  test('is the mean over pairs, by hand: equal shocks share all, opposite ones nothing', () => {
    const totalsOf = (...rows: number[][]) => {
      const totals = emptyTotals({ days: 3, paths: 1, times: 2 });
      for (const row of rows)
        addSeries(totals, {
          mean: [0, 0, 0],
          distribution: normalSteps(0, 1),
          shocks: Float64Array.from(row),
          seed: 1,
        });
      return totals;
    };

    expect(commonShares([totalsOf([1, -1], [2, -2])])).toEqual({ market: 0, group: 0.95 });
    expect(commonShares([totalsOf([1, -1], [-1, 1])])).toEqual({ market: 0, group: 0 });
    // three pairs of products 2, 0 and 0 over sizes of 1 each at two times
    expect(commonShares([totalsOf([1, 1], [1, 1], [1, -1])]).group).toBeCloseTo(2 / 6, 12);
    // closer across groups than within: one factor for both, over all six pairs
    const acrossOnly = commonShares([totalsOf([1, 1], [1, -1]), totalsOf([1, 1], [1, -1])]);
    expect(acrossOnly.group).toBe(0);
    expect(acrossOnly.market).toBeCloseTo(2 / 6, 12);
    expect(commonShares([totalsOf([1, 1])])).toEqual({ market: 0, group: 0 });
  });
});

describe('mergeTotals', () => {
  test('of parts is the total of the whole, however the series are parted', () => {
    const series = (k: number): SeriesForecast => ({
      mean: [k, k + 1, k + 2],
      distribution: normalSteps(k, 1 + k / 4),
      shocks: Float64Array.from({ length: 40 }, (_, t) => (t < k ? gap : Math.sin(t * k))),
      seed: k,
    });
    const totalOf = (ks: number[]) => {
      const totals = emptyTotals(shape);
      for (const k of ks) addSeries(totals, series(k));
      return totals;
    };
    const whole = totalOf([1, 2, 3, 4, 5]);

    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), (cut) => {
        const merged = emptyTotals(shape);
        mergeTotals(merged, totalOf([1, 2, 3, 4, 5].slice(0, cut)));
        mergeTotals(merged, totalOf([1, 2, 3, 4, 5].slice(cut)));

        expect(merged.series).toBe(5);
        for (const name of ['mean', 'futures', 'load', 'shocks', 'sizes'] as const)
          merged[name].forEach((value, at) => {
            expect(value).toBeCloseTo(whole[name][at]!, 9);
          });
      }),
      { seed: 1, numRuns: 6 },
    );
  });

  test('refuses totals of other shapes', () => {
    const other: SampledTotals = emptyTotals({ ...shape, paths: 8 });

    expect(() => mergeTotals(emptyTotals(shape), other)).toThrow('totals of 8 paths');
    expect(() =>
      addSeries(other, { mean: [], distribution: normalSteps(1, 1), shocks: new Float64Array(2), seed: 1 }),
    ).toThrow('2 shocks where 40');
  });
});

describe('levelShocks', () => {
  test('are sums of blocks less what smoothing expected, by hand', () => {
    // weeks of 7, 14, 14 after a cut-off start; level: 7, then 7 + 7/2
    const values = [99, ...Array<number>(7).fill(1), ...Array<number>(14).fill(2)];

    expect([...levelShocks(values, 7, 4)]).toEqual([gap, gap, 7, 3.5]);
    expect([...levelShocks(values, 7, 1)]).toEqual([3.5]);
  });

  test('fill a block that was mostly observed, and leave one out that was not', () => {
    const filled = levelShocks([1, 1, 1, 1, gap, 2, 2, gap], 4, 1);
    const unseen = levelShocks([1, 1, 1, 1, gap, gap, gap, 2, 3, 3, 3, 3], 4, 2);

    expect([...filled]).toEqual([4]);
    expect([...unseen]).toEqual([gap, 8]);
    expect([...levelShocks([], 7, 2)]).toEqual([gap, gap]);
  });

  test('of a steady series are nothing', () => {
    expect([...levelShocks(new Float64Array(70).fill(3), 7, 8)]).toEqual(Array<number>(8).fill(0));
  });
});
