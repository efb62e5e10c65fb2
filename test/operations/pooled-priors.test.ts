import { describe, expect, test } from '@jest/globals';
import type { OwnAnswer, PricePriors } from '../../lib/domain/index.ts';
import {
  fitDemand,
  joinPriors,
  learnPolicy,
  listPricePrior,
  ownAnswer,
  type PooledPrior,
  poolAnswers,
  pooledPriorOf,
} from '../../lib/operations/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { type SimulatedSku, simulateCategory } from './a-category.ts';
import { aForecast, aSeries, asOf, euro, someSettings } from './a-series.ts';

const told = ({ price, cost }: SimulatedSku) => listPricePrior(price, cost).elasticity;
const answersOf = (skus: readonly SimulatedSku[]) =>
  skus.flatMap((sku) => ownAnswer({ ...sku.record, sku: `old ${sku.record.sku}` }, told(sku)) ?? []);
const rootMeanSquare = (errors: readonly number[]) =>
  Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);

const anAnswer = (sku: string, value: number, changes: Partial<OwnAnswer> = {}): OwnAnswer => ({
  sku,
  category: 'bolts',
  weeks: 80,
  elasticity: { value, standardError: 0.2 },
  told: null,
  wave: null,
  ...changes,
});
const someAnswers = (count: number, value = -2) =>
  Array.from({ length: count }, (_, place) => anAnswer(`s${place}`, value + 0.1 * ((place % 3) - 1)));

describe('priors pooled over a category', () => {
  test.each([
    ['where margins say nothing of demand', false, 26],
    ['where margins say nothing of demand, in a few weeks', false, 16],
    ['where margins were worked out from demand', true, 26],
  ])('come nearer to the truth than the list price alone: %s', (_, priced, weeks) => {
    const alone: number[] = [];
    const pooled: number[] = [];
    const standardised: number[] = [];
    for (const [seed, elasticity] of [
      [1, -2],
      [2, -4],
    ] as const) {
      const category = { name: 'bolts', elasticity, spread: 0.4, priced };
      const priors = poolAnswers(answersOf(simulateCategory({ ...category, seed }, { skus: 20, weeks: 80 })));
      for (const sku of simulateCategory({ ...category, seed: seed + 50 }, { skus: 15, weeks })) {
        const listPrice = listPricePrior(sku.price, sku.cost);
        const prior = pooledPriorOf(priors, 'bolts', null)!;
        const fit = fitDemand(sku.record, joinPriors(listPrice, prior), undefined, { wave: prior.wave });
        alone.push(fitDemand(sku.record, listPrice).elasticity - sku.elasticity);
        pooled.push(fit.elasticity - sku.elasticity);
        standardised.push((fit.elasticity - sku.elasticity) / fit.elasticityStandardError);
      }
    }

    expect(rootMeanSquare(pooled)).toBeLessThan(0.75 * rootMeanSquare(alone));
    // and is as unsure as it says, give or take a third
    expect(rootMeanSquare(standardised)).toBeGreaterThan(0.6);
    expect(rootMeanSquare(standardised)).toBeLessThan(1.35);
  });

  test('find the wave that a short history cannot show', () => {
    const category = { name: 'bolts', elasticity: -3, spread: 0.4, seed: 3 };
    const priors = poolAnswers(answersOf(simulateCategory(category, { skus: 12, weeks: 80 })));

    const { wave } = pooledPriorOf(priors, 'bolts', null)!;

    // the simulated year has e^(0.3 cos)
    expect(Math.abs(wave!.cosine.mean - 0.3)).toBeLessThan(0.05);
    expect(Math.abs(wave!.sine.mean)).toBeLessThan(0.05);
  });

  test('do not let a SKU speak twice: its own part is taken out', () => {
    const answers = [...someAnswers(5), anAnswer('odd', -6)];
    const priors = poolAnswers(answers);

    const withIt = pooledPriorOf(priors, 'bolts', null)!;
    const without = pooledPriorOf(priors, 'bolts', answers.at(-1)!)!;

    expect(withIt.elasticity.elasticity).toBeLessThan(-2.5);
    expect(without.elasticity.elasticity).toBeGreaterThan(-2.1);
    expect([withIt.skus, without.skus]).toEqual([6, 5]);
  });

  test('take the whole market where a category has fewer than five SKUs, and nothing where that has too', () => {
    const few = someAnswers(4).map((answer) => ({ ...answer, sku: `n${answer.sku}`, category: 'nuts' }));
    const priors = poolAnswers([...someAnswers(6, -3), ...few]);

    expect(pooledPriorOf(priors, 'bolts', null)).toMatchObject({ category: 'bolts', skus: 6 });
    expect(pooledPriorOf(priors, 'nuts', null)).toMatchObject({ category: null, skus: 10 });
    expect(pooledPriorOf(priors, null, null)).toMatchObject({ category: null, skus: 10 });
    expect(pooledPriorOf(poolAnswers(few), 'nuts', null)).toBeUndefined();
    expect(poolAnswers([])).toEqual({ all: null, categories: [] });
  });

  test('are the same in whatever order the shards ended', () => {
    const answers = someAnswers(9);

    expect(poolAnswers(answers.toReversed())).toEqual(poolAnswers(answers));
  });

  test('never take a category for all of one kind: a further SKU may differ by a tenth', () => {
    const same = Array.from({ length: 40 }, (_, place) => anAnswer(`s${place}`, -2));

    expect(pooledPriorOf(poolAnswers(same), 'bolts', null)!.elasticity.sd).toBeGreaterThanOrEqual(0.2);
  });
});

