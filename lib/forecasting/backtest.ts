import { InputError } from '../domain/errors.ts';
import type { Scores } from '../domain/forecast.ts';
import { checkModel, type ModelName } from './candidates.ts';
import { readInUnit } from './extreme-units.ts';
import { checkHorizon } from './observed-series.ts';
import { originsOf, scoreFrom } from './rolling-origin.ts';
import { poolScores } from './scores.ts';

const USUAL_FOLDS = 3;

/** How to go back, and which model to score. */
export type BacktestOptions = {
  /** Steps ahead that each fold is scored on, ≥ 1. */
  horizon: number;
  period: number;
  /** How many origins, ≥ 1, default 3; fewer are used where the history is too short, as `folds` of the answer says. */
  folds?: number;
  /** One model, or `auto` (the default): `forecast` as it stands, choosing anew at every origin. */
  model?: ModelName | 'auto';
};

/**
 * Score forecasts of the past: windows of `horizon` steps that end at the end and don't overlap, each forecast from what
 * lies before it alone.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @returns scores averaged over the folds; `null` where there is no fold or the training data are flat
 * @throws InputError on an empty or all-missing series, and on options that are none
 */
export function backtest(values: ArrayLike<number>, options: BacktestOptions): Scores {
  const { horizon, period, folds = USUAL_FOLDS, model = 'auto' } = options;
  checkHorizon(horizon);
  checkModel(model);
  if (horizon < 1) throw new InputError('a backtest needs a horizon of at least 1 step');
  if (!Number.isSafeInteger(folds) || folds < 1)
    throw new InputError(`${folds} is not a number of folds ≥ 1`);
  // scores are ratios: the unit cancels
  const { series } = readInUnit(values);
  const nonNegative = !series.values.some((value) => value < 0);
  const origins = originsOf(series, horizon, period, folds);
  return poolScores(scoreFrom(origins, series, model, { horizon, period, nonNegative }));
}
