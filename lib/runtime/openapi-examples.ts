import type { RouteKey } from '../domain/index.ts';

/** A body for each route that takes one, as the OpenAPI document shows it. A test holds them against the schemas. */
export const bodyExamples: Partial<Readonly<Record<RouteKey, unknown>>> = {
  'POST /v1/uploads': { market: 'de', kind: 'orders', fileName: 'orders-2026-06.csv' },
  'POST /v1/markets/{market}/runs': { asOf: '2026-06-30' },
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
