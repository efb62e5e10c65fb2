import { predictArima } from './arima.ts';
import { fitArima } from './fit-arima.ts';
import { predictHarmonic } from './harmonic.ts';
import { fitBestHarmonic } from './harmonic-order.ts';
import type { ObservedSeries } from './observed-series.ts';
import type { Prediction } from './prediction.ts';
import { predictSeasonalNaive } from './seasonal-naive.ts';

/** Names of the models that `forecast` and `backtest` know. */
export const modelNames = ['harmonic', 'arima', 'seasonalNaive'] as const;
/** A model that `forecast` and `backtest` know. */
export type ModelName = (typeof modelNames)[number];

/** How the candidates are called in reasons and tables. */
export const candidateLabels: Record<ModelName, string> = {
  harmonic: 'harmonic',
  arima: 'arima(5,1,0)',
  seasonalNaive: 'seasonalNaive',
};

/**
 * Fit a candidate and predict by it.
 *
 * `harmonic` takes as many harmonics as the corrected Akaike criterion says, at most six; `arima` is of order (5,1,0).
 */
export function predictBy(
  model: ModelName,
  series: ObservedSeries,
  period: number,
  horizon: number,
): Prediction {
  switch (model) {
    case 'harmonic':
      return predictHarmonic(fitBestHarmonic(series, period), horizon);
    case 'arima':
      return predictArima(fitArima(series, [5, 1, 0]), horizon);
    case 'seasonalNaive':
      return predictSeasonalNaive(series, period, horizon);
  }
}

/** Whether a prediction can be used at all: finite, and not beyond a thousand times what was ever seen. */
export function isUsable(prediction: Prediction, series: ObservedSeries): boolean {
  let largest = 0;
  for (const value of series.values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return (
    prediction.mean.every((mean) => Number.isFinite(mean) && Math.abs(mean) <= 1000 * largest) &&
    prediction.sd.every((sd) => Number.isFinite(sd) && sd >= 0)
  );
}
