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
/** Days of the past that are summed: two years and a little, so that a yearly season can be seen. */
const HISTORY_DAYS = 740;

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
  add(record: Pick<SeriesRecord, 'product' | 'demand'>, totals: SampledTotals | undefined): void;
  /** In order of their first SKU. */
  categories(): CategoryTotals[];
};

/** Start a shard with no SKU. */
export function createShardTotals(): ShardTotals {
  const sums = new Map<string | null, CategoryTotals>();
  return {
    add: ({ product: { category }, demand }, totals) => {
      // what has no forecast is left out of the past too, or the two could not be compared
      if (totals === undefined) return;
      const sum = sums.get(category) ?? { category, totals, history: new Float64Array(HISTORY_DAYS) };
      if (sum.totals !== totals) mergeTotals(sum.totals, totals);
      for (let ago = 1; ago <= Math.min(HISTORY_DAYS, demand.length); ago++)
        sum.history[HISTORY_DAYS - ago] = (sum.history[HISTORY_DAYS - ago] ?? 0) + (demand.at(-ago) ?? 0);
      sums.set(category, sum);
    },
    categories: () => [...sums.values()],
  };
}
