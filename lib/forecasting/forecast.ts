import type { Scores } from '../domain/forecast.ts';
import type { ForecastParts, KnownEffect, SeriesProfile } from '../domain/known-future.ts';
import {
  candidateLabels,
  checkModel,
  isUsable,
  type ModelName,
  type PredictionTask,
  predictBy,
} from './candidates.ts';
import { compareModels, type Entry, errorCalibration, foldHorizonOf } from './compare-models.ts';
import { DEFAULT_LEVELS, type Forecast, intervalsOf, quantileForecast } from './distribution.ts';
import type { Covariate } from './effects/covariates.ts';
import { partsOf } from './effects/forecast-parts.ts';
import type { Link } from './effects/known-effect.ts';
import { type KnownFutures, knowFutures } from './effects/known-futures.ts';
import { profileAnswer } from './effects/predict-by-profile.ts';
import { putBack } from './effects/put-back.ts';
import { readInUnit, restored, restoreUnit } from './extreme-units.ts';
import { errorAgainstNaive, reasonOf } from './forecast-words.ts';
import { checkHorizon, type ObservedSeries } from './observed-series.ts';
import { distributionOf, type Prediction } from './prediction.ts';
import type { Predictor } from './rolling-origin.ts';
import { routeSeries } from './route-series.ts';
import { poolScores } from './scores.ts';
import { seriesWarnings } from './series-warnings.ts';

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
  /** What is known of every step of history and horizon: prices, promotions, closures, stock-outs. */
  covariates?: readonly Covariate[];
  /** What series like this one do, as `profileOf` says: answers while the history is short. */
  profile?: SeriesProfile;
  /** Place of the first value in the profile's season; default 0. */
  phase?: number;
  /** Steps ahead, counted from 0, from which on nothing is sold any more (a delisting). */
  endsAt?: number;
  /**
   * Whether the answering model is held beside others on the past, for `backtest`, `candidates` and `reason`; default true. Without, the
   * same mean and distribution come in a third of the time.
   */
  compared?: boolean;
};

/** A forecast with the ground on which its model was chosen. */
export type ChosenForecast = Forecast & {
  /** Why this model, and how much it errs beside repeating the last season, in words. */
  reason: string;
  /** The answering model's scores over the folds; absent where the history is too short for one. */
  backtest?: Scores;
  /** Its error in the folds over that of the seasonal naive: 0.8 errs 20 % less; absent where there is no fold. */
  errorAgainstNaive?: number;
  /** Every candidate's scores. */
  candidates: { model: string; scores: Scores }[];
  /** Models whose mean a combination is. */
  members?: string[];
  /** What the mean is the sum of. */
  parts: ForecastParts;
  /** Present where covariates were given: what `applyScenario` asks another future with. Plain JSON. */
  futures?: Futures;
  seed: number;
};

/** A forecast before its known effects, and these. */
export type Futures = {
  effects: KnownEffect[];
  link: Link;
  /** The prediction of demand without the effects. */
  base: Prediction;
  /** As `distributionOf` takes them. */
  widening: number;
  nonNegative: boolean;
};

/**
 * Forecast: by default (`auto`) the guarded mean of theta, exponential smoothing and small ARIMA models, or, where many steps
 * have no demand, by chance and size of demand; or by a model asked for by name.
 *
 * `fitMembers` says what the mean is made of, `routeSeries` when which answers. Intervals of the default are as wide
 * as its errors from past origins say; a named model's own are widened or narrowed by its errors in the backtest. Where the answering model
 * is not usable the seasonal naive answers. With `covariates` their effects are taken out of the history, what is left is forecast
 * so, and the planned ones are put back. With `profile` a series of less than two seasons (four weeks) is forecast by what series like
 * it do, drawn to its own history as far as there is any. Deterministic.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @throws InputError on an empty or all-missing series, and on a horizon, level, model or covariate that is none
 */
export function forecast(values: ArrayLike<number>, options: ForecastOptions): ChosenForecast {
  checkHorizon(options.horizon);
  checkModel(options.model);
  const { series, unit } = readInUnit(values);
  const { period, horizon, model = 'auto' } = options;
  const nonNegative = options.nonNegative ?? !series.values.some((value) => value < 0);
  const task = { period, horizon, nonNegative };
  const known = knowFutures(series, task, options);
  const fit = known?.fitAt(series, task);
  const { base, widening, ...ground } =
    profileAnswer(fit?.series ?? series, task, { ...options, unit }) ??
    modelAnswer(model, series, task, { known, compared: options.compared ?? true });
  const whole = fit ? putBack(base, fit.effects, fit.link) : base;
  const { mean, distribution } = distributionOf(whole, widening, nonNegative);
  const baseMean = fit ? distributionOf(base, widening, nonNegative).mean : mean;
  const answer: ChosenForecast = {
    model: base.model,
    mean,
    median: quantileForecast(distribution, 0.5),
    intervals: intervalsOf(distribution, options.levels ?? DEFAULT_LEVELS),
    distribution,
    ...ground,
    ...(base.parts ? { members: base.parts.members } : {}),
    parts: partsOf(base, baseMean, mean),
    ...(fit ? { futures: { effects: fit.effects, link: fit.link, base, widening, nonNegative } } : {}),
    warnings: [
      ...base.warnings,
      ...seriesWarnings(series.values, period),
      ...(fit?.warnings ?? []),
      ...(known?.warnings ?? []),
    ],
    seed: options.seed ?? 1,
  };
  return unit === 1 ? answer : restoreAnswer(answer, unit);
}

