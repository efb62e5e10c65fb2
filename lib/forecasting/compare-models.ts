import { candidateLabels, type ModelName, type PredictionTask } from './candidates.ts';
import type { ObservedSeries } from './observed-series.ts';
import { LEAST_VALUES } from './predict-combination.ts';
import type { Prediction } from './prediction.ts';
import { originsOf, scoreFrom } from './rolling-origin.ts';
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
 */
export function compareModels(answering: ModelName, series: ObservedSeries, task: PredictionTask): Entry[] {
  const foldHorizon = Math.max(1, Math.min(task.horizon, Math.floor(series.values.length / 4)));
  const origins = originsOf(series, foldHorizon, task.period, FOLDS);
  const models = new Set<ModelName>([answering, 'harmonic', 'arima', 'seasonalNaive']);
  return [...models].map((model) => ({
    model,
    folds: scoreFrom(origins, series, model, { ...task, horizon: foldHorizon }),
  }));
}

/** Say in words why a model answers, what it is made of, and how it did beside the others. */
export function reasonOf(
  answering: ModelName,
  { parts }: Prediction,
  entries: readonly Entry[],
  observed: number,
): string {
  return `${candidateLabels[answering]}: ${groundOf(answering, parts, observed)}; ${comparisonOf(answering, entries)}`;
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

function groundOf(answering: ModelName, parts: Prediction['parts'], observed: number): string {
  if (parts) {
    const season = parts.season === 'none' ? 'no season stands out of the noise' : `season ${parts.season}`;
    const long = parts.long ? `, and one of the ${parts.long}` : '';
    return `the mean of ${parts.members.join(', ')} (${season}${long}), surer than any one of them`;
  }
  if (answering === 'intermittent') return 'many steps have no demand, so chance and size are told apart';
  if (answering === 'seasonalNaive' || observed < LEAST_VALUES) {
    return `${observed} observations are too few for more than repeating the last`;
  }
  return 'asked for by name';
}

function comparisonOf(answering: ModelName, entries: readonly Entry[]): string {
  const losses = entries.flatMap(({ model, folds }) =>
    folds.length === 0 ? [] : [{ model, loss: lossOf(folds), folds: folds.length }],
  );
  const own = losses.find(({ model }) => model === answering);
  if (!own) return 'the history is too short for a backtest';
  const others = losses
    .filter(({ model }) => model !== answering)
    .map(({ model, loss }) => `${loss.toPrecision(3)} of ${candidateLabels[model]}`);
  const folds = own.folds === 1 ? '1 fold' : `${own.folds} folds`;
  return `loss over ${folds} ${own.loss.toPrecision(3)} against ${others.join(', ')}`;
}

/** Geometric mean of scaled pinball loss, which judges the quantiles, and RMSSE, which judges the mean; sMAPE on flat data. */
function lossOf(folds: readonly FoldScore[]): number {
  const pinball = averageKnown(folds.map((fold) => fold.pinball));
  const rmsse = averageKnown(folds.map((fold) => fold.rmsse));
  if (pinball === null || rmsse === null) return averageKnown(folds.map((fold) => fold.smape)) ?? 0;
  return Math.sqrt(pinball * rmsse);
}
