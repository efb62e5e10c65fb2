import type { MarketAggregates } from '../../../lib/insight/index.ts';

export const someTotals: MarketAggregates['totals'] = {
  revenueMinor: 900,
  salesMinor: 900,
  returnsMinor: 0,
  anonymousRevenueMinor: 0,
  orders: 2,
  orderLines: 3,
  units: 9,
};

/** What a market comes to in a year, of which a test changes what it is about. */
export const someMarket = (changes: Partial<MarketAggregates> = {}): MarketAggregates => ({
  from: '2024-07-01',
  firstOrder: '2024-01-01',
  totals: someTotals,
  buyers: { revenueMinor: [], new: 0 },
  skus: { revenueMinor: [], periods: [], unitsSum: [], unitsSquareSum: [] },
  months: [],
  weekdays: [],
  cohorts: [],
  periods: null,
  trailing: null,
  ...changes,
});
