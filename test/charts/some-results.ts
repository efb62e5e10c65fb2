import type { Segment, Segmentation, StoredForecast } from '../../lib/domain/index.ts';

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