/** The prediction of the model that suits or is asked for, and the ground on which it answers. */
function modelAnswer(
  model: ModelName | 'auto',
  series: ObservedSeries,
  task: PredictionTask,
  { known, compared }: { known: KnownFutures | null; compared: boolean },
): Answer {
  const wanted = model === 'auto' ? (known?.route ?? routeSeries)(series, task) : model;
  const { name, prediction } = firstUsable(wanted, series, task, known?.predictBase ?? predictBy);
  // others are as wide as their errors on the past say, and cannot do without
  const isCompared = compared || !calibratesItself(name);
  const entries = isCompared ? compareModels(wanted, series, task, known?.predict) : [];
  const folds = entries.find((entry) => entry.model === name)?.folds ?? [];
  const { period } = task;
  const reason = reasonOf(name, prediction, series, {
    entries: isCompared ? entries : null,
    foldHorizon: foldHorizonOf(series, task),
    period,
  });
  return {
    base: withAssumedSpread(prediction, series),
    widening: calibratesItself(name) ? 1 : errorCalibration(folds),
    reason: name === wanted ? reason : `${reason}; ${candidateLabels[wanted]} gave nothing usable`,
    ...scoresOf(name, entries),
  };
}

/** What answers, before known effects. */
export type Answer = Pick<ChosenForecast, 'reason' | 'backtest' | 'errorAgainstNaive' | 'candidates'> & {
  base: Prediction;
  widening: number;
};

/** Whether a model's intervals come from its errors already. */
function calibratesItself(name: ModelName): boolean {
  return name === 'combination' || name === 'intermittent';
}

function scoresOf(
  name: ModelName,
  entries: readonly Entry[],
): Pick<ChosenForecast, 'backtest' | 'errorAgainstNaive' | 'candidates'> {
  const folds = entries.find((entry) => entry.model === name)?.folds ?? [];
  const ratio = errorAgainstNaive(name, entries);
  return {
    ...(folds.length > 0 ? { backtest: poolScores(folds) } : {}),
    ...(ratio === null ? {} : { errorAgainstNaive: ratio }),
    candidates: entries.map((entry) => ({
      model: candidateLabels[entry.model],
      scores: poolScores(entry.folds),
    })),
  };
}

function firstUsable(
  wanted: ModelName,
  series: ObservedSeries,
  task: PredictionTask,
  predict: Predictor,
): { name: ModelName; prediction: Prediction } {
  const prediction = predict(wanted, series, task);
  if (isUsable(prediction, series)) return { name: wanted, prediction };
  // Repeats observed values, so it is usable whatever the series is.
  return { name: 'seasonalNaive', prediction: predict('seasonalNaive', series, task) };
}

/** Take the size of a single observation as its spread: nothing is known of it, and "certain" would be false. */
function withAssumedSpread(prediction: Prediction, series: ObservedSeries): Prediction {
  if (series.observed > 1) return prediction;
  const only = series.values.find((value) => !Number.isNaN(value)) ?? 0;
  return { ...prediction, sd: prediction.sd.map(() => Math.abs(only)) };
}

function restoreAnswer(answer: ChosenForecast, unit: number): ChosenForecast {
  const { parts, futures, ...rest } = restoreUnit(answer, unit);
  const { level, trend, season, events } = parts;
  return {
    ...rest,
    parts: {
      level: restored(level, unit),
      trend: restored(trend, unit),
      season: restored(season, unit),
      events: restored(events, unit),
    },
    ...(futures ? { futures: restoreFutures(futures, unit) } : {}),
  };
}

function restoreFutures({ base, effects, ...rest }: Futures, unit: number): Futures {
  const { withoutSeason, lumpy } = base;
  const scaled = rest.link === 'sum' ? unit : 1;
  return {
    ...rest,
    base: {
      ...base,
      mean: restored(base.mean, unit),
      sd: restored(base.sd, unit),
      ...(withoutSeason ? { withoutSeason: restored(withoutSeason, unit) } : {}),
      ...(lumpy ? { lumpy: { ...lumpy, sizes: restored(lumpy.sizes, unit) } } : {}),
    },
    effects: effects.map((effect) => ({
      ...effect,
      coefficient: effect.coefficient * scaled,
      standardError: effect.standardError * scaled,
    })),
  };
}
