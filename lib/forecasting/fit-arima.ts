import { fitByFilter } from './arima-search.ts';
import { createArimaSystem } from './arima-state-space.ts';
import { fitAutoregression } from './autoregression-likelihood.ts';
import { fitGappyAutoregression } from './autoregression-with-gaps.ts';
import { differenced } from './differences.ts';
import { filterArima } from './kalman-filter.ts';
import { countObserved, type ObservedSeries } from './observed-series.ts';

/** A fitted ARIMA process. Plain JSON. */
export type ArimaModel = {
  /** The order fitted: below the one asked for where the series does not carry it. */
  order: [number, number, number];
  /** [p] and [q] in R's sign. */
  ar: number[];
  ma: number[];
  /** In squared units of the series. */
  sigma2: number;
  /** Exact, in units of the series; where the model reproduces it, that of errors as small as rounding. */
  logLikelihood: number;
  /** −2 log likelihood + 2 (p + q + 1). */
  aic: number;
  /** Observations behind the likelihood. */
  count: number;
  /** The series was read as (value − shift) / scale; the state is in these units, its covariance in those of σ². */
  shift: number;
  scale: number;
  state: number[];
  covariance: number[];
  warnings: string[];
};

/** Below this share of the differenced series' mean square a variance means that the likelihood has no maximum. */
const VANISHING_VARIANCE = 1e-8;
/** A likelihood knows no smaller variance than that of rounding, so that a constant's is finite and can be written as JSON. */
const ROUNDING_VARIANCE = Number.EPSILON ** 2;

/**
 * Fit an ARIMA process by exact maximum likelihood, lowering the order until the likelihood has a maximum.
 *
 * There are at least two observations more than coefficients, and the innovation variance stays above 1e-8 of the mean
 * square: otherwise an exact pattern (a line, an alternation) drives the likelihood to infinity.
 *
 * @param order - [p, d, q], whole numbers ≥ 0
 */
export function fitArima(series: ObservedSeries, order: readonly [number, number, number]): ArimaModel {
  // One observation still fixes a level, so that its forecast is that level and not zero.
  const d = Math.min(order[1], Math.max(1, series.observed - 1));
  const scaled = scaleSeries(series.values, d);
  const room = Math.max(0, scaled.count - 2);
  let q = Math.min(order[2], room);
  let p = Math.min(order[0], room - q);
  if (scaled.scale === 0) return { ...finish(series, order, scaled, d, { ar: [], ma: [] }), sigma2: 0 };
  for (;;) {
    const coefficients = fitCoefficients(scaled, p, d, q);
    const model = finish(series, order, scaled, d, coefficients);
    const vanishes = model.sigma2 <= VANISHING_VARIANCE * scaled.scale ** 2;
    if (!vanishes || p + q === 0) return model;
    if (p > 0) p--;
    else q--;
  }
}

/** A series shifted and scaled so that its differences have mean square 1. */
type ScaledSeries = {
  values: Float64Array;
  /** The same up to the last observation. */
  inside: Float64Array;
  /** The differenced series when nothing inside is missing, else `null`. */
  differences: Float64Array | null;
  count: number;
  shift: number;
  /** 0 when every difference is 0. */
  scale: number;
};

function scaleSeries(values: Float64Array, d: number): ScaledSeries {
  const from = values.findIndex((value) => !Number.isNaN(value));
  const to = values.findLastIndex((value) => !Number.isNaN(value)) + 1;
  const shift = d > 0 ? values[from]! : 0;
  const shifted = values.slice(from).map((value) => value - shift);
  const inside = shifted.slice(0, to - from);
  const complete = !inside.some(Number.isNaN);
  // With gaps the differences of neighbouring observations give the scale, whatever lies between.
  const differences = differenced(
    inside.filter((value) => !Number.isNaN(value)),
    d,
  );
  let squares = 0;
  for (const value of differences) squares += value * value;
  const scale = differences.length === 0 ? 0 : Math.sqrt(squares / differences.length);
  const factor = scale > 0 ? 1 / scale : 1;
  return {
    values: shifted.map((value) => value * factor),
    inside: inside.map((value) => value * factor),
    differences: complete ? differences.map((value) => value * factor) : null,
    count: differences.length,
    shift,
    scale,
  };
}

type Coefficients = { ar: ArrayLike<number>; ma: ArrayLike<number> };

function fitCoefficients(scaled: ScaledSeries, p: number, d: number, q: number): Coefficients {
  if (p + q === 0) return { ar: [], ma: [] };
  if (q === 0 && scaled.differences) return { ar: fitAutoregression(scaled.differences, p).ar, ma: [] };
  if (q === 0) return { ar: fitGappyAutoregression(scaled.inside, p, d), ma: [] };
  return fitByFilter(scaled.values, p, d, q);
}

function finish(
  series: ObservedSeries,
  asked: readonly [number, number, number],
  scaled: ScaledSeries,
  d: number,
  { ar, ma }: Coefficients,
): ArimaModel {
  const { count, squares, logDeterminant, state, covariance } = filterArima(
    createArimaSystem(ar, ma, d),
    scaled.values,
  );
  const scale = scaled.scale > 0 ? scaled.scale : 1;
  const unitVariance = count === 0 ? 0 : squares / count;
  const sigma2 = unitVariance * scale ** 2;
  const logLikelihood =
    -0.5 *
    (count *
      (Math.log(2 * Math.PI) +
        Math.log(Math.max(ROUNDING_VARIANCE, unitVariance)) +
        2 * Math.log(scale) +
        1) +
      logDeterminant);
  const order: ArimaModel['order'] = [ar.length, d, ma.length];
  const lowered = order.some((part, i) => part < asked[i]!);
  return {
    order,
    ar: Array.from(ar),
    ma: Array.from(ma),
    sigma2,
    logLikelihood: count === 0 ? 0 : logLikelihood,
    aic: count === 0 ? 0 : -2 * logLikelihood + 2 * (ar.length + ma.length + 1),
    count,
    shift: scaled.shift,
    scale,
    state: Array.from(state),
    covariance: Array.from(covariance),
    warnings: [
      ...series.warnings,
      ...(lowered
        ? [`arima(${asked.join()}) is lowered to (${order.join()}): the series does not carry more`]
        : []),
      ...(countObserved(series.values) < 2 ? ['one observation: its spread cannot be estimated'] : []),
    ],
  };
}
