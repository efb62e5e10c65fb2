import type { SeriesRecord, StoredForecast } from '../../lib/domain/index.ts';
import { addDays } from '../../lib/domain/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';
import { DEFAULT_RULES, type PolicySettings } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';

export const euro = 1_000_000;
export const asOf = '2024-06-30';
const DAYS = 728;

/**
 * Two years of a SKU that sells 10 a day at 10.00 EUR with elasticity −2, cost 6.00; its price moves every tenth week
 * between 9.50 and 10.50 and ends at 10.00; 120 on hand, 14 days of lead time, packs of 12.
 */
export function aSeries(changes: Partial<SeriesRecord> = {}): SeriesRecord {
  const random = createRandom(11);
  const priceSteps: [number, number][] = [];
  for (let day = 0; day < DAYS; day += 70)
    priceSteps.push([day, Math.round((9.5 + random()) * 100) * 10_000]);
  priceSteps.push([DAYS - 14, 10 * euro]);
  const priceOn = (day: number) => priceSteps.filter(([from]) => from <= day).at(-1)?.[1] ?? 10 * euro;
  const demand = Array.from({ length: DAYS }, (_, day) =>
    Math.round(10 * (priceOn(day) / (10 * euro)) ** -2 + 4 * (random() - 0.5)),
  );
  return {
    sku: 'A-1',
    start: addDays(asOf, 1 - DAYS),
    demand,
    censoredDays: [],
    groups: [{ priceGroup: '', demand, priceSteps }],
    priceSource: 'list',
    priceList: [{ priceGroup: '', minQuantity: 1, unitPriceMicros: 10 * euro }],
    contracts: [],
    product: {
      name: 'Bolt',
      category: null,
      unitCostMicros: 6 * euro,
      landedCostMicros: 6 * euro,
      costCurrency: 'EUR',
      listPriceMicros: 10 * euro,
      floorPriceMicros: null,
      ceilingPriceMicros: null,
      packSize: 12,
      minimumOrderUnits: 24,
      supplier: 'Nord',
    },
    location: 'hamburg',
    stock: { onHand: 120, onOrder: 0, reserved: 0, asOf },
    leadTime: { meanDays: 14, sdDays: 2, source: 'receipts', receipts: 9 },
    siblings: [],
    yearRevenueMinor: 3_650_000,
    uploads: ['u1'],
    ...changes,
  };
}

/** 10 a day, and 210 over 21 days with a standard deviation of about 20. */
export function aForecast(changes: Partial<StoredForecast> = {}): StoredForecast {
  const days = (units: number) => Array.from({ length: 56 }, () => units);
  return {
    kind: 'ready',
    sku: 'A-1',
    runId: `de-${asOf}`,
    asOf,
    model: 'harmonic',
    reason: 'best in the backtest',
    mean: days(10),
    p10: days(5),
    p50: days(10),
    p90: days(15),
    leadTimeDemand: { days: 21, mean: 210, p50: 210, p90: 236, p95: 243, p99: 257 },
    history: [],
    historyCensoredDays: [],
    backtest: null,
    candidates: [],
    warnings: [],
    seed: 1,
    uploads: ['u1', 'u2'],
    ...changes,
  };
}

export const someSettings = (changes: Partial<PolicySettings> = {}): PolicySettings => ({
  runId: `de-${asOf}`,
  asOf,
  validUntil: '2024-07-03T00:00:00.000Z',
  seed: 5,
  rules: DEFAULT_RULES,
  guardPrice,
  outcomes: [],
  siblings: [],
  ...changes,
});
