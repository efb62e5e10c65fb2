import { candidateLabels, type ModelName } from './candidates.ts';
import type { ObservedSeries } from './observed-series.ts';
import { originsOf, scoreFrom } from './rolling-origin.ts';
import { averageKnown, type FoldScore } from './scores.ts';

/** The models in the order in which they should answer, and why. */
export type Choice = {
  preference: ModelName[];
  reason: string;
  entries: { model: ModelName; folds: FoldScore[] }[];
};

const CONTENDERS: readonly ModelName[] = ['harmonic', 'arima'];
const FOLDS = 3;

/** Folds weigh this much against taking the model's own intervals at their word. */
const WEIGHT_OF_A_FOLD = 2;
const WEIGHT_OF_THE_MODEL = 4;

/**
 * Choose between the harmonic regression and the ARIMA(5,1,0) by three rolling-origin folds.
 *
 * The lower geometric mean of scaled pinball loss and RMSSE wins: the first judges the quantiles, the second the mean that
 * costs need (on demand with many zero days, pinball loss alone prefers a forecast of nothing). With flat training data sMAPE
 * decides. A fold spans the horizon, at most a quarter of the history. Where no fold fits, ARIMA is asked
 * first: it needs the least. Bounded cost: six fits on parts of the history.
 */
export function chooseModel(
  series: ObservedSeries,
  { horizon, period }: { horizon: number; period: number },
  nonNegative: boolean,
): Choice {
  const foldHorizon = Math.max(1, Math.min(horizon, Math.floor(series.values.length / 4)));
  const origins = originsOf(series, foldHorizon, period, FOLDS);
  const entries = CONTENDERS.map((model) => ({
    model,
    folds: scoreFrom(origins, series, model, { horizon: foldHorizon, period, nonNegative }),
  }));
  const ranked = entries
    .filter(({ folds }) => folds.length === origins.length && folds.length > 0)
    .map(({ model, folds }) => ({ model, loss: lossOf(folds) }))
    .sort((first, second) => first.loss - second.loss);
  const [best, second] = ranked;
  if (!best) {
    return {
      preference: ['arima', 'harmonic'],
      reason: `${candidateLabels.arima}: ${series.observed} observations are too few for a backtest`,
      entries,
    };
  }
  const others = CONTENDERS.filter((model) => model !== best.model);
  const against = second
    ? `${best.loss.toPrecision(3)} against ${second.loss.toPrecision(3)} of ${candidateLabels[second.model]}`
    : `${best.loss.toPrecision(3)}; ${others.map((model) => candidateLabels[model]).join()} gave no answer`;
  const folds = origins.length === 1 ? '1 fold' : `${origins.length} folds`;
  return {
    preference: [best.model, ...others],
    reason: `${candidateLabels[best.model]}: loss over ${folds} of ${foldHorizon} steps ${against}`,
    entries,
  };
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

function lossOf(folds: readonly FoldScore[]): number {
  const pinball = averageKnown(folds.map((fold) => fold.pinball));
  const rmsse = averageKnown(folds.map((fold) => fold.rmsse));
  if (pinball === null || rmsse === null) return averageKnown(folds.map((fold) => fold.smape)) ?? 0;
  return Math.sqrt(pinball * rmsse);
}
