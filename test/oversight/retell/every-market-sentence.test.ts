import { describe, expect, test } from '@jest/globals';
import type { Category, Differences, Estimate } from '../../../lib/domain/index.ts';
import {
  compareMarkets,
  estimateElasticity,
  type Grounds,
  positionCategories,
  seasonOf,
} from '../../../lib/insight/index.ts';
import { createRetell } from '../../../lib/oversight/index.ts';

const retell = createRetell('zh');
/** Sentences that keep a word of English once they were retold, names of SKUs and markets apart. */
const untold = (sentences: readonly string[]) =>
  sentences.filter((text) => /[a-z]{3,}/.test(retell(text).replaceAll('SKU', '')));

const estimate = (value: number, half = 0.05): Estimate => ({ value, low: value - half, high: value + half });
const aCategory = (changes: Partial<Category> = {}): Category => ({
  ...{ category: 'tools', revenue: { minor: 1_000, currency: 'EUR' }, revenueShare: 0.04, orders: 90 },
  ...{ buyers: 60, skus: 4, units: 300, reach: estimate(0.6, 0.1), growth: null, margin: null },
  ...changes,
});
const aDifference = (name: string, here: number, there: number) => ({
  ...{ name, buyersHere: 100 * here, buyersElsewhere: 100 * there, reachHere: here, reachElsewhere: there },
  ...{ logOdds: { value: here - there, low: here - there - 0.1, high: here - there + 0.1 }, qValue: 0.001 },
});

describe('every sentence of what to launch, push, hold and drop is told in Chinese', () => {
  const growth = (value: number, half: number, months: number) => ({ ...estimate(value, half), months });
  const differences: Differences = {
    kind: 'compared',
    against: [{ market: 'at', similarity: 0.9, buyers: 100 }],
    categories: [
      aDifference('tools', 0.6, 0.3),
      aDifference('paint', 0.2, 0.7),
      aDifference('same', 0.4, 0.4),
    ],
    ...{ skusMore: [], skusLess: [aDifference('A-9', 0, 0.5)], testedSkus: 9 },
  };
  const grounds: Grounds = {
    buyers: 100,
    categories: [
      aCategory({ growth: growth(0.2, 0.1, 12), margin: 0.3 }),
      aCategory({ category: 'paint', growth: growth(-0.2, 0.1, 12), margin: 0.1 }),
      aCategory({ category: 'same', growth: growth(0.01, 0.1, 12) }),
      aCategory({ category: 'x1', growth: growth(0.2, 0.1, 7) }),
      aCategory({ category: 'x2', growth: growth(-0.2, 0.1, 7) }),
      aCategory({ category: 'x3', growth: growth(0.01, 0.1, 7) }),
    ],
    differences,
    reaches: [
      { category: 'hoses', here: 0, elsewhere: [{ market: 'at', buyers: 70 }] },
      { category: 'pipes', here: 2, elsewhere: [{ market: 'at', buyers: 70 }] },
    ],
    pricePosition: {
      ...{
        kind: 'measured',
        index: estimate(1.1),
        median: 1.1,
        skus: 9,
        from: '2025-01-01',
        against: [],
        leftOut: [],
      },
      categories: [
        { category: 'tools', index: estimate(1.2), skus: 6 },
        { category: 'paint', index: estimate(0.8), skus: 6 },
      ],
    },
    elasticity: {
      market: { kind: 'unsaid', detail: 'few' },
      categories: [
        {
          category: 'tools',
          answer: {
            kind: 'estimated',
            elasticity: estimate(-1.5, 0.3),
            standardError: 0.1,
            observations: 90,
            skus: 12,
          },
        },
      ],
    },
  };

  test('by the evidence that engines give', () => {
    const evidence = positionCategories(grounds).flatMap((one) => one.evidence);

    expect(untold(evidence)).toEqual([]);
    expect(new Set(evidence).size).toBeGreaterThan(12);
  });

  test('where nothing can be said of it', () => {
    const lone = {
      ...grounds,
      differences: { kind: 'unknown' as const, detail: 'x' },
      categories: [aCategory()],
    };

    expect(untold(positionCategories(lone).flatMap((one) => one.evidence))).toEqual([]);
  });
});

describe('every reason why something of a market cannot be told is told in Chinese', () => {
  const months = (count: number, minor: number) =>
    Array.from({ length: count }, (_, place) => ({
      month: `${2020 + Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, '0')}`,
      ...{ revenue: { minor, currency: 'EUR' }, orders: 1, partial: false },
    }));

  test('of its season', () => {
    const seasons = [
      months(2, 9),
      months(9, 9),
      [...months(25, 9), { ...months(26, 0)[25]! }],
      months(9, 0),
    ].map(seasonOf);

    expect(untold(seasons.flatMap((season) => ('detail' in season ? [season.detail] : [])))).toEqual([]);
    expect(seasons.every((season) => 'detail' in season)).toBe(true);
  });

  test('of its prices', () => {
    const nothing = { observations: 0, skus: 3, periods: 0, a: 0, c: 0, aa: 0, ac: 0, cc: 0 };
    const answer = estimateElasticity(nothing);

    expect(answer.kind === 'unsaid' && untold([answer.detail])).toEqual([]);
  });

  test('of a market that waits', () => {
    const market = { market: 'de', name: 'Germany', currency: 'EUR' };
    const { markets } = compareMarkets([{ market, analysis: undefined }], { currency: 'EUR', notHere: [] });

    expect(markets.map((one) => ('detail' in one ? retell(one.detail) : ''))).toEqual([
      '该市场正等待首次运行',
    ]);
  });
});
