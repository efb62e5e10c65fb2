import { HORIZON_DAYS, type SeriesRecord } from '../../lib/domain/index.ts';
import {
  addSeries,
  emptyTotals,
  type ForecastDistribution,
  levelShocks,
  mergeTotals,
  type SampledTotals,
} from '../../lib/forecasting/index.ts';
import type { CategoryTotals } from '../../lib/stores/index.ts';

/** Futures of each SKU: their sums tell what varies by itself; what varies together is drawn anew by the report. */
const PATHS = 128;
/** Weeks whose shocks tell how much SKUs err together: a year. */
const SHOCK_WEEKS = 52;
const WEEK_DAYS = 7;

/** What a forecast adds to its category. */
export type ForecastPart = {
  /** [≥ HORIZON_DAYS] as stored, rounded: totals are sums of what is shown. */
  mean: readonly number[];
  distribution: ForecastDistribution;
  /** Daily demand as it was forecast from, NaN = not observed. */
  units: Float64Array;
  seed: number;
};

/** Take down what one SKU adds to the totals of its category. Same part, same result, on whatever thread. */
export function totalsOf({ mean, distribution, units, seed }: ForecastPart): SampledTotals {
  const totals = emptyTotals({ days: HORIZON_DAYS, paths: PATHS, times: SHOCK_WEEKS });
  addSeries(totals, { mean, distribution, shocks: levelShocks(units, WEEK_DAYS, SHOCK_WEEKS), seed });
  return totals;
}

/** Sums the SKUs of a shard up by category. */
export type ShardTotals = {
  add(record: Pick<SeriesRecord, 'product'>, totals: SampledTotals | undefined): void;
  /** In order of their first SKU. */
  categories(): CategoryTotals[];
};

/** Start a shard with no SKU. */
export function createShardTotals(): ShardTotals {
  const sums = new Map<string | null, SampledTotals>();
  return {
    add: ({ product: { category } }, totals) => {
      if (totals === undefined) return;
      const sum = sums.get(category);
      if (sum === undefined) sums.set(category, totals);
      else mergeTotals(sum, totals);
    },
    categories: () => [...sums].map(([category, totals]) => ({ category, totals })),
  };
}
