import { isUsable, type ModelName, type PredictionTask, predictBy } from './candidates.ts';
import type { ForecastDistribution } from './distribution.ts';
import { countObserved, type ObservedSeries } from './observed-series.ts';
import { distributionOf, type Prediction } from './prediction.ts';
import { routeSeries } from './route-series.ts';
import { type FoldScore, scoreFold } from './scores.ts';

/** Fewest observations that a fold's training part must hold. */
const LEAST_TRAINING = 6;

/**
 * List the origins of a rolling backtest, newest first: windows of `horizon` steps that end at the end and don't overlap.
 *
 * An origin is left out when fewer than six observations, or fewer than a season and three, lie before it.
 *
 * @returns lengths of the training parts
 */
export function originsOf(series: ObservedSeries, horizon: number, period: number, folds: number): number[] {
  const least = Math.max(LEAST_TRAINING, (period >= 2 ? Math.ceil(period) : 1) + 3);
  const origins: number[] = [];
  for (let fold = 1; fold <= folds; fold++) {
    const origin = series.values.length - fold * horizon;
    if (origin <= 0 || countObserved(series.values.subarray(0, origin)) < least) break;
    origins.push(origin);
  }
  return origins;
}

/** Fits a model and predicts: `predictBy`, or one that knows of covariates. */
export type Predictor = (model: ModelName, series: ObservedSeries, task: PredictionTask) => Prediction;

/**
 * Score a model from several origins, each time fitted on what lies before alone.
 *
 * Intervals are the model's own, before any calibration. A fold that the model cannot answer is left out.
 *
 * @param origins - as `originsOf` lists them
 * @param model - `auto` chooses anew at every origin
 */
export function scoreFrom(
  origins: readonly number[],
  series: ObservedSeries,
  model: ModelName | 'auto',
  task: PredictionTask,
  predict: Predictor = predictBy,
): FoldScore[] {
  return origins.flatMap((origin) => {
    const found = forecastFrom(origin, series.values, model, task, predict);
    if (found === undefined) return [];
    const actual = series.values.subarray(origin, origin + task.horizon);
    const score = scoreFold(found.training, actual, found.mean, found.distribution, task.period);
    return score ? [score] : [];
  });
}

/**
 * Forecast from a past origin, fitted on what lies before alone.
 *
 * @param origin - length of the training part, at least one value observed in it
 * @returns `undefined` where the model cannot answer
 */
export function forecastFrom(
  origin: number,
  values: Float64Array,
  model: ModelName | 'auto',
  task: PredictionTask,
  predict: Predictor = predictBy,
): { training: Float64Array; mean: number[]; distribution: ForecastDistribution } | undefined {
  const training = values.slice(0, origin);
  const seen: ObservedSeries = { values: training, observed: countObserved(training), warnings: [] };
  const prediction = predict(model === 'auto' ? routeSeries(seen, task) : model, seen, task);
  if (!isUsable(prediction, seen)) return undefined;
  return { training, ...distributionOf(prediction, 1, task.nonNegative) };
}
