import type { Scores } from '../domain/forecast.ts';
import {
  candidateLabels,
  checkModel,
  isUsable,
  type ModelName,
  type PredictionTask,
  predictBy,
} from './candidates.ts';
import { compareModels, errorCalibration, reasonOf } from './compare-models.ts';
import { DEFAULT_LEVELS, type Forecast, intervalsOf, quantileForecast } from './distribution.ts';
import { readInUnit, restoreUnit } from './extreme-units.ts';
import { checkHorizon, type ObservedSeries } from './observed-series.ts';
import { distributionOf, type Prediction } from './prediction.ts';
import { routeSeries } from './route-series.ts';
import { poolScores } from './scores.ts';

/** How far to forecast, on what season, with which intervals. */
export type ForecastOptions = {
  /** Steps ahead of the last value, missing ones at the end included. */
  horizon: number;
  /** Steps of a season: 7 for days, 12 for months; below 2 there is none. */
  period: number;
  /** Per cent, above 0 and below 100; default 80 and 95. */
  levels?: readonly number[];
  /** Kept with the result, for paths sampled from it; default 1. */
  seed?: number;
  /** Whether no step may fall below 0; default: when nothing observed is negative. */
  nonNegative?: boolean;
  /** Default `auto`: what suits the series. */
  model?: ModelName | 'auto';
};

/** A forecast with the ground on which its model was chosen. */
export type ChosenForecast = Forecast & {
  /** Why this model, in words. */
  reason: string;
  /** The answering model's scores over the folds; absent where the history is too short for one. */
  backtest?: Scores;
  /** Every candidate's scores. */
  candidates: { model: string; scores: Scores }[];
  seed: number;
};

/**
 * Forecast: by default (`auto`) the guarded mean of theta, exponential smoothing and small ARIMA models, or, where many steps
 * have no demand, by chance and size of demand; or by a model asked for by name.
 *
 * `fitMembers` says what the mean is made of, `routeSeries` when which answers. Intervals of the default are as wide
 * as its errors from past origins say; a named model's own are widened or narrowed by its errors in the backtest. Where the answering model
 * is not usable the seasonal naive answers. Deterministic.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @throws InputError on an empty or all-missing series, and on a horizon, level or model that is none
 */
export function forecast(values: ArrayLike<number>, options: ForecastOptions): ChosenForecast {
  checkHorizon(options.horizon);
  checkModel(options.model);
  const { series, unit } = readInUnit(values);
  const { period, horizon, model = 'auto' } = options;
  const nonNegative = options.nonNegative ?? !series.values.some((value) => value < 0);
  const task = { period, horizon, nonNegative };
  const wanted = model === 'auto' ? routeSeries(series, task) : model;
  const entries = compareModels(wanted, series, task);
  const { name, prediction } = firstUsable(wanted, series, task);
  const folds = entries.find((entry) => entry.model === name)?.folds ?? [];
  const widening = calibratesItself(name) ? 1 : errorCalibration(folds);
  const { mean, distribution } = distributionOf(withAssumedSpread(prediction, series), widening, nonNegative);
  const reason = reasonOf(name, prediction, entries, series.observed);
  const answer: ChosenForecast = {
    model: prediction.model,
    mean,
    median: quantileForecast(distribution, 0.5),
    intervals: intervalsOf(distribution, options.levels ?? DEFAULT_LEVELS),
    distribution,
    reason:
      name === wanted
        ? reason
        : `${reason}; ${candidateLabels[wanted]} gave nothing usable on the whole history`,
    ...(folds.length > 0 ? { backtest: poolScores(folds) } : {}),
    candidates: entries.map((entry) => ({
      model: candidateLabels[entry.model],
      scores: poolScores(entry.folds),
    })),
    warnings: prediction.warnings,
    seed: options.seed ?? 1,
  };
  return restoreUnit(answer, unit);
}

/** Whether a model's intervals come from its errors already. */
function calibratesItself(name: ModelName): boolean {
  return name === 'combination' || name === 'intermittent';
}

function firstUsable(
  wanted: ModelName,
  series: ObservedSeries,
  task: PredictionTask,
): { name: ModelName; prediction: Prediction } {
  const prediction = predictBy(wanted, series, task);
  if (isUsable(prediction, series)) return { name: wanted, prediction };
  // Repeats observed values, so it is usable whatever the series is.
  return { name: 'seasonalNaive', prediction: predictBy('seasonalNaive', series, task) };
}

/** Take the size of a single observation as its spread: nothing is known of it, and "certain" would be false. */
function withAssumedSpread(prediction: Prediction, series: ObservedSeries): Prediction {
  if (series.observed > 1) return prediction;
  const only = series.values.find((value) => !Number.isNaN(value)) ?? 0;
  return { ...prediction, sd: prediction.sd.map(() => Math.abs(only)) };
}
