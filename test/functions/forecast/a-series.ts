import type { SeriesRecord, ShardRef } from '../../../lib/domain/index.ts';
import { createRandom } from '../../../lib/numeric/index.ts';

/** The shard that a series is forecast for. */
export const shard: ShardRef = {
  merchant: 'acme',
  market: 'de',
  asOf: '2025-06-30',
  runId: 'de-2025-06-30',
  shard: '0001',
  key: 'runs/acme/de-2025-06-30/0001.jsonl.gz',
  series: 1,
};

/** Orders on weekdays, none at the weekend. */
export function dailyDemand(days: number, seed = 12): number[] {
  const random = createRandom(seed);
  return Array.from({ length: days }, (_, day) => (day % 7 > 4 ? 0 : Math.floor(8 * random())));
}

/** A series of 200 days of which nothing but its demand is known. */
export function aSeries(changes: Partial<SeriesRecord> = {}): SeriesRecord {
  return {
    sku: 'A-1',
    start: '2024-01-01',
    demand: dailyDemand(200),
    censoredDays: [],
    groups: [],
    priceSource: 'list',
    priceList: [],
    contracts: [],
    product: {
      name: null,
      category: null,
      unitCostMicros: null,
      landedCostMicros: null,
      costCurrency: null,
      listPriceMicros: null,
      floorPriceMicros: null,
      ceilingPriceMicros: null,
      packSize: 1,
      minimumOrderUnits: 0,
      supplier: null,
    },
    location: 'de',
    stock: null,
    leadTime: { meanDays: 9.2, sdDays: 2, source: 'assumed', receipts: 0 },
    siblings: [],
    yearRevenueMinor: 0,
    uploads: ['u1'],
    ...changes,
  };
}
