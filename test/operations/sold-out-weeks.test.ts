import { describe, expect, test } from '@jest/globals';
import { createRandom, samplePoisson } from '../../lib/numeric/index.ts';
import { momentsFrom } from '../../lib/operations/count-shape.ts';
import { fitDemand } from '../../lib/operations/index.ts';
import { euro } from './a-series.ts';

const prior = { elasticity: -2, sd: 5 };
const ELASTICITY = -3;
const PER_DAY = 6;
const SEEDS = Array.from({ length: 24 }, (_, seed) => seed);

type Shop = { demand: (number | null)[]; censoredDays: number[]; priceSteps: [number, number][] };

/** Two years of a shop that is filled each week, its price drawn anew each fortnight and 10.00 at the end. */
function aShop(seed: number, stock: number, weeks = 104): Shop {
  const random = createRandom(seed);
  const shop: Shop = { demand: [], censoredDays: [], priceSteps: [] };
  let price = 10;
  let left = 0;
  for (let day = 0; day < weeks * 7; day++) {
    if (day % 14 === 0) {
      price = day >= (weeks - 2) * 7 ? 10 : [9, 9.5, 10, 10.5, 11][Math.floor(random() * 5)]!;
      shop.priceSteps.push([day, price * euro]);
    }
    if (day % 7 === 0) left = stock;
    const sold = Math.min(left, samplePoisson(random, PER_DAY * (price / 10) ** ELASTICITY));
    shop.demand.push(left === 0 ? null : sold);
    if (left > 0 && sold === left) shop.censoredDays.push(day);
    left -= sold;
  }
  return shop;
}

const fitShop = ({ demand, censoredDays, priceSteps }: Shop) =>
  fitDemand(
    { demand, censoredDays, groups: [{ priceGroup: '', demand, priceSteps }], priceSource: 'list' },
    prior,
  );

/** The same shop by one who only looks at days that did not sell out. */
function withoutSoldOut({ demand, censoredDays, priceSteps }: Shop): Shop {
  const out = new Set(censoredDays);
  return { demand: demand.map((units, day) => (out.has(day) ? null : units)), censoredDays: [], priceSteps };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('fitDemand with weeks that sold out', () => {
  test.each([
    [36, 'three weeks of four'],
    [30, 'nine weeks of ten'],
  ])('finds elasticity and level with a stock of %d, which sells out %s', (stock) => {
    const fits = SEEDS.map((seed) => fitShop(aShop(seed, stock)));
    const blind = SEEDS.map((seed) => fitShop(withoutSoldOut(aShop(seed, stock))));

    expect(fits[0]!.soldOutWeeks).toBeGreaterThan(60);
    expect(Math.abs(meanOf(fits.map(({ elasticity }) => elasticity)) - ELASTICITY)).toBeLessThan(0.25);
    expect(meanOf(fits.map(({ unitsPerWeek }) => unitsPerWeek!)) / (7 * PER_DAY)).toBeCloseTo(1, 1);
    expect(meanOf(blind.map(({ elasticity }) => elasticity))).toBeGreaterThan(ELASTICITY + 0.3);
  });

  test('knows how unsure it is: two of three errors lie within a standard error', () => {
    const within = SEEDS.filter((seed) => {
      const { elasticity, elasticityStandardError } = fitShop(aShop(seed, 33));
      return Math.abs(elasticity - ELASTICITY) < elasticityStandardError;
    }).length;

    // of 24: binomial with p = .68, give or take 2.5 standard deviations
    expect(within).toBeGreaterThanOrEqual(11);
    expect(within).toBeLessThanOrEqual(22);
  });

  test('learns nothing from weeks that never had stock', () => {
    const shop = aShop(1, 40, 60);
    const shut = Array.from({ length: 60 * 7 }, () => null);
    const longer = { ...shop, demand: [...shop.demand, ...shut] };

    const fit = fitShop(longer);

    expect(fit.weeks).toBe(fitShop(shop).weeks);
    expect(Math.abs(fit.elasticity - fitShop(shop).elasticity)).toBeLessThan(0.4);
  });

  test('answers a year without stock with what was believed before, and says why', () => {
    const demand = Array.from({ length: 365 }, () => null);

    const fit = fitShop({ demand, censoredDays: [], priceSteps: [[0, 10 * euro]] });

    expect(fit).toMatchObject({ elasticity: -2, elasticityStandardError: 5, weeks: 0, unitsPerWeek: null });
    expect(fit.warnings.join()).toContain('on 365 of 365 days it was sold out or not observed');
  });

  test('stays finite where every day sold out', () => {
    const demand = Array.from({ length: 364 }, () => 3);
    const priceSteps: [number, number][] = [
      [0, 10 * euro],
      [182, 9 * euro],
    ];

    const fit = fitShop({ demand, censoredDays: demand.map((_, day) => day), priceSteps });

    expect(Number.isFinite(fit.elasticity)).toBe(true);
    expect(Number.isFinite(fit.unitsPerWeek)).toBe(true);
    for (const { elasticity } of fit.draws) expect(Number.isFinite(elasticity)).toBe(true);
  });
});

describe('momentsFrom', () => {
  const poisson = { ratio: 1, size: Number.POSITIVE_INFINITY };

  test('is the mean and variance of a Poisson count of 2 known to be at least 2', () => {
    // P(D ≥ 2) = 1 − 3e⁻² = .59399; E[D; D ≥ 2] = 2 − 2e⁻² = 1.72933; E[D²; D ≥ 2] = 6 − 2e⁻² = 5.72933
    const { mean, variance } = momentsFrom(poisson, 2, 2);

    expect(mean).toBeCloseTo(1.72933 / 0.59399, 3);
    expect(variance).toBeCloseTo(5.72933 / 0.59399 - (1.72933 / 0.59399) ** 2, 3);
  });

  test('goes over to the normal without a step', () => {
    const [below, above] = [499, 501].map((mean) => momentsFrom(poisson, mean, mean + 10));

    expect(above!.mean - below!.mean).toBeCloseTo(2, 0);
    expect(Math.sqrt(above!.variance) / Math.sqrt(below!.variance)).toBeCloseTo(1, 1);
  });

  test('is what was seen where more than that is out of reach', () => {
    expect(momentsFrom(poisson, 2, 400)).toEqual({ mean: 400, variance: 0 });
    expect(momentsFrom(poisson, 2000, 9000)).toEqual({ mean: 9000, variance: 0 });
  });
});
