import type { ModelName, PredictionTask } from './candidates.ts';
import { completeSeries } from './complete-series.ts';
import { isIntermittent } from './intermittent.ts';
import type { ObservedSeries } from './observed-series.ts';
import { LEAST_VALUES } from './predict-combination.ts';

/**
 * Choose the model of the default forecast by what the series is: no contest on a few folds, which chooses by luck.
 *
 * Demand with many zeros gets `intermittent`, everything else from six observations on the `combination`, less the seasonal naive.
 */
export function routeSeries(series: ObservedSeries, { period, nonNegative }: PredictionTask): ModelName {
  if (series.observed < LEAST_VALUES) return 'seasonalNaive';
  // Without zeros nothing needs to be looked at closer.
  return nonNegative &&
    series.values.includes(0) &&
    isIntermittent(completeSeries(series.values, period), period)
    ? 'intermittent'
    : 'combination';
}
