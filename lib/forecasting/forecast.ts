import type { Scores } from '../domain/forecast.ts';
import { candidateLabels, isUsable, type ModelName, predictBy } from './candidates.ts';
import { chooseModel, errorCalibration } from './choose-model.ts';
import { DEFAULT_LEVELS, type Forecast, intervalsOf, quantileForecast } from './distribution.ts';
import { readInUnit, restoreUnit } from './extreme-units.ts';
import { checkHorizon, type ObservedSeries } from './observed-series.ts';
import { distributionOf, type Prediction } from './prediction.ts';
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
 * Forecast by the better of a harmonic regression and an ARIMA(5,1,0), told by a rolling-origin backtest.
 *
 * `chooseModel` says how the choice is made; the winner is fitted anew on everything, and where neither answers, the seasonal
 * naive does. Intervals are the model's, widened or narrowed by its errors in the backtest. Deterministic.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @throws InputError on an empty or all-missing series, and on a horizon or level that is none
 */
export function forecast(values: ArrayLike<number>, options: ForecastOptions): ChosenForecast {
  checkHorizon(options.horizon);
  const { series, unit } = readInUnit(values);
  const nonNegative = options.nonNegative ?? !series.values.some((value) => value < 0);
  const choice = chooseModel(series, options, nonNegative);
  const { name, prediction } = firstUsable(choice.preference, series, options);
  const folds = choice.entries.find((entry) => entry.model === name)?.folds ?? [];
  const { mean, distribution } = distributionOf(
    withAssumedSpread(prediction, series),
    errorCalibration(folds),
    nonNegative,
  );
  const answer: ChosenForecast = {
    model: prediction.model,
    mean,
    median: quantileForecast(distribution, 0.5),
    intervals: intervalsOf(distribution, options.levels ?? DEFAULT_LEVELS),
    distribution,
    reason:
      name === choice.preference[0]
        ? choice.reason
        : `${choice.reason}, but its forecast on the whole history is not usable`,
    ...(folds.length > 0 ? { backtest: poolScores(folds) } : {}),
    candidates: choice.entries.map((entry) => ({
      model: candidateLabels[entry.model],
      scores: poolScores(entry.folds),
    })),
    warnings: prediction.warnings,
    seed: options.seed ?? 1,
  };
  return restoreUnit(answer, unit);
}

function firstUsable(
  preference: readonly ModelName[],
  series: ObservedSeries,
  { period, horizon }: ForecastOptions,
): { name: ModelName; prediction: Prediction } {
  for (const name of preference) {
    const prediction = predictBy(name, series, period, horizon);
    if (isUsable(prediction, series)) return { name, prediction };
  }
  // Repeats observed values, so it is usable whatever the series is.
  return { name: 'seasonalNaive', prediction: predictBy('seasonalNaive', series, period, horizon) };
}

/** Take the size of a single observation as its spread: nothing is known of it, and "certain" would be false. */
function withAssumedSpread(prediction: Prediction, series: ObservedSeries): Prediction {
  if (series.observed > 1) return prediction;
  const only = series.values.find((value) => !Number.isNaN(value)) ?? 0;
  return { ...prediction, sd: prediction.sd.map(() => Math.abs(only)) };
}
