import { InputError } from '../domain/errors.ts';
import { writeOrders } from './arima-orders.ts';
import { NO_SEASON, type SeasonalPart } from './arima-polynomials.ts';
import { moveCovariance, moveState } from './arima-state-space.ts';
import { DEFAULT_LEVELS, type Forecast, intervalsOf } from './distribution.ts';
import { readInUnit, restoreUnit } from './extreme-units.ts';
import { type ArimaModel, fitArima, systemOf } from './fit-arima.ts';
import { checkHorizon } from './observed-series.ts';
import { type Prediction, plainDistribution } from './prediction.ts';

/** What to fit and how far to forecast. */
export type ArimaOptions = {
  /** [p, d, q]: autoregression, differences, moving average. */
  order: readonly [number, number, number];
  /** (P, D, Q) at lag m, the period in steps; without it no season. */
  seasonal?: SeasonalPart;
  /** Steps ahead of the last value, missing ones at the end included. */
  horizon: number;
  /** Per cent, above 0 and below 100; default 80 and 95. */
  levels?: readonly number[];
};

/** An ARIMA forecast with the process it comes from; `ArimaModel` documents its parts. */
export type ArimaForecast = Forecast &
  Pick<ArimaModel, 'order' | 'ar' | 'ma' | 'sigma2' | 'logLikelihood' | 'aic'> & {
    /** The seasonal order fitted; this and its coefficients, [P] and [Q] in R's sign, are absent where none was asked for. */
    seasonal?: { order: [number, number, number]; period: number };
    seasonalAr?: number[];
    seasonalMa?: number[];
  };

/**
 * Forecast by an ARIMA process of a given order, fitted by its exact Gaussian likelihood.
 *
 * The process is multiplicative, (p,d,q)(P,D,Q)[m] (Box & Jenkins 1970, §9.1). The likelihood is that of the series differenced D
 * times at lag m and d times, with mean zero (no drift), all constants included, in the units of the series; a gap stays
 * missing as a level. A series that does not carry the order (too short, constant, an exact pattern, a place of the season
 * never observed) gets the largest order that it does, said in `order`, `seasonal` and `warnings`.
 *
 * O(n·p); with gaps or q > 0 about fifty times that. With a season 10 ms for 150 months, tenths of a second for years of weeks;
 * beyond 400 states (about twice the period) the order is lowered.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @throws InputError on an empty or all-missing series, and on options that are no order, horizon or level
 */
export function arima(values: ArrayLike<number>, options: ArimaOptions): ArimaForecast {
  checkHorizon(options.horizon);
  checkOrder(options.order);
  if (options.seasonal) checkSeasonal(options.seasonal);
  const { series, unit } = readInUnit(values);
  const model = fitArima(series, options.order, options.seasonal);
  const prediction = predictArima(model, options.horizon);
  const distribution = plainDistribution(prediction);
  const { order, ar, ma, sigma2, logLikelihood, aic, warnings } = model;
  // a density is per unit: the likelihood of the same data in a larger unit is larger
  const density = model.count * Math.log(unit);
  const answer: ArimaForecast = {
    model: prediction.model,
    mean: prediction.mean,
    median: [...prediction.mean],
    intervals: intervalsOf(distribution, options.levels ?? DEFAULT_LEVELS),
    distribution,
    warnings,
    order,
    ar,
    ma,
    ...seasonalPartOf(model),
    sigma2: Math.min(Number.MAX_VALUE, sigma2 * unit * unit),
    logLikelihood: logLikelihood - density,
    aic: aic + 2 * density,
  };
  return restoreUnit(answer, unit);
}

/**
 * Predict by a fitted ARIMA process.
 *
 * @param horizon - steps, ≥ 0
 */
export function predictArima(model: ArimaModel, horizon: number): Prediction {
  const system = systemOf(model);
  const { size, observe, noise } = system;
  let state: Float64Array = Float64Array.from(model.state);
  let moved: Float64Array = new Float64Array(size);
  const covariance = Float64Array.from(model.covariance);
  const scratch = new Float64Array(size * size);
  const mean: number[] = [];
  const sd: number[] = [];
  for (let step = 0; step < horizon; step++) {
    let level = 0;
    let variance = 0;
    for (let i = 0; i < size; i++) {
      if (observe[i] === 0) continue;
      level += observe[i]! * state[i]!;
      for (let j = 0; j < size; j++) variance += observe[i]! * covariance[i * size + j]! * observe[j]!;
    }
    mean.push(model.shift + model.scale * level);
    sd.push(Math.sqrt(Math.max(0, variance) * model.sigma2));
    moveState(system, state, moved);
    [state, moved] = [moved, state];
    moveCovariance(system, covariance, scratch);
    for (let i = 0; i < noise.length; i++) covariance[i]! += noise[i]!;
  }
  return {
    model: `arima${writeOrders({ order: model.order, seasonal: model.seasonal ?? NO_SEASON })}`,
    mean,
    sd,
    errorWeights: shockWeights(model, horizon),
    sharedShare: new Array<number>(horizon).fill(0),
    degreesOfFreedom: Math.max(1, model.count - countCoefficients(model)),
    warnings: model.warnings,
  };
}

/** ψ weights (Box & Jenkins 1970, §4.2): what is left of a shock in the level after 0, 1, … steps. */
function shockWeights(model: ArimaModel, horizon: number): number[] {
  const system = systemOf(model);
  let state: Float64Array = Float64Array.from(system.shock);
  let moved: Float64Array = new Float64Array(system.size);
  return Array.from({ length: horizon }, () => {
    let level = 0;
    for (let i = 0; i < system.size; i++) level += system.observe[i]! * state[i]!;
    moveState(system, state, moved);
    [state, moved] = [moved, state];
    return level;
  });
}

function seasonalPartOf({
  seasonal,
}: ArimaModel): Pick<ArimaForecast, 'seasonal' | 'seasonalAr' | 'seasonalMa'> {
  if (!seasonal) return {};
  const { order, period, ar, ma } = seasonal;
  return { seasonal: { order, period }, seasonalAr: ar, seasonalMa: ma };
}

function countCoefficients({ ar, ma, seasonal }: ArimaModel): number {
  return ar.length + ma.length + (seasonal ? seasonal.ar.length + seasonal.ma.length : 0);
}

function checkSeasonal({ order, period }: SeasonalPart): void {
  checkOrder(order);
  if (!Number.isSafeInteger(period) || period < 2) {
    throw new InputError(`the period ${period} is not a whole number of at least 2 steps`);
  }
}

function checkOrder(order: readonly number[]): void {
  if (order.length !== 3 || !order.every((part) => Number.isSafeInteger(part) && part >= 0)) {
    throw new InputError(`the order [${order.join()}] is not three whole numbers ≥ 0`);
  }
}
