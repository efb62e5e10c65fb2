import type { ProcessFacts } from '../../lib/operations/fit-process.ts';
import { DEFAULT_RULES, steadyDemand, stockGrid } from '../../lib/operations/index.ts';
import { euro } from './a-series.ts';

/** A textbook rule that orders at 25 days of demand, by the pack. */
export const aRule = (demandPerDay: number, packSize: number) => ({
  reorderPoint: demandPerDay * 25,
  orderUpTo: demandPerDay * 25 + packSize,
  dailyDemand: demandPerDay,
  reviewDays: 7,
  packSize,
  minimumOrderUnits: 0,
});

/** A SKU at 10.00 EUR with a cost of 6.00, 14 ± 2 days of lead time and a demand that stays, of elasticity −2. */
export function someFacts(
  demandPerDay: number,
  packSize: number,
  changes: Partial<ProcessFacts> = {},
): ProcessFacts {
  const own = { mean: demandPerDay, variance: 2 * demandPerDay };
  const none = { mean: 0, variance: 0 };
  return {
    own,
    others: none,
    ahead: { own: steadyDemand(own), others: steadyDemand(none) },
    endDays: null,
    ways: [{ share: 1, elasticity: -2, knot: null, change: 0 }],
    unitCost: 6,
    leadTime: { meanDays: 14, sdDays: 2 },
    ladder: { priceMicros: [10 * euro], today: 0, warnings: [] },
    currentMicros: 10 * euro,
    grid: stockGrid(aRule(demandPerDay, packSize), { position: 0 }),
    rules: DEFAULT_RULES,
    currency: 'EUR',
    ...changes,
  };
}
