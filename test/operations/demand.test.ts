import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../lib/numeric/index.ts';
import {
  coveredAt,
  demandDistribution,
  expectedLeftover,
  fitDemand,
  fitLogLinear,
  momentsOfSum,
  sumOverMarkets,
  weeklyDemand,
} from '../../lib/operations/index.ts';
import { aSeries, euro } from './a-series.ts';

const prior = { elasticity: -2, sd: 1 };

describe('weeklyDemand', () => {
  const group = (demand: (number | null)[]) => ({
    priceGroup: '',
    demand,
    priceSteps: [[0, 10 * euro]] as [number, number][],
  });

  test('cuts weeks back from the newest day and keeps a week of zeros', () => {
    const weeks = weeklyDemand([group([9, ...Array(7).fill(0), ...Array(7).fill(2)])], 15, new Set());

    expect(weeks.map(({ weeksAgo, units }) => [weeksAgo, units])).toEqual([
      [0, 14],
      [1, 0],
    ]);
    expect(weeks[0]?.exposure).toBeCloseTo(1, 12);
    expect(weeks[0]?.logPrice).toBeCloseTo(Math.log(10), 12);
  });

  test('leaves out days that sold out or were not observed, and weeks with fewer than four days', () => {
    const demand = [null, null, null, null, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2];

    const weeks = weeklyDemand([group(demand)], 14, new Set([13]));

    expect(weeks).toHaveLength(1);
    expect(weeks[0]).toMatchObject({ weeksAgo: 0, units: 12 });
    expect(weeks[0]?.exposure).toBeLessThan(1);
  });
});

describe('fitLogLinear', () => {
  test('gives the logarithm of the mean rate where there is a level alone', () => {
    const fit = fitLogLinear({
      design: Float64Array.of(1, 1, 1),
      counts: Float64Array.of(2, 4, 3),
      exposure: Float64Array.of(1, 1, 0.5),
      prior: [{ mean: 0, sd: 1e9 }],
    });

    // 9 units in 2.5 periods; the prior of width 10 holds it by less than .002
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(9 / 2.5), 2);
  });

  test('stays at the prior where the data say nothing', () => {
    const fit = fitLogLinear({
      design: Float64Array.of(0, 1, 0, 1),
      counts: Float64Array.of(5, 5),
      exposure: Float64Array.of(1, 1),
      prior: [
        { mean: -2, sd: 1 },
        { mean: 1, sd: 10 },
      ],
    });

    expect(fit.coefficients[0]).toBeCloseTo(-2, 6);
    expect(fit.standardErrors[0]).toBeCloseTo(1, 6);
  });

  test('answers finitely for zeros alone', () => {
    const fit = fitLogLinear({
      design: new Float64Array(10).fill(1),
      counts: new Float64Array(10),
      exposure: new Float64Array(10).fill(1),
      prior: [{ mean: 0, sd: 1e9 }],
    });

    expect(Number.isFinite(fit.coefficients[0])).toBe(true);
    expect(fit.coefficients[0]).toBeLessThan(-1);
  });
});

