import { describe, expect, test } from '@jest/globals';
import type { Category, Differences } from '../../lib/domain/index.ts';
import { type Grounds, positionCategories } from '../../lib/insight/index.ts';

const aCategory = (changes: Partial<Category> = {}): Category => ({
  category: 'tools',
  revenue: { minor: 1_000, currency: 'EUR' },
  revenueShare: 0.04,
  orders: 90,
  buyers: 60,
  skus: 4,
  units: 300,
  reach: { value: 0.6, low: 0.5, high: 0.7 },
  growth: null,
  margin: null,
  ...changes,
});

/** The bulk of the market, with a margin of 30 %. */
const bulk = aCategory({
  category: 'bulk',
  revenue: { minor: 1_000_000, currency: 'EUR' },
  revenueShare: 0.9,
  margin: 0.3,
});

const growing = { value: 0.2, low: 0.1, high: 0.3, months: 12 };
const shrinking = { value: -0.2, low: -0.3, high: -0.1, months: 12 };

const someGrounds = (changes: Partial<Grounds> = {}): Grounds => ({
  buyers: 100,
  categories: [],
  differences: { kind: 'unknown', detail: 'alone' },
  reaches: [],
  pricePosition: { kind: 'unknown', detail: 'alone' },
  elasticity: { market: { kind: 'unsaid', detail: 'few' }, categories: [] },
  ...changes,
});

const adviceFor = (changes: Partial<Category>, grounds: Partial<Grounds> = {}) =>
  positionCategories(someGrounds({ ...grounds, categories: [bulk, aCategory(changes)] })).find(
    ({ name }) => name === 'tools',
  );

/** Other markets, how alike they are, and the buyers of each. */
const against = (...markets: [market: string, similarity: number][]): Differences => ({
  kind: 'compared',
  against: markets.map(([market, similarity]) => ({ market, similarity, buyers: 100 })),
  ...{ categories: [], skusMore: [], skusLess: [], testedSkus: 0 },
});

const lessHere = (qValue: number): Differences =>
  ({
    ...against(['at', 1]),
    ...{
      categories: [
        {
          ...{ name: 'tools', buyersHere: 20, buyersElsewhere: 50, reachHere: 0.2, reachElsewhere: 0.5 },
          ...{ logOdds: { value: -1, low: -1.5, high: -0.5 }, qValue },
        },
      ],
    },
  }) as Differences;

describe('positionCategories', () => {
  test.each([
    ['push', 'what grows and earns the mean margin', { growth: growing, margin: 0.3 }],
    ['push', 'what grows, its cost unknown', { growth: growing, margin: null }],
    ['hold', 'what grows and earns less', { growth: growing, margin: 0.1 }],
    ['hold', 'what may grow or not', { growth: { ...growing, low: -0.01 }, margin: 0.5 }],
    ['drop', 'what shrinks, earns less and is small', { growth: shrinking, margin: 0.1 }],
    [
      'hold',
      'what shrinks and earns less, but is a twentieth of revenue',
      { growth: shrinking, margin: 0.1, revenueShare: 0.05 },
    ],
    ['hold', 'what shrinks and earns its part', { growth: shrinking, margin: 0.4 }],
    ['hold', 'what shrinks, its cost unknown', { growth: shrinking, margin: null }],
    ['hold', 'what is too young to say', {}],
  ] as const)('says %s of %s', (advice, _, changes) => {
    expect(adviceFor(changes)?.advice).toBe(advice);
  });

  test('says push of what surely sells less here than elsewhere and does not shrink', () => {
    expect(adviceFor({}, { differences: lessHere(0.01) })?.advice).toBe('push');
    expect(adviceFor({}, { differences: lessHere(0.06) })?.advice).toBe('hold');
    expect(adviceFor({ growth: shrinking }, { differences: lessHere(0.01) })?.advice).toBe('hold');
  });

  test('gives figures as evidence, and says what is not known', () => {
    expect(adviceFor({ growth: growing, margin: 0.35 })?.evidence).toEqual([
      '4.0 % of revenue; bought by 60 % (50 to 70 %) of the buyers',
      'grows: +20 % year on year (+10 % to +30 %)',
      'earns 35 % of its revenue, the market’s mean is 30 %',
    ]);
    expect(adviceFor({})?.evidence.slice(1)).toEqual([
      'growth: not enough to say, 15 whole months and five buyers are needed',
      'margin: unknown, half of its revenue has no cost in the products file',
    ]);
  });

  test('tells prices and elasticity where they are sure', () => {
    const index = { value: 0.95, low: 0.92, high: 0.98 };
    const elasticity = { value: -1.52, low: -2, high: -1.04 };
    const position = adviceFor(
      {},
      {
        pricePosition: {
          ...{ kind: 'measured', index, median: 1, skus: 9, from: '2025-01-01', against: [], leftOut: [] },
          categories: [{ category: 'tools', index, skus: 5 }],
        },
        elasticity: {
          market: { kind: 'unsaid', detail: '' },
          categories: [
            {
              category: 'tools',
              answer: {
                ...{ kind: 'estimated', elasticity, standardError: 0.2 },
                ...{ observations: 99, skus: 12, instrumentF: 50 },
              },
            },
          ],
        },
      },
    );

    expect(position?.evidence.slice(3)).toEqual([
      'prices here are 5.0 % below those elsewhere (−8.0 % to −2.0 %)',
      'elasticity −1.5 (−2.0 to −1.0)',
    ]);
  });

  const paint = (here: number, buyers: number) => [
    { category: 'paint', here, elsewhere: [{ market: 'at', buyers }] },
  ];
  test.each([
    ['nobody here, many in a market alike', 0.9, paint(0, 40), true],
    ['nobody here, many in a market unlike', 0.4, paint(0, 40), false],
    // 10 of 100: the interval begins at 5.5 %; of 9 it begins at 4.8 %
    ['nobody here, a tenth there', 0.9, paint(0, 10), true],
    ['nobody here, nine of a hundred there', 0.9, paint(0, 9), false],
    ['three of a hundred here, 40 there', 0.9, paint(3, 40), true],
    ['three of a hundred here, 10 there: it may be the same', 0.9, paint(3, 10), false],
    ['five here: it is sold here', 0.9, paint(5, 90), false],
    ['four there: they are not told', 0.9, paint(0, 4), false],
  ] as const)('of %s', (_, similarity, reaches, isLaunched) => {
    const positions = positionCategories(
      someGrounds({ differences: against(['at', similarity]), reaches: [...reaches] }),
    );

    expect(positions.map(({ advice, name }) => [advice, name])).toEqual(
      isLaunched ? [['launch', 'paint']] : [],
    );
  });

  test('never tells how many of one to four bought', () => {
    const [position] = positionCategories(
      someGrounds({ differences: against(['at', 1]), reaches: [...paint(3, 60)] }),
    );

    expect(position?.evidence[0]).toBe('fewer than five buyers here bought it in the year');
  });

  test('leaves out what stands for many, and SKUs without a category', () => {
    const rest = aCategory({ category: null, folded: 3 });

    expect(positionCategories(someGrounds({ categories: [rest, aCategory({ category: null })] }))).toEqual(
      [],
    );
  });
});
