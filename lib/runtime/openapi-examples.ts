import type { RouteKey } from '../domain/index.ts';

/** A body for each route that takes one, as the OpenAPI document shows it. A test holds them against the schemas. */
export const bodyExamples: Partial<Readonly<Record<RouteKey, unknown>>> = {
  'POST /v1/uploads': { market: 'de', kind: 'orders', fileName: 'orders-2026-06.csv' },
  'POST /v1/uploads/{upload}/mapping': { answers: { dateOrder: 'dayFirst', 'column.sku': 'Artikel-Nr.' } },
  'POST /v1/markets/{market}/exports': { kind: 'forecasts', format: 'csv' },
  'POST /v1/experiments/plan': { kind: 'orders', markets: ['de'], metric: 'stockOuts', minimalEffect: 0.01 },
  'POST /v1/experiments': {
    name: 'Orders in Germany, spring',
    kind: 'orders',
    markets: ['de'],
    metric: 'margin',
    minimalEffect: 500,
    guards: [{ metric: 'stockOuts', tolerated: 0.02 }],
    weeks: 8,
  },
  'POST /v1/experiments/{experiment}/stop': { reason: 'the spring catalogue changes every price' },
  'POST /v1/markets/{market}/runs': { asOf: '2026-06-30' },
  'POST /v1/customers/{customer}/erase': {},
  'POST /v1/privacy-requests/rehash': {},
  'POST /v1/customers/{customer}/export': {},
  'POST /v1/runs/{run}/cancel': { reason: 'the price file was of last month' },
  'PUT /v1/markets/{market}/stock': {
    levels: [
      { sku: 'PK-102', onHand: 320, onOrder: 500, countedAt: '2026-06-30T14:05:00Z' },
      { sku: 'OF-104', onHand: 0 },
    ],
  },
  'PUT /v1/markets/{market}/forecasts/{sku}/adjustments': {
    adjustments: [
      { from: '2026-07-06', to: '2026-07-12', factor: 1.8, reason: 'summer catalogue goes out on Monday' },
      { from: '2026-08-03', to: '2026-08-14', unitsPerDay: 0, reason: 'the customer shuts for two weeks' },
    ],
  },
  'POST /v1/markets/{market}/drift/{sku}/end': { reason: 'a second shop sells it since March' },
  'PATCH /v1/purchase-orders/{order}': {
    lines: [
      { sku: 'PK-102', units: 240, reason: 'the customer doubled its order by telephone' },
      { sku: 'OF-104', units: 0, reason: 'will be delisted in August' },
    ],
    status: 'approved',
  },
  'POST /v1/decisions/{decision}/approve': {},
  'POST /v1/automation/kill': { reasonCode: 'wrongPrices' },
  'POST /v1/automation/release': { reasonCode: 'pricesMended' },
  'POST /v1/markets/{market}/automation/kill': { reasonCode: 'wrongPrices' },
  'POST /v1/markets/{market}/automation/release': { reasonCode: 'pricesMended' },
  'PUT /v1/automation': {
    mode: 'suggest',
    limits: { twoPersonsFrom: { minor: 1_000_000, currency: 'EUR' } },
  },
  'POST /v1/decisions/{decision}/reject': { reasonCode: 'customerAgreement' },
  'PATCH /v1/decisions/{decision}': {
    price: { micros: 2_450_000, currency: 'EUR' },
    reasonCode: 'competitor',
  },
  'POST /v1/decisions/bulk': {
    items: [
      { decision: 'de:PK-102:de-2026-06-30-1f3a9c02', version: 1, action: 'approve' },
      {
        decision: 'de:OF-104:de-2026-06-30-77b1e0d4',
        version: 2,
        action: 'reject',
        reasonCode: 'promotion',
      },
    ],
  },
  'PUT /v1/markets/{market}/automation': {
    mode: 'automatic',
    limits: {
      largestStep: 0.05,
      moneyPerDay: { minor: 500_000, currency: 'EUR' },
      leastConfidence: 0.8,
      oldestDataDays: 3,
      twoPersonsFrom: { minor: 200_000, currency: 'EUR' },
    },
  },
  'PUT /v1/rights': {
    people: [
      { person: 'anna', markets: ['de'], upTo: [{ minor: 1_000_000, currency: 'EUR' }] },
      { person: 'bert' },
    ],
    deputies: [{ person: 'carla', standsFor: 'anna', from: '2026-07-06', to: '2026-07-24' }],
  },
  'POST /v1/markets/{market}/skus/{sku}/what-if': {
    from: '2026-07-06',
    to: '2026-07-12',
    priceChange: -0.05,
    serviceLevel: 0.98,
    leadTimeDays: 21,
  },
  'POST /v1/markets/{market}/recommendations': {
    items: [
      { sku: 'PK-102', onHand: 320, onOrder: 500 },
      { sku: 'OF-104', customer: 'K-20017', quantity: 24 },
    ],
  },
  'PUT /v1/markets/{market}/customers/{customer}/automation': { automated: false },
  'PUT /v1/rules': { holdingRatePerYear: 0.22, reviewDays: 7, minimumMarginRate: 0.08 },
  'PUT /v1/markets/{market}/rules': {
    fillRate: 0.98,
    orderCost: { minor: 4500, currency: 'EUR' },
    lostUnitCost: { micros: 1_500_000, currency: 'EUR' },
    largestStep: 0.05,
    exceptions: [
      { categories: ['Spare parts'], serviceLevel: 0.99 },
      { skus: ['PK-102', 'PK-103'], learning: false },
    ],
  },
  'POST /v1/markets/{market}/outcomes': {
    outcomes: [
      {
        key: 'shop-2026-w26-PK-102',
        sku: 'PK-102',
        from: '2026-06-22',
        to: '2026-06-28',
        priceShown: { micros: 2_500_000, currency: 'EUR' },
        unitsLost: 40,
      },
    ],
  },
};