describe('joinPriors', () => {
  const pooled: PooledPrior = {
    category: 'bolts',
    skus: 9,
    elasticity: { elasticity: -2, sd: 0.5 },
    listPriceError: 0,
    wave: undefined,
  };

  test('weighs both by their precision', () => {
    const { elasticity, sd } = joinPriors({ elasticity: -5, sd: 1 }, pooled);

    // precisions 1 and 4: (−5 − 8) / 5, √(1/5)
    expect(elasticity).toBeCloseTo(-2.6, 12);
    expect(sd).toBeCloseTo(Math.sqrt(0.2), 12);
  });

  test('believes list prices no further than they were right for the others', () => {
    const { elasticity } = joinPriors({ elasticity: -5, sd: 1 }, { ...pooled, listPriceError: 2 });

    // precisions ¼ and 4
    expect(elasticity).toBeCloseTo((-5 / 4 - 8) / 4.25, 12);
  });
});

describe('ownAnswer', () => {
  test.each([
    ['prices are those paid', { priceSource: 'paid' as const }],
    [
      'the price never moved',
      { groups: [{ ...aSeries().groups[0]!, priceSteps: [[0, 10 * euro]] as [number, number][] }] },
    ],
    ['there was no stock for a year', { demand: aSeries().demand.map(() => null), groups: [] }],
  ])('is none where %s', (_, changes) => {
    expect(ownAnswer(aSeries(changes), null)).toBeNull();
  });

  test('owes nothing to any prior', () => {
    const answer = ownAnswer(aSeries(), -9)!;

    expect(Math.abs(answer.elasticity.value + 2)).toBeLessThan(0.4);
    expect(answer).toMatchObject({ sku: 'A-1', category: null, told: -9, weeks: 104 });
  });
});

describe('learnPolicy with what a night before told', () => {
  const priors: PricePriors = {
    runId: 'de-2024-06-29',
    market: 'de',
    asOf: '2024-06-29',
    ...poolAnswers(someAnswers(30, -3)),
  };
  const product = { ...aSeries().product, category: 'bolts' };
  const weeks = 30;
  const demand = aSeries().demand.slice(-weeks * 7);
  /** Thirty weeks at one price. */
  const young = aSeries({
    start: '2023-12-04',
    demand,
    groups: [{ priceGroup: '', demand, priceSteps: [[0, 10 * euro]] }],
    product,
  });
  const learn = (changes: Parameters<typeof someSettings>[0]) => {
    const { document } = learnPolicy(young, aForecast(), aMarket(), someSettings(changes));
    if (document.kind !== 'ready') throw new Error('a policy was expected');
    return document;
  };

  test('borrows the answer of its category, says from whom, and may move the price', () => {
    const borrowed = learn({ priors });

    expect(borrowed.demand.pooled).toMatchObject({ category: 'bolts', skus: 30, asOf: '2024-06-29' });
    expect(Math.abs(borrowed.demand.elasticity + 3)).toBeLessThan(0.3);
    expect(borrowed.priceMicros.length).toBeGreaterThan(1);
  });

  test('stands alone on the first night, says so, and keeps its price', () => {
    const alone = learn({ priors: null });

    expect(alone.demand.pooled).toBeNull();
    expect(alone.demand.elasticity).toBeCloseTo(-2.75, 6); // 1.1 · 10 / 4
    expect(alone.priceMicros).toEqual([10 * euro]);
  });

  test('lets the merchant’s own belief go before', () => {
    const rules = { ...someSettings().rules, prior: { elasticity: -1.5, sd: 0.3 } };

    const believed = learn({ priors, rules });

    expect(believed.demand).toMatchObject({ elasticity: -1.5, pooled: null });
  });

  test('gives the same policy when it runs again', () => {
    expect(learn({ priors })).toEqual(learn({ priors }));
    expect(learn({ priors }).asOf).toBe(asOf);
  });
});
