import type { OrderCandidate, OrderNeed } from '../../lib/domain/index.ts';
import type { DraftRequest } from '../../lib/operations/index.ts';

/** Tuesday: the first order day that can be meant is Wednesday, 2024-07-03. */
export const asOf = '2024-07-02';

/** 10 a day, 2 weeks of lead time and a week of review; reorder at 230, up to 440; 120 on hand, so 320 in packs of 10 are proposed. */
export const aNeed = (changes: Partial<OrderNeed> = {}): OrderNeed => ({
  proposedUnits: 320,
  proposedBy: 'policy',
  onHand: 120,
  onOrder: 0,
  stockAsOf: asOf,
  reorderPoint: 230,
  orderUpTo: 440,
  safetyStock: 20,
  serviceLevel: 0.95,
  dailyDemand: 10,
  leadTimeDays: 14,
  reviewDays: 7,
  stockOutDate: '2024-07-14',
  lostUnit: { micros: 6_000_000, currency: 'EUR' },
  holdingRatePerYear: 0.25,
  ...changes,
});

/** A SKU that costs 2.00 EUR in packs of 10, of a supplier that takes orders each Wednesday. */
export const aCandidate = ({
  need,
  ...changes
}: Partial<Omit<OrderCandidate, 'need'>> & { need?: Partial<OrderNeed> | null } = {}): OrderCandidate => ({
  sku: 'A-1',
  name: 'Bolt',
  market: 'de',
  runId: `de-${asOf}`,
  asOf,
  location: 'hamburg',
  supplier: 'Nord',
  terms: { minimumOrderMicros: null, orderDays: 'Wed', currency: 'EUR' },
  unitCost: { micros: 2_000_000, currency: 'EUR' },
  packSize: 10,
  minimumOrderUnits: 0,
  unitsPerCarton: null,
  markets: ['de'],
  missing: [],
  ...changes,
  need: need === null ? null : aNeed(need),
});

export const aDraftRequest = (changes: Partial<DraftRequest> = {}): DraftRequest => ({
  location: 'hamburg',
  asOf,
  nights: [{ market: 'de', runId: `de-${asOf}`, asOf }],
  candidates: [aCandidate()],
  pending: new Map(),
  open: [],
  rules: { budgets: [], containers: [] },
  rates: [],
  performance: [],
  ...changes,
});
