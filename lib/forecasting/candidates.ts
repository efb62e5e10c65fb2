import { InputError } from '../domain/errors.ts';
import { predictArima } from './arima.ts';
import { completeSeries } from './complete-series.ts';
import { fitArima } from './fit-arima.ts';
import { predictHarmonic } from './harmonic.ts';
import { fitBestHarmonic } from './harmonic-order.ts';
import { predictIntermittent } from './intermittent.ts';
import type { ObservedSeries } from './observed-series.ts';
import { LEAST_VALUES, predictCombination } from './predict-combination.ts';
import { predictRareDemand } from './predict-rare-demand.ts';
import type { Prediction } from './prediction.ts';
import { predictSeasonalNaive } from './seasonal-naive.ts';

/** Names of the models that `forecast` and `backtest` know. */
export const modelNames = [
  'combination',
  'intermittent',
  'harmonic',
  'arima',
  'seasonalNaive',
  'croston',
  'sba',
  'tsb',
  'adida',
] as const;
/** A model that `forecast` and `backtest` know. */
export type ModelName = (typeof modelNames)[number];

/** How the candidates are called in reasons and tables. */
export const candidateLabels: Record<ModelName, string> = {
  combination: 'combination',
  intermittent: 'intermittent',
  harmonic: 'harmonic',
  arima: 'arima(5,1,0)',
  seasonalNaive: 'seasonalNaive',
  croston: 'croston',
  sba: 'sba',
  tsb: 'tsb',
  adida: 'adida',
};

/** What is to be predicted, and whether 0 is a bound of the series. */
export type PredictionTask = { period: number; horizon: number; nonNegative: boolean };

/**
 * Fit a candidate and predict by it.
 *
 * `combination` is the default's mean of models and `intermittent` its counterpart for demand with many zeros; a series
 * too short for either gets the seasonal naive. `harmonic` takes as many harmonics as the corrected Akaike criterion says,
 * at most six; `arima` is of order (5,1,0). The textbook's means of rare demand need one: a series with negative values, or without any
 * demand, gets the seasonal naive.
 */
export function predictBy(
  model: ModelName,
  series: ObservedSeries,
  { period, horizon, nonNegative }: PredictionTask,
): Prediction {
  switch (model) {
    case 'combination': {
      if (series.observed < LEAST_VALUES) return predictSeasonalNaive(series, period, horizon);
      const complete = completeSeries(series.values, period);
      const skipped = series.values.length - complete.y.length;
      return warned(predictCombination(complete, { period, horizon, nonNegative, skipped }), series);
    }
    case 'intermittent': {
      if (!series.values.some((value) => value > 0)) return predictSeasonalNaive(series, period, horizon);
      return warned(predictIntermittent(completeSeries(series.values, period), period, horizon), series);
    }
    case 'harmonic':
      return predictHarmonic(fitBestHarmonic(series, period), horizon);
    case 'arima':
      return predictArima(fitArima(series, [5, 1, 0]), horizon);
    case 'seasonalNaive':
      return predictSeasonalNaive(series, period, horizon);
    case 'croston':
    case 'sba':
    case 'tsb':
    case 'adida': {
      const isDemand = series.values.some((value) => value > 0) && !series.values.some((value) => value < 0);
      if (!isDemand) return predictSeasonalNaive(series, period, horizon);
      return warned(predictRareDemand(model, completeSeries(series.values, period), horizon), series);
    }
  }
}

function warned(prediction: Prediction, series: ObservedSeries): Prediction {
  return { ...prediction, warnings: [...series.warnings, ...prediction.warnings] };
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

/**
 * Check the name of a model.
 *
 * @throws InputError when no model is called so
 */
export function checkModel(model: ModelName | 'auto' | undefined): void {
  if (model === undefined || model === 'auto' || modelNames.includes(model)) return;
  throw new InputError(`the model ${String(model)} is none of auto,${modelNames.join()}`);
}
