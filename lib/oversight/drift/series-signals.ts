import { mean } from '../../numeric/index.ts';
import { type ScanRange, type Shift, scanShift } from './scan-shift.ts';
import { explainsMove } from './value-moves.ts';

/** One series as the night sees it: what was forecast a day ahead, and what was sold. */
export type DriftSeries = {
  series: string;
  /** [n] units, oldest first; NaN where not observed, sold out, or moved by what was known beforehand. */
  actual: ArrayLike<number>;
  /** [n] the forecast's mean for the day, made before it; NaN where no night made one. */
  forecast: ArrayLike<number>;
  /**
   * [n] each: what the day would be at an unchanged level, by weekday or by last year's season. A change of level must show against
   * all of them. With none the forecasts alone are judged by.
   */
  baselines?: readonly ArrayLike<number>[];
  /** [n] unit prices and costs in force, where they are known. */
  prices?: ArrayLike<number>;
  costs?: ArrayLike<number>;
};

/** What may change: demand against its baselines, the error of the forecasts and its size, and the share of days without a sale. */
export type Signal = 'level' | 'bias' | 'volatility' | 'zeroShare';

/** The change that a series shows most clearly, before it is judged beside others. */
export type SeriesSignal = {
  signal: Signal;
  /** Place in `actual` of the first day after the change. */
  at: number;
  direction: 1 | -1;
  /** Of this series, over all signals it was tested for. */
  pValue: number;
  /**
   * How large: of `level` the move of demand as a share of what it was, of `bias` the move of the mean error as a share of the
   * mean forecast, of `volatility` the ratio of mean absolute errors, of `zeroShare` the move of the share of days without a sale.
   */
  size: number;
  large: boolean;
  /** Days observed since the change. */
  daysSince: number;
};

const RANGE: ScanRange = { fewestBefore: 28, fewestAfter: 7 };
/** Days looked back: half a year, two lengths of most plans. */
export const WINDOW_DAYS = 182;
/** A move counts from this share of demand, and from this share of a day's usual error. */
const LARGE_MOVE = 0.15;
const LARGE_ERROR = 0.25;
const LARGE_RATIO = 1.5;
const LARGE_SHARE = 0.15;

type Found = Omit<SeriesSignal, 'daysSince' | 'direction'> & Pick<Shift, 'direction'>;

/**
 * Test a series for a change of its level, its error's level, its error's size, and its share of days without a sale, and keep the
 * clearest; its p-value counts all that were tested (Bonferroni).
 *
 * A level, or a share of zeros, that moves within a week of a price the way a price moves it is explained, and no signal: the
 * errors of forecasts, which know the price, still are one.
 *
 * @returns `null` where fewer than 36 days are observed, or nothing varies
 */
export function clearestSignal(series: DriftSeries): SeriesSignal | null {
  const { actual, forecast, baselines = [] } = series;
  const seen = placesOf(actual);
  const judged = seen.filter((place) => Number.isFinite(forecast[place]));
  const errors = Float64Array.from(judged, (place) => actual[place]! - forecast[place]!);
  const tested = [
    levelSignal(series, seen, baselines),
    biasSignal(errors, judged, forecast),
    // before there are nights enough the first baseline stands in for their forecasts
    judged.length > 0 || baselines.length === 0
      ? volatilitySignal(errors, judged)
      : volatilitySignal(residuals(series, seen, baselines[0]!), seen),
    zeroSignal(series, seen),
  ].filter((one): one is Found => one !== null);
  const [first, ...others] = tested;
  if (first === undefined) return null;
  const clearest = others.reduce((best, next) => (next.pValue < best.pValue ? next : best), first);
  return {
    ...clearest,
    pValue: Math.min(1, clearest.pValue * tested.length),
    daysSince: seen.filter((place) => place >= clearest.at).length,
  };
}

function placesOf(actual: ArrayLike<number>): number[] {
  const places: number[] = [];
  for (let i = Math.max(0, actual.length - WINDOW_DAYS); i < actual.length; i++)
    if (Number.isFinite(actual[i])) places.push(i);
  return places;
}

const residuals = ({ actual }: DriftSeries, seen: readonly number[], baseline: ArrayLike<number>) =>
  Float64Array.from(seen, (place) => actual[place]! - baseline[place]!);

