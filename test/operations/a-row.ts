import type { PolicyRow } from '../../lib/domain/index.ts';
import { euro } from './a-series.ts';

/** Lots of 10 units, levels 0–4; below 20 units: 10.50 EUR and 24 units, else 10.00 EUR and nothing. */
export function aRow(changes: Partial<PolicyRow> = {}): PolicyRow {
  return {
    kind: 'ready',
    sku: 'A-1',
    policyVersion: 'de-2024-06-30-1',
    runId: 'de-2024-06-30',
    asOf: '2024-06-30',
    validUntil: '2024-07-02T00:00:00.000Z',
    currency: 'EUR',
    lotUnits: 10,
    stockLevels: 5,
    priceMicros: [10 * euro, 10.5 * euro],
    actions: [
      { price: 0, orderUnits: 0 },
      { price: 1, orderUnits: 24 },
    ],
    top: [[[1, 9]], [[1, 9]], [[0, 9]], [[0, 9]], [[0, 9]]],
    practice: [
      [0, 8],
      [0, 8],
      [0, 8],
      [0, 8],
      [0, 8],
    ],
    gainPerDay: { meanMinor: 50, lowerMinor: 10, upperMinor: 90 },
    gainByLevel: [
      [70, 7, 77],
      [60, 6, 66],
      [50, 5, 55],
      [40, 4, 44],
      [30, 3, 33],
    ],
    lastKnown: { onHand: 12, onOrder: 0, stockAsOf: '2024-06-30', unitPriceMicros: 10 * euro },
    limits: {
      floorMicros: 6 * euro,
      ceilingMicros: null,
      largestStep: 0.1,
      roundingStepMicros: 10_000,
      charmEndingMicros: null,
    },
    replenishment: {
      serviceLevel: 0.95,
      leadTime: { meanDays: 14, sdDays: 0, source: 'product', receipts: 0 },
      reviewDays: 7,
      reorderPoint: 15,
      orderUpTo: 40,
      safetyStock: 5,
      minimumOrderUnits: 24,
      packSize: 12,
      dailyDemand: 2,
      daysOfCover: 6,
      stockOutDate: '2024-07-06',
      latestOrderDate: '2024-06-30',
      supplier: null,
      markets: ['de'],
    },
    priceList: [
      { priceGroup: '', minQuantity: 1, unitPriceMicros: 10 * euro },
      { priceGroup: '', minQuantity: 100, unitPriceMicros: 9 * euro },
      { priceGroup: 'gold', minQuantity: 1, unitPriceMicros: 9.2 * euro },
      { priceGroup: 'gold', minQuantity: 100, unitPriceMicros: 8.5 * euro },
    ],
    contracts: [
      { customer: 'c1', minQuantity: 1, unitPriceMicros: 8 * euro, validTo: '2024-12-31' },
      { customer: 'c2', minQuantity: 1, unitPriceMicros: 7 * euro, validTo: '2024-01-31' },
    ],
    demand: { elasticity: -2, elasticityStandardError: 0.3, meanPerDay: 2, model: 'm' },
    evidence: { weeks: 104, priceMoves: 9, outcomes: 3, episodes: 1000, gapToOptimum: 0.001 },
    warnings: [],
    seed: 1,
    uploads: [],
    ...changes,
  };
}
