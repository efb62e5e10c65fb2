import { InputError } from '../../domain/errors.ts';
import { type ModelName, modelNames, type PredictionTask, predictBy } from '../candidates.ts';
import { errorOver, foldHorizonOf } from '../compare-models.ts';
import type { ObservedSeries } from '../observed-series.ts';
import { originsOf, type Predictor, scoreFrom } from '../rolling-origin.ts';
import { routeSeries } from '../route-series.ts';
import { type Covariate, readCovariates } from './covariates.ts';
import { type EffectFit, fitEffects } from './fit-effects.ts';
import { putBack } from './put-back.ts';

/** Effects that make past forecasts err so much more than ignoring them are ignored. */
const WORSE = 1.1;
const FOLDS = 2;

/** Forecasting with covariates: at every origin effects are estimated on what lies before alone. */
export type KnownFutures = {
  /** What is known at the end of a series, which is the whole history or its beginning. */
  fitAt: (series: ObservedSeries, task: PredictionTask) => EffectFit;
  /** Choose the default's model on the series without its effects. */
  route: (series: ObservedSeries, task: PredictionTask) => ModelName;
  /** Predict the series without its effects. */
  predictBase: Predictor;
  /** Predict, and put the effects back. */
  predict: Predictor;
};

/**
 * Know what the options say of the future; where resting on it made past forecasts clearly worse, closures and stock-outs
 * alone are kept and that is said. Two or four fits on parts of the history.
 *
 * @returns `null` where nothing is known: the forecast then costs no more than ever
 * @throws InputError on a covariate or an end that is none
 */
export function knowFutures(
  series: ObservedSeries,
  task: PredictionTask,
  { covariates = [], endsAt }: { covariates?: readonly Covariate[]; endsAt?: number },
): (KnownFutures & { warnings: string[] }) | null {
  const all = endsAt === undefined ? covariates : [...covariates, endOfSale(series, task, endsAt)];
  if (all.length === 0) return null;
  // refuses what does not fit before any of it is cut to a fold
  readCovariates(all, series.values.length, task.horizon);
  const known = createKnownFutures((part, ahead) => fitEffects(part, ahead, cutTo(all, part, ahead)));
  const { effects } = known.fitAt(series, task);
  if (!effects.some(({ source }) => source === 'history')) return { ...known, warnings: [] };
  const ignoring = createKnownFutures((part, ahead) =>
    ignoringEffects(known.fitAt(part, ahead), part, ahead, all),
  );
  const ratio = errorRatio(series, task, known, ignoring);
  if (!(ratio > WORSE)) return { ...known, warnings: [] };
  const percent = Math.round(100 * (ratio - 1));
  return {
    ...ignoring,
    warnings: [
      `prices and events are left out of the forecast: with them it erred ${percent} % more on the past`,
    ],
  };
}

function errorRatio(
  series: ObservedSeries,
  task: PredictionTask,
  known: KnownFutures,
  ignoring: KnownFutures,
): number {
  const horizon = foldHorizonOf(series, task);
  const origins = originsOf(series, horizon, task.period, FOLDS);
  const model = known.route(series, task);
  const [own, other] = [known, ignoring].map(({ predict }) =>
    errorOver(scoreFrom(origins, series, model, { ...task, horizon }, predict)),
  );
  return own === null || own === undefined || !other ? 1 : own / other;
}

function endOfSale({ values }: ObservedSeries, { horizon }: PredictionTask, endsAt: number): Covariate {
  if (!Number.isSafeInteger(endsAt) || endsAt < 0)
    throw new InputError(`the end of sale is step ${endsAt}: it must be a whole number from 0 on`);
  const end = values.length + endsAt;
  const shut = Float64Array.from({ length: values.length + horizon }, (_, t) => (t >= end ? 1 : 0));
  return { name: 'end of sale', kind: 'closure', values: shut };
}

/** Forecast with covariates: take their effects out, predict by a model that knows nothing of them, put them back. */
function createKnownFutures(fit: KnownFutures['fitAt']): KnownFutures {
  const fitAt = remembering(fit);
  const predictBase = (model: ModelName, series: ObservedSeries, task: PredictionTask) => {
    const { series: base } = fitAt(series, task);
    return predictBy(model, model === 'intermittent' ? inWholeUnits(base, series) : base, task);
  };
  const byModel = new Map(
    modelNames.map((model) => [
      model,
      remembering((series, task) => {
        const { effects, link } = fitAt(series, task);
        return putBack(predictBase(model, series, task), effects, link);
      }),
    ]),
  );
  return {
    fitAt,
    route: (series, task) => routeSeries(fitAt(series, task).series, task),
    predictBase,
    predict: (model, series, task) => byModel.get(model)!(series, task),
  };
}

/** Work out each beginning of the one series once: the comparison of models asks for the same folds again. */
function remembering<Result>(
  work: (series: ObservedSeries, task: PredictionTask) => Result,
): (series: ObservedSeries, task: PredictionTask) => Result {
  const known = new Map<string, Result>();
  return (series, task) => {
    const key = `${series.values.length} ${task.horizon}`;
    const result = known.get(key) ?? work(series, task);
    known.set(key, result);
    return result;
  };
}

/** Keep closures and stock-outs alone in the forecast; the effects can still be asked for. */
function ignoringEffects(
  fit: EffectFit,
  series: ObservedSeries,
  task: PredictionTask,
  covariates: readonly Covariate[],
): EffectFit {
  const given = covariates.filter(({ kind }) => kind === 'closure' || kind === 'stockOut');
  const { series: base } = fitEffects(series, task, cutTo(given, series, task));
  const effects = fit.effects.map((effect) =>
    effect.kind === 'closure' ? effect : { ...effect, used: false },
  );
  return { ...fit, series: base, effects };
}

function cutTo(
  covariates: readonly Covariate[],
  { values: { length } }: ObservedSeries,
  { horizon }: PredictionTask,
): Covariate[] {
  return covariates.map((covariate) => ({
    ...covariate,
    values: Float64Array.from(covariate.values).subarray(0, length + horizon),
  }));
}

/** Sizes of rare demand are drawn as they were seen: taking an effect out must not leave parts of a unit. */
function inWholeUnits(base: ObservedSeries, { values }: ObservedSeries): ObservedSeries {
  if (!values.every((value) => Number.isNaN(value) || Number.isInteger(value))) return base;
  return {
    ...base,
    values: base.values.map((value) => (value > 0 ? Math.max(1, Math.round(value)) : value)),
  };
}
