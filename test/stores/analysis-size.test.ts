import { describe, expect, test } from '@jest/globals';
import { type Analysis, addMonths, analysisSchema, insightKeys } from '../../lib/domain/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';
import { encodeItem } from '../../lib/stores/document-items.ts';

/** What DynamoDB takes in one item. */
const MOST_BYTES = 400 * 1024;
const LONG_NAME = 200;

const random = createRandom(1);
/** Digits without a pattern are what packs worst. */
const text = () => Array.from({ length: LONG_NAME }, () => Math.floor(random() * 36).toString(36)).join('');
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const estimate = () => ({ value: random(), low: random(), high: random() });
const money = () => ({ minor: Math.floor(1e12 * random()), currency: 'EUR' });
const daily = () => many(56, () => Number((1e3 * random()).toPrecision(12)));
const total = () => ({
  ...{ series: 1_000, mean: daily(), p10: daily(), p50: daily(), p90: daily() },
  cumulative: many(8, () => ({ days: 7, mean: random(), p10: random(), p50: random(), p90: random() })),
});
const pair = () => ({
  ...{ first: text(), second: text(), firstName: text(), secondName: text() },
  ...{ firstOrders: 1_000, secondOrders: 1_000, together: 100, support: random() },
  ...{ confidence: random(), confidenceBack: random(), lift: estimate(), qValue: random() },
});
const pairs = () => ({ items: 300, tested: 44_850, pairs: many(20, pair) });
const difference = () => ({
  ...{ name: text(), label: text(), buyersHere: 1_000, buyersElsewhere: 1_000 },
  ...{ reachHere: random(), reachElsewhere: random(), logOdds: estimate(), qValue: random() },
});
const category = () => ({
  ...{ category: text(), revenue: money(), revenueShare: random(), orders: 1e6, buyers: 1e5, skus: 1e5 },
  ...{ units: random(), reach: estimate(), growth: { ...estimate(), months: 12 }, margin: random() },
});
const answer = () => ({
  ...{ kind: 'estimated' as const, elasticity: estimate(), standardError: random() },
  ...{ observations: 1e6, skus: 1e5 },
});

/** Every list as long as it may be, names as long as they may be, ten years of months. */
const largest = (): Analysis => ({
  ...{ kind: 'ready', runId: 'r', asOf: '2025-03-31', from: '2024-04-01', currency: 'EUR' },
  ...{ orders: 1e7, orderLines: 1e8, units: 1e9, returnsShare: random(), anonymousRevenueShare: random() },
  ...{ revenue: money(), averageOrder: money(), buyers: { active: 3e5, new: 1e4, returning: 2e5 } },
  growth: { monthOnMonth: random(), yearOnYear: random() },
  concentration: {
    ...{ buyerHerfindahl: random(), buyerGini: random(), topTenBuyersShare: random(), topTenSkusShare: 1 },
    lorenz: many(23, () => ({ buyersShare: random(), revenueShare: random() })),
  },
  months: Array.from({ length: 120 }, (_, i) => ({
    ...{ month: addMonths('2015-04', i), revenue: money(), orders: 1e6, buyers: 1e5, partial: false },
  })),
  abcXyz: many(12, () => ({
    ...{ class: 'AX', skus: 1e5, revenueShare: random() },
    largest: many(12, () => ({ sku: text(), revenueShare: random() })),
  })),
  weekdayShares: many(7, random),
  cohorts: {
    cohorts: many(24, () => ({
      ...{ month: '2025-01', buyers: 1e5, mayBeOlder: false },
      ...{ retained: many(25, random), revenueMinor: many(25, () => money().minor) },
    })),
    pooled: many(24, () => ({ monthsSince: 1, buyers: 1e5, share: random(), low: random(), high: random() })),
  },
  categories: many(41, category),
  baskets: { orders: 1e7, skus: pairs(), categories: pairs() },
  pricePosition: {
    ...{ kind: 'measured', index: estimate(), median: random(), skus: 1e6, from: '2025-01-01' },
    ...{ against: [], leftOut: [] },
    categories: many(40, () => ({ category: text(), index: estimate(), skus: 1e5 })),
  },
  elasticity: { market: answer(), categories: many(40, () => ({ category: text(), answer: answer() })) },
  differences: {
    ...{ kind: 'compared', against: [], categories: many(60, difference), testedSkus: 1e6 },
    ...{ skusMore: many(20, difference), skusLess: many(20, difference) },
  },
  positioning: many(55, () => ({
    ...{ advice: 'hold' as const, of: 'category' as const, name: text(), label: text() },
    evidence: many(7, () => text().slice(0, 120)),
  })),
  outlook: {
    ...{ runId: 'r', asOf: '2025-03-31', market: total() },
    categories: many(100, () => ({ ...total(), category: text() })),
    ...{ lacking: { series: 1, share: random() }, commonShares: { market: random(), category: random() } },
  },
});

describe('the document of an analysis', () => {
  test('fits one item, packed, with every list and name as long as they may be', () => {
    const analysis = analysisSchema.parse(largest());

    const { body } = encodeItem(insightKeys.analysis('demo', 'de'), analysis, 1, { form: 'packed' });

    expect(body?.B?.length).toBeLessThan(MOST_BYTES);
  });
});
