import { type ModelName, type PredictionTask, predictBy } from './candidates.ts';
import type { ObservedSeries } from './observed-series.ts';
import { originsOf, type Predictor, scoreFrom } from './rolling-origin.ts';
import { averageKnown, type FoldScore } from './scores.ts';

/** A model's scores from past origins. */
export type Entry = { model: ModelName; folds: FoldScore[] };

const FOLDS = 2;

/** Folds weigh this much against taking the model's own intervals at their word. */
const WEIGHT_OF_A_FOLD = 2;
const WEIGHT_OF_THE_MODEL = 4;

/**
 * Score the answering model beside the named ones on the last folds, for the report: each fitted on what lies before.
 *
 * A fold spans the horizon, at most a quarter of the history. Bounded cost: two fits a model, on parts of the history.
 *
 * @param predict - how models are fitted; the seasonal naive, unless it answers, is always that of the series as it is
 */
export function compareModels(
  answering: ModelName,
  series: ObservedSeries,
  task: PredictionTask,
  predict: Predictor = predictBy,
): Entry[] {
  const foldHorizon = foldHorizonOf(series, task);
  const origins = originsOf(series, foldHorizon, task.period, FOLDS);
  const models = new Set<ModelName>([answering, 'harmonic', 'arima', 'seasonalNaive']);
  return [...models].map((model) => ({
    model,
    folds: scoreFrom(
      origins,
      series,
      model,
      { ...task, horizon: foldHorizon },
      model === 'seasonalNaive' && model !== answering ? predictBy : predict,
    ),
  }));
}

/** Steps of a fold. */
export function foldHorizonOf(series: ObservedSeries, { horizon }: PredictionTask): number {
  return Math.max(1, Math.min(horizon, Math.floor(series.values.length / 4)));
}

/**
 * Compare a model's errors in the folds with the sd it claimed.
 *
 * The mean square of the standardised errors is shrunk towards 1, since a few folds say little.
 *
 * @returns factor on the model's sd, 0.6 to 2.5; 1 without folds
 */
export function errorCalibration(folds: readonly FoldScore[]): number {
  const known = averageKnown(folds.map((fold) => fold.squaredScores && Math.min(fold.squaredScores, 25)));
  if (known === null) return 1;
  const weight = WEIGHT_OF_A_FOLD * folds.length;
  const square = (WEIGHT_OF_THE_MODEL + weight * known) / (WEIGHT_OF_THE_MODEL + weight);
  return Math.min(2.5, Math.max(0.6, Math.sqrt(square)));
}

/** Root mean squared scaled error over folds; sMAPE on flat data, `null` without a fold. */
export function errorOver(folds: readonly FoldScore[]): number | null {
  return averageKnown(folds.map((fold) => fold.rmsse)) ?? averageKnown(folds.map((fold) => fold.smape));
}