describe('fitDemand', () => {
  test('ignores days that sold out: they would flatten the answer to price', () => {
    const series = aSeries();
    // the low prices sell out at 3
    const steps = series.groups[0]?.priceSteps ?? [];
    const cheap = (day: number) => (steps.filter(([from]) => from <= day).at(-1)?.[1] ?? 0) < 9.8 * euro;
    const demand = series.demand.map((units, day) => (cheap(day) && day % 7 < 3 ? 3 : units));
    const censoredDays = demand.flatMap((_, day) => (cheap(day) && day % 7 < 3 ? [day] : []));
    const groups = series.groups.map((group) => ({ ...group, demand }));

    const blind = fitDemand({ ...series, demand, groups, censoredDays: [] }, prior);
    const seeing = fitDemand({ ...series, demand, groups, censoredDays }, prior);

    expect(blind.elasticity).toBeGreaterThan(-0.6);
    expect(seeing.elasticity).toBeLessThan(-1.4);
  });

  test('takes no price of the days to come for history', () => {
    const series = aSeries();
    const groups = series.groups.map((group) => ({
      ...group,
      priceSteps: [...group.priceSteps, [728, 20 * euro], [800, 5 * euro]] as [number, number][],
    }));

    expect(fitDemand({ ...series, groups }, prior)).toEqual(fitDemand(series, prior));
  });

  test('says of one price ever that the answer to it is assumed', () => {
    const series = aSeries();
    const groups = series.groups.map((group) => ({
      ...group,
      priceSteps: [[0, 10 * euro]] as [number, number][],
    }));

    const fit = fitDemand({ ...series, groups }, prior);

    expect(fit.priceMoves).toBe(0);
    expect(fit.elasticity).toBeCloseTo(-2, 6);
    expect(fit.warnings.join()).toContain('the list price never moved');
  });

  test('is not misled by big buyers on a low price list: it fits within price groups', () => {
    const days = 364;
    const steps = (level: number): [number, number][] =>
      [0, 91, 182, 273].map((day, i) => [day, Math.round(level * euro * [1, 1.1, 0.95, 1.05][i]!)]);
    const sells = (level: number, units: number, priceSteps: [number, number][]) =>
      Array.from({ length: days }, (_, day) => {
        const price = (priceSteps.filter(([from]) => from <= day).at(-1)?.[1] ?? 0) / euro;
        return units * (price / level) ** -1;
      });
    const small = steps(10);
    const big = steps(5);
    const groups = [
      { priceGroup: 'list', priceSteps: small, demand: sells(10, 10, small) },
      { priceGroup: 'big', priceSteps: big, demand: sells(5, 200, big) },
    ];

    const fit = fitDemand(
      { groups, demand: groups[0]!.demand, censoredDays: [], priceSource: 'list' },
      prior,
    );

    // across the groups the slope is ln(20) / ln(½) = −4.3; within each it is −1
    expect(fit.elasticity).toBeGreaterThan(-1.3);
    expect(fit.elasticity).toBeLessThan(-0.8);
    expect(fit.priceMoves).toBe(3);
  });
});

describe('demandDistribution', () => {
  test.each([
    ['Poisson', 3, 3, 1],
    ['negative binomial', 3, 12, 1],
    ['negative binomial of rare lumps', 0.4, 8, 1],
    ['a coarse grid', 900, 40_000, 9],
    ['a coarse grid with little variance', 900, 900, 9],
  ])('keeps mean and variance: %s', (_, mean, variance, unit) => {
    const { probability } = demandDistribution({ mean, variance }, unit);
    const moment = (power: number) =>
      probability.reduce((sum, share, cell) => sum + share * (cell * unit) ** power, 0);

    expect(moment(0)).toBeCloseTo(1, 12);
    // a tail of 1e-7 is cut: of rare lumps that is 5e-5 of the mean
    expect(moment(1) / mean).toBeCloseTo(1, 3);
    expect((moment(2) - moment(1) ** 2) / variance).toBeCloseTo(1, 1);
  });

  test('expects what is left as the sum over all demands does', () => {
    const distribution = demandDistribution({ mean: 4, variance: 9 }, 1);

    for (const stock of [-1, 0, 0.5, 3, 4.25, 400]) {
      const brute = distribution.probability.reduce(
        (sum, share, cell) => sum + share * Math.max(0, stock - cell),
        0,
      );
      expect(expectedLeftover(distribution, stock)).toBeCloseTo(brute, 10);
    }
  });
});

describe('sumOverMarkets', () => {
  const market = { days: 21, mean: 210, p50: 210, p90: 236, p95: 243, p99: 257 };

  test('keeps the mean, and the quantiles of one market', () => {
    const demand = sumOverMarkets([market], 21, createRandom(3));

    expect(demand.moments.mean).toBe(210);
    expect(Math.abs(coveredAt(demand, 0.95) - 243)).toBeLessThan(4);
    expect(Math.abs(coveredAt(demand, 0.5) - 210)).toBeLessThan(4);
  });

  test('covers two markets with less than the sum of their quantiles', () => {
    const both = sumOverMarkets([market, market], 21, createRandom(3));

    // independent: 420 + 1.645 · √2 · 20 = 466.5, not 486
    expect(coveredAt(both, 0.95)).toBeLessThan(475);
    expect(coveredAt(both, 0.95)).toBeGreaterThan(455);
  });

  test('spreads in proportion to the days', () => {
    const whole = momentsOfSum(market, 21);
    const third = momentsOfSum(market, 7);

    expect(third.mean).toBeCloseTo(70, 10);
    expect(third.variance).toBeCloseTo(whole.variance / 3, 10);
  });
});
