import { DEFAULT_LEVELS, type Forecast, intervalsOf, quantileForecast } from './distribution.ts';
import { readInUnit, restoreUnit } from './extreme-units.ts';
import { checkHorizon, type ObservedSeries } from './observed-series.ts';
import { distributionOf, type Prediction } from './prediction.ts';

/** The season to repeat and how far. */
export type NaiveOptions = {
  period: number;
  horizon: number;
  /** Per cent, above 0 and below 100; default 80 and 95. */
  levels?: readonly number[];
  /** Default: when nothing observed is negative. */
  nonNegative?: boolean;
};

/**
 * Forecast by the newest season: the guard for a series that no other model can answer.
 *
 * @param values - equally spaced, oldest first, NaN = not observed; not changed
 * @throws InputError on an empty or all-missing series, and on a horizon or level that is none
 */
export function seasonalNaive(values: ArrayLike<number>, options: NaiveOptions): Forecast {
  checkHorizon(options.horizon);
  const { series, unit } = readInUnit(values);
  const prediction = predictSeasonalNaive(series, options.period, options.horizon);
  const nonNegative = options.nonNegative ?? !series.values.some((value) => value < 0);
  const { mean, distribution } = distributionOf(prediction, 1, nonNegative);
  const answer: Forecast = {
    model: prediction.model,
    mean,
    median: quantileForecast(distribution, 0.5),
    intervals: intervalsOf(distribution, options.levels ?? DEFAULT_LEVELS),
    distribution,
    warnings: prediction.warnings,
  };
  return restoreUnit(answer, unit);
}

/** Of fewer differences a spread is hardly known: that of a series that is never negative is then at most its usual size. */
const FEW_DIFFERENCES = 5;
/** Of a spread from one or two differences Student's t is so wide that a normal variable held at 0 would mostly be 0. */
const LEAST_DEGREES = 3;

/**
 * Predict each step by the newest observation at the same place of the season: the guard that needs no fit.
 *
 * The error's variance is the mean square of seasonal differences, growing by it with every season ahead (Hyndman &
 * Athanasopoulos 2021, §5.5); of fewer than five differences it is bound by the size of the values, where these are never
 * negative. A place of the season never observed gets the newest observation of any.
 *
 * @param period - steps, rounded; below 2 the newest observation is repeated
 * @param horizon - steps, ≥ 0
 */
export function predictSeasonalNaive(series: ObservedSeries, period: number, horizon: number): Prediction {
  const { values } = series;
  const season = wholePeriod(period);
  const lastSeason = newestSeason(values, season);
  const { sigma, pairs } = differenceScale(values, season);
  const most = pairs < FEW_DIFFERENCES ? usualSize(values) : Number.POSITIVE_INFINITY;
  return {
    model: season > 1 ? `seasonalNaive(${season})` : 'naive',
    mean: Array.from({ length: horizon }, (_, step) => lastSeason[step % season]!),
    ...(season > 1
      ? { withoutSeason: new Array<number>(horizon).fill(lastSeason.reduce((a, b) => a + b / season, 0)) }
      : {}),
    sd: Array.from({ length: horizon }, (_, step) =>
      Math.min(most, sigma * Math.sqrt(Math.floor(step / season) + 1)),
    ),
    errorWeights: Array.from({ length: horizon }, (_, lag) => (lag % season === 0 ? 1 : 0)),
    sharedShare: new Array<number>(horizon).fill(0),
    degreesOfFreedom: Math.max(LEAST_DEGREES, pairs),
    warnings: [...series.warnings],
  };
}

/**
 * Repeat the newest season: the forecast that any other must be better than.
 *
 * @param values - oldest first, NaN = not observed
 * @param period - steps, rounded; below 2 the newest observation is repeated
 * @returns [horizon]; nothing where nothing was observed
 */
export function repeatSeason(values: Float64Array, period: number, horizon: number): number[] {
  if (values.every(Number.isNaN)) return [];
  const lastSeason = newestSeason(values, wholePeriod(period));
  return Array.from({ length: horizon }, (_, step) => lastSeason[step % lastSeason.length]!);
}

/** The newest observation at each place of the season; of a place never observed the newest of any, 0 where there is none. */
function newestSeason(values: Float64Array, season: number): number[] {
  const newest = values.findLast((value) => !Number.isNaN(value)) ?? 0;
  return Array.from({ length: season }, (_, place) => {
    for (let i = values.length - season + place; i >= 0; i -= season) {
      if (i < values.length && !Number.isNaN(values[i]!)) return values[i]!;
    }
    return newest;
  });
}

/** Round a period to whole steps, at least 1. */
export function wholePeriod(period: number): number {
  return Number.isFinite(period) ? Math.max(1, Math.round(period)) : 1;
}

/** Mean of a series that is never negative; no bound for any other, or where everything is 0. */
function usualSize(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  return mean > 0 && known.every((value) => value >= 0) ? mean : Number.POSITIVE_INFINITY;
}

function differenceScale(values: Float64Array, season: number): { sigma: number; pairs: number } {
  let squares = 0;
  let pairs = 0;
  for (let i = season; i < values.length; i++) {
    const difference = values[i]! - values[i - season]!;
    if (Number.isNaN(difference)) continue;
    squares += difference * difference;
    pairs++;
  }
  if (pairs === 0 && season > 1) return differenceScale(values, 1);
  return { sigma: pairs === 0 ? 0 : Math.sqrt(squares / pairs), pairs };
}
