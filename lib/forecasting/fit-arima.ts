import { type ArimaOrders, carriedOrders, lowerOrders, writeOrders } from './arima-orders.ts';
import {
  multipliedAutoregression,
  multipliedMovingAverage,
  NO_SEASON,
  type SeasonalPart,
} from './arima-polynomials.ts';
import { fitByFilter } from './arima-search.ts';
import { type ArimaSystem, createArimaSystem } from './arima-state-space.ts';
import { fitAutoregression } from './autoregression-likelihood.ts';
import { fitGappyAutoregression } from './autoregression-with-gaps.ts';
import { filterArima } from './kalman-filter.ts';
import { countObserved, type ObservedSeries } from './observed-series.ts';
import { type ScaledSeries, scaleSeries } from './scaled-series.ts';
import { fitSeasonalCoefficients } from './seasonal-arima-search.ts';

/** A fitted ARIMA process. Plain JSON. */
export type ArimaModel = {
  /** The order fitted: below the one asked for where the series does not carry it. */
  order: [number, number, number];
  /** [p] and [q] in R's sign. */
  ar: number[];
  ma: number[];
  /** The seasonal part fitted, [P] and [Q] in R's sign; absent where none was asked for. */
  seasonal?: { order: [number, number, number]; period: number; ar: number[]; ma: number[] };
  /** In squared units of the series. */
  sigma2: number;
  /** Exact, in units of the series; where the model reproduces it, that of errors as small as rounding. */
  logLikelihood: number;
  /** −2 log likelihood + 2 (p + q + P + Q + 1). */
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
 * Fit an ARIMA process, with a season or without, by exact maximum likelihood, lowering the order until the likelihood has a
 * maximum.
 *
 * `carriedOrders` says what a series carries; besides, the innovation variance stays above 1e-8 of the mean square: otherwise
 * an exact pattern (a line, an alternation) drives the likelihood to infinity.
 *
 * @param order - [p, d, q], whole numbers ≥ 0
 * @param seasonal - (P, D, Q) at lag m
 */
export function fitArima(
  series: ObservedSeries,
  order: readonly [number, number, number],
  seasonal?: SeasonalPart,
): ArimaModel {
  const { order: seasonalOrder, period } = seasonal ?? NO_SEASON;
  const asked: ArimaOrders = { order: [...order], seasonal: { order: [...seasonalOrder], period } };
  const { orders: carried, reason } = carriedOrders(series.values, asked);
  const scaled = scaleSeries(series.values, carried.order[1], carried.seasonal);
  let orders = scaled.scale === 0 ? withoutCoefficients(carried) : carried;
  for (;;) {
    const process = finish(scaled, orders, fitCoefficients(scaled, orders));
    const vanishes = process.sigma2 <= VANISHING_VARIANCE * scaled.scale ** 2;
    const lower = vanishes ? lowerOrders(orders) : null;
    if (!lower) {
      const { seasonal: fitted, ...plain } = process;
      return {
        ...(seasonal ? { ...plain, seasonal: fitted } : plain),
        warnings: [...series.warnings, ...warningsOf(series, asked, orders, reason)],
      };
    }
    orders = lower;
  }
}

/**
 * Write down the system of a fitted process, its polynomials multiplied out.
 */
export function systemOf({
  order,
  ar,
  ma,
  seasonal,
}: Pick<ArimaModel, 'order' | 'ar' | 'ma' | 'seasonal'>): ArimaSystem {
  if (!seasonal) return createArimaSystem(ar, ma, order[1]);
  return createArimaSystem(
    multipliedAutoregression(ar, seasonal.ar, seasonal.period),
    multipliedMovingAverage(ma, seasonal.ma, seasonal.period),
    order[1],
    seasonal,
  );
}

type FittedProcess = Omit<ArimaModel, 'warnings' | 'seasonal'> & Required<Pick<ArimaModel, 'seasonal'>>;

type Coefficients = {
  ar: ArrayLike<number>;
  ma: ArrayLike<number>;
  seasonalAr?: ArrayLike<number>;
  seasonalMa?: ArrayLike<number>;
};

function fitCoefficients(scaled: ScaledSeries, { order, seasonal }: ArimaOrders): Coefficients {
  const [p, d, q] = order;
  const [P, D, Q] = seasonal.order;
  if (p + q + P + Q === 0) return { ar: [], ma: [] };
  if (P + D + Q > 0) return fitSeasonalCoefficients(scaled.inside, order, seasonal);
  if (q === 0 && scaled.differences) return { ar: fitAutoregression(scaled.differences, p).ar, ma: [] };
  if (q === 0) return { ar: fitGappyAutoregression(scaled.inside, p, d), ma: [] };
  return fitByFilter(scaled.values, p, d, q);
}

function finish(
  scaled: ScaledSeries,
  { order, seasonal }: ArimaOrders,
  coefficients: Coefficients,
): FittedProcess {
  const ar = Array.from(coefficients.ar);
  const ma = Array.from(coefficients.ma);
  const season = {
    ...seasonal,
    ar: Array.from(coefficients.seasonalAr ?? []),
    ma: Array.from(coefficients.seasonalMa ?? []),
  };
  const system = systemOf({ order, ar, ma, seasonal: season });
  const { count, squares, logDeterminant, state, covariance } = filterArima(system, scaled.values);
  const scale = scaled.scale > 0 ? scaled.scale : 1;
  const unitVariance = count === 0 ? 0 : squares / count;
  const logLikelihood =
    -0.5 *
    (count *
      (Math.log(2 * Math.PI) +
        Math.log(Math.max(ROUNDING_VARIANCE, unitVariance)) +
        2 * Math.log(scale) +
        1) +
      logDeterminant);
  const parameters = ar.length + ma.length + season.ar.length + season.ma.length + 1;
  return {
    order,
    ar,
    ma,
    seasonal: season,
    sigma2: scaled.scale > 0 ? unitVariance * scale ** 2 : 0,
    logLikelihood: count === 0 ? 0 : logLikelihood,
    aic: count === 0 ? 0 : -2 * logLikelihood + 2 * parameters,
    count,
    shift: scaled.shift,
    scale,
    state: Array.from(state),
    covariance: Array.from(covariance),
  };
}

function withoutCoefficients({ order: [, d], seasonal }: ArimaOrders): ArimaOrders {
  return { order: [0, d, 0], seasonal: { ...seasonal, order: [0, seasonal.order[1], 0] } };
}

function warningsOf(
  series: ObservedSeries,
  asked: ArimaOrders,
  orders: ArimaOrders,
  reason: string,
): string[] {
  const parts = (from: ArimaOrders) => [...from.order, ...from.seasonal.order];
  const lowered = parts(orders).some((part, i) => part < parts(asked)[i]!);
  return [
    ...(lowered ? [`arima${writeOrders(asked)} is lowered to ${writeOrders(orders)}: ${reason}`] : []),
    ...(countObserved(series.values) < 2 ? ['one observation: its spread cannot be estimated'] : []),
  ];
}
