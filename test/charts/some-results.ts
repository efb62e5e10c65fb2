import type { Analysis, Segment, Segmentation, StoredForecast } from '../../lib/domain/index.ts';

/** A forecast of four days after six observed ones, 2025-03-01 to 2025-03-06; day 3 unseen, day 4 sold out. */
export const aForecast = (changes: Partial<StoredForecast> = {}): StoredForecast => ({
  kind: 'ready',
  sku: 'LAMP-1',
  runId: 'de-2025-03-06',
  asOf: '2025-03-06',
  model: 'arima(5,1,0)',
  reason: 'least MASE',
  mean: [10, 10, 10, 10],
  p10: [4, 4, 3, 3],
  p50: [9, 9, 9, 9],
  p90: [16, 17, 18, 20],
  leadTimeDemand: { days: 4, mean: 40, p50: 39, p90: 60, p95: 66, p99: 75 },
  history: [8, 12, null, 2, 9, 11],
  historyCensoredDays: [3],
  backtest: null,
  candidates: [],
  warnings: [],
  seed: 1,
  uploads: [],
  ...changes,
});

/** What a picture of segments does not show. */
const unseen: Pick<
  Segment,
  'since' | 'revenue' | 'figures' | 'categories' | 'growth' | 'returnsShare' | 'discountShare' | 'strategy'
> = {
  since: '2025-03-06',
  revenue: { minor: 4_000_000, currency: 'EUR' },
  figures: {},
  categories: [],
  growth: null,
  returnsShare: null,
  discountShare: null,
  strategy: {
    priceSensitivity: { level: 'unknown', advice: 'try', evidence: 'none' },
    contact: { everyDays: 9, advice: 'call', evidence: 'every 9 days' },
    offers: [],
    service: { fillRate: 0.95, advice: 'serve', evidence: 'worth it' },
  },
};

export const aSegmentation = (changes: Partial<Segmentation> = {}): Segmentation => ({
  kind: 'ready',
  runId: 'de-2025-03-06',
  asOf: '2025-03-06',
  buyers: 52,
  revenue: { minor: 8_000_000, currency: 'EUR' },
  k: 2,
  reason: 'k = 2',
  scores: [],
  inertia: 1,
  features: ['recency', 'value'],
  weights: [],
  leftOut: [],
  previous: null,
  changes: [],
  moves: [],
  stayed: 0,
  segmentsEver: 2,
  segments: [
    {
      ...unseen,
      segment: 'large-regulars',
      name: 'Large regulars',
      description: '12 large regulars buy 48 % of revenue, every 9 days',
      buyers: 12,
      revenueShare: 0.48,
      recencyDays: 4,
      ordersPerYear: 41,
      yearRevenue: { minor: 400_000, currency: 'EUR' },
      centroid: { recency: -1, value: 2 },
    },
    {
      ...unseen,
      segment: 'small-buyers',
      name: 'Small buyers',
      description: '40 small buyers buy 52 % of revenue',
      buyers: 40,
      revenueShare: 0.52,
      recencyDays: 90,
      ordersPerYear: 2,
      yearRevenue: { minor: 1_000, currency: 'EUR' },
      centroid: { recency: 0.5, value: -1 },
    },
  ],
  seed: 1,
  ...changes,
});

/** An analysis of three months in euros, with a part of each picture's data. */
export const anAnalysis = (changes: Partial<Analysis> = {}): Analysis => ({
  ...{ kind: 'ready', runId: 'de-2025-03-06', asOf: '2025-03-06', currency: 'EUR', from: '2025-01-01' },
  ...{ revenue: euros(350_000), orders: 30, orderLines: 90, units: 400, averageOrder: euros(11_667) },
  buyers: { active: 20, new: 5, returning: 15 },
  ...{ returnsShare: 0.02, anonymousRevenueShare: 0 },
  growth: { monthOnMonth: -0.1, yearOnYear: null },
  concentration: {
    ...{ buyerHerfindahl: 0.1, buyerGini: 0.6, topTenBuyersShare: 0.7, topTenSkusShare: 0.4 },
    lorenz: [
      { buyersShare: 0, revenueShare: 0 },
      { buyersShare: 0.5, revenueShare: 0.1 },
      { buyersShare: 1, revenueShare: 1 },
    ],
  },
  months: [
    { month: '2025-01', revenue: euros(200_000), orders: 15, partial: false },
    { month: '2025-02', revenue: euros(140_000), orders: 12, partial: false },
    { month: '2025-03', revenue: euros(10_000), orders: 3, partial: true },
  ],
  abcXyz: [
    { class: 'AX', skus: 3, revenueShare: 0.8, largest: [{ sku: 'LAMP-1', revenueShare: 0.5 }] },
    { class: 'AY', skus: 15, revenueShare: 0.107, largest: [{ sku: 'LAMP-2', revenueShare: 0.02 }] },
    { class: 'BZ', skus: 18, revenueShare: 0.083, largest: [{ sku: 'LAMP-3', revenueShare: 0.01 }] },
    { class: 'CN', skus: 12, revenueShare: 0.012, largest: [{ sku: 'LAMP-4', revenueShare: 0.001 }] },
  ],
  weekdayShares: [0.2, 0.2, 0.2, 0.2, 0.2, 0, 0],
  season: {
    kind: 'provisional',
    indices: [1.2, 0.8, ...Array(10).fill(null)],
    detail: 'a trend is in it',
    months: 2,
  },
  cohorts: {
    cohorts: [
      { month: '2025-01', buyers: 12, mayBeOlder: true, retained: [1, 0.5], revenueMinor: [200_000, 90_000] },
      { month: '2025-02', buyers: 5, mayBeOlder: false, retained: [1], revenueMinor: [50_000] },
    ],
    pooled: [{ monthsSince: 1, buyers: 12, share: 0.5, low: 0.25, high: 0.75 }],
  },
  categories: [
    {
      ...{
        category: 'Lamps',
        revenue: euros(350_000),
        revenueShare: 1,
        orders: 30,
        buyers: 20,
        skus: 9,
        units: 400,
      },
      ...{ reach: { value: 1, low: 0.84, high: 1 }, growth: null, margin: 0.4 },
    },
  ],
  positioning: [
    { advice: 'hold', of: 'category', name: 'Lamps', evidence: ['it sells as it did a year ago'] },
  ],
  ...changes,
});

const euros = (minor: number) => ({ minor, currency: 'EUR' });
