import type { SeriesRecord } from '../../lib/domain/index.ts';

/** How much work a series is worth: its whole history, only its newest days, or no model at all. */
export type Effort = 'whole' | 'newest' | 'none';

/** Days that are enough for the week and the trend; the year above them takes two years. */
export const NEWEST_DAYS = 182;

/** Processor time of one series on one core of Lambda's size, ms: what all cost, and what each day of history adds. */
const BASE_MS = 4;
const MS_A_DAY = 0.03;
/** A contest looks back from twelve weeks, each time for a sixth of a forecast: none of them is tried on the past in its turn. */
const CONTEST_FORECASTS = 12 / 6;
/** Of the seasonal naive, with the sampled sums over the lead time. */
const NAIVE_MS = 2;

/**
 * Choose the effort for each series of a shard, so that all together are expected to take no more than the budget.
 *
 * Time is foretold from the length of each series and not measured: the choice, and so the forecasts, are the same on
 * every machine and on every run. Where the whole history of all is too much, the longest series are cut to their newest
 * half-year, one after the other, until the rest fits; where that is not enough they go without a model in that order.
 *
 * @param budgetMs - processor time a series, on average over the shard
 * @returns an effort a series, in the order of `records`
 */
export function chooseEfforts(records: readonly SeriesRecord[], budgetMs: number): Effort[] {
  const efforts = records.map((): Effort => 'whole');
  const allowedMs = budgetMs * records.length;
  let expectedMs = records.reduce((sum, record) => sum + expectedTime(record, 'whole'), 0);
  const longestFirst = records
    .map((record, place) => ({ record, place }))
    .sort(
      (a, b) => b.record.demand.length - a.record.demand.length || (a.record.sku < b.record.sku ? -1 : 1),
    );
  for (const effort of ['newest', 'none'] as const)
    for (const { record, place } of longestFirst) {
      if (expectedMs <= allowedMs) return efforts;
      expectedMs += expectedTime(record, effort) - expectedTime(record, efforts[place] ?? 'whole');
      efforts[place] = effort;
    }
  return efforts;
}

/** Foretell a series' processor time, ms; a contest looks back over as many days as are forecast from. */
function expectedTime({ demand, rivals }: SeriesRecord, effort: Effort): number {
  if (effort === 'none') return NAIVE_MS;
  const days = effort === 'whole' ? demand.length : Math.min(NEWEST_DAYS, demand.length);
  return (BASE_MS + MS_A_DAY * days) * (rivals === undefined ? 1 : 1 + CONTEST_FORECASTS);
}