/** The change that shows against every baseline, with the p-value of that which shows it least: an intersection–union test. */
function levelSignal(
  series: DriftSeries,
  seen: readonly number[],
  baselines: readonly ArrayLike<number>[],
): Found | null {
  let least: Found | null = null;
  for (const baseline of baselines) {
    const values = residuals(series, seen, baseline);
    const shift = scanShift(values, RANGE);
    if (shift === null) return null;
    const { at: place, pValue, direction } = shift;
    if (least !== null && least.direction !== direction) return null;
    if (least !== null && least.pValue >= pValue) continue;
    const [before, after] = ratiosAt(series.actual, baseline, seen, place);
    const size = after / Math.max(before, 1e-9) - 1;
    const usual = meanUntil(aboutMean(values), place);
    const large = Math.abs(size) >= LARGE_MOVE && Math.abs(moveAt(values, place)) >= LARGE_ERROR * usual;
    least = { signal: 'level', at: seen[place]!, direction, pValue, size, large };
  }
  return least !== null && explainsMove(series.prices, least.at, least.direction) ? null : least;
}

/** Units sold over those of the baseline, before a place and from it on. */
function ratiosAt(
  actual: ArrayLike<number>,
  baseline: ArrayLike<number>,
  seen: readonly number[],
  place: number,
): [number, number] {
  const ratio = (some: readonly number[]) => {
    let [sold, expected] = [0, 0];
    for (const day of some) {
      sold += actual[day]!;
      expected += baseline[day]!;
    }
    return sold / Math.max(expected, 1e-9);
  };
  return [ratio(seen.slice(0, place)), ratio(seen.slice(place))];
}

function biasSignal(
  errors: Float64Array,
  judged: readonly number[],
  forecast: ArrayLike<number>,
): Found | null {
  const shift = scanShift(errors, RANGE);
  if (shift === null) return null;
  const { at: place, pValue, direction } = shift;
  const expected = mean(Float64Array.from(judged, (day) => forecast[day]!));
  const move = moveAt(errors, place);
  const usual = meanUntil(aboutMean(errors), place);
  const size = move / Math.max(Math.abs(expected), 1e-9);
  const large = Math.abs(size) >= LARGE_MOVE && Math.abs(move) >= LARGE_ERROR * usual;
  return { signal: 'bias', at: judged[place]!, direction, pValue, size, large };
}

function volatilitySignal(errors: Float64Array, days: readonly number[]): Found | null {
  const level = scanShift(errors, RANGE);
  // A moved level makes errors larger by itself; about two means the many equal days of lumpy demand would seem to change.
  if (level === null || level.pValue <= 0.05) return null;
  const spread = aboutMean(errors);
  const shift = scanShift(spread, RANGE);
  if (shift === null) return null;
  const { at: place, pValue, direction } = shift;
  const size = meanFrom(spread, place) / Math.max(meanUntil(spread, place), 1e-9);
  const large = size >= LARGE_RATIO || size <= 1 / LARGE_RATIO;
  return { signal: 'volatility', at: days[place]!, direction, pValue, size, large };
}

function zeroSignal({ actual, prices }: DriftSeries, seen: readonly number[]): Found | null {
  const zeros = Float64Array.from(seen, (place) => Number(actual[place]! <= 0));
  const shift = scanShift(zeros, RANGE);
  if (shift === null) return null;
  const { at: place, pValue, direction } = shift;
  // more days without a sale is less demand
  if (explainsMove(prices, seen[place]!, direction === 1 ? -1 : 1)) return null;
  const size = moveAt(zeros, place);
  const large = Math.abs(size) >= LARGE_SHARE;
  return { signal: 'zeroShare', at: seen[place]!, direction, pValue, size, large };
}

function aboutMean(errors: Float64Array): Float64Array {
  const centre = mean(errors);
  return errors.map((error) => Math.abs(error - centre));
}

const moveAt = (values: Float64Array, at: number) => meanFrom(values, at) - meanUntil(values, at);
const meanUntil = (values: Float64Array, at: number) => mean(values.subarray(0, at));
const meanFrom = (values: Float64Array, at: number) => mean(values.subarray(at));
