import type {
  Buyer,
  Market,
  Merchant,
  PolicyDocument,
  PolicyRow,
  StoredForecast,
} from '../../lib/domain/index.ts';

/** Two merchants, both of which trade in `de`; only `demo` also trades in `jp`, and `us` is at home elsewhere. */
export const merchants: Merchant[] = [
  { merchant: 'demo', name: 'Demo', markets: ['de', 'jp', 'us'] },
  { merchant: 'other', name: 'Other', markets: ['de'] },
];

const aMarket = (market: string, currency: string): Market => ({
  market,
  name: market.toUpperCase(),
  country: market.toUpperCase(),
  currency,
  timeZone: market === 'jp' ? 'Asia/Tokyo' : 'Europe/Berlin',
  weekStart: 1,
  homeRegion: 'eu-central-1',
  location: `${market}-main`,
  runAt: '03:30',
  pricesIncludeTax: false,
  priceRounding: { stepMicros: 10_000 },
  legalPack: 'none',
});

/** The markets at home in the region of the tests. */
export const markets: Market[] = [aMarket('de', 'EUR'), aMarket('jp', 'JPY')];

/** A policy of three stock levels and two prices: raise to 11.00; order 20 when empty. */
export const aPolicy = (given: Partial<PolicyRow> = {}): PolicyRow => ({
  kind: 'ready',
  sku: 'A-1',
  name: 'Hinge',
  policyVersion: 'v1',
  runId: 'de-2025-01-31',
  asOf: '2025-01-31',
  validUntil: '2025-02-03T00:00:00Z',
  currency: 'EUR',
  lotUnits: 10,
  stockLevels: 3,
  priceMicros: [10_000_000, 11_000_000],
  actions: [
    { price: 0, orderUnits: 0 },
    { price: 1, orderUnits: 20 },
    { price: 1, orderUnits: 0 },
  ],
  top: [[[1, 120]], [[1, 130]], [[2, 140]]],
  practice: [
    [0, 100],
    [0, 110],
    [0, 120],
  ],
  gainPerDay: { meanMinor: 250, lowerMinor: 100, upperMinor: 400 },
  lastKnown: { onHand: 20, onOrder: 0, stockAsOf: '2025-01-31', unitPriceMicros: 10_000_000 },
  limits: {
    floorMicros: 8_000_000,
    ceilingMicros: null,
    largestStep: 0.2,
    roundingStepMicros: 10_000,
    charmEndingMicros: null,
  },
  replenishment: {
    serviceLevel: 0.95,
    leadTime: { meanDays: 7, sdDays: 1, source: 'product', receipts: 0 },
    reviewDays: 7,
    reorderPoint: 12,
    orderUpTo: 30,
    safetyStock: 5,
    minimumOrderUnits: 10,
    packSize: 5,
    dailyDemand: 1,
    daysOfCover: 20,
    stockOutDate: '2025-02-20',
    latestOrderDate: '2025-02-08',
    supplier: 'S-1',
    markets: ['de'],
  },
  priceList: [{ priceGroup: '', minQuantity: 1, unitPriceMicros: 10_000_000 }],
  contracts: [{ customer: 'c_1', minQuantity: 0, unitPriceMicros: 9_000_000, validTo: null }],
  demand: { elasticity: -1.5, elasticityStandardError: 0.3, meanPerDay: 1, model: 'harmonic' },
  evidence: { weeks: 104, priceMoves: 6, outcomes: 0, episodes: 1000, gapToOptimum: 0.01 },
  warnings: [],
  seed: 1,
  uploads: ['u-1'],
  ...given,
});

export const anInsufficientPolicy = (sku: string): PolicyDocument => ({
  kind: 'insufficientData',
  sku,
  runId: 'de-2025-01-31',
  asOf: '2025-01-31',
  missing: ['unit_cost'],
  detail: 'there is no cost',
  lastKnown: { onHand: null, onOrder: null, unitPriceMicros: 5_000_000 },
  currency: 'EUR',
  priceList: [],
  contracts: [],
});

/** Two units a day for 56 days; over 14 days 28 on average, P90 36. */
export const aForecast = (given: Partial<StoredForecast> = {}): StoredForecast => ({
  kind: 'ready',
  sku: 'A-1',
  runId: 'de-2025-01-31',
  asOf: '2025-01-31',
  model: 'harmonic',
  reason: 'least pinball loss in the backtest',
  mean: Array<number>(56).fill(2),
  p10: Array<number>(56).fill(1),
  p50: Array<number>(56).fill(2),
  p90: Array<number>(56).fill(3),
  leadTimeDemand: { days: 14, mean: 28, p50: 27, p90: 36, p95: 39, p99: 44 },
  history: [1, null, 2],
  historyCensoredDays: [],
  backtest: null,
  candidates: [],
  warnings: [],
  seed: 1,
  uploads: ['u-1'],
  ...given,
});

/** What the night stores of a buyer, but for its name. */
export const aBuyer = {
  ...{ segment: 's-1', runId: 'de-2025-01-31', asOf: '2025-01-31', recencyDays: 3, orders: 2 },
  yearRevenue: { minor: 100, currency: 'EUR' },
  ...{ firstOrder: '2024-01-01', lastOrder: '2025-01-28' },
} satisfies Omit<Buyer, 'customer'>;
