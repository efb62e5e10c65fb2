import { mean } from '../../numeric/index.ts';
import { type ScanRange, type Shift, scanShift } from './scan-shift.ts';

/** One series as the night sees it: what was forecast a day ahead, and what was sold. */
export type DriftSeries = {
  series: string;
  /** [n] units, oldest first; NaN where not observed or sold out. */
  actual: ArrayLike<number>;
  /** [n] the forecast's mean for the day, made before it. */
  forecast: ArrayLike<number>;
  /** [n] unit prices and costs in force, where they are known. */
  prices?: ArrayLike<number>;
  costs?: ArrayLike<number>;
};

/** What may change. */
export type Signal = 'bias' | 'volatility' | 'zeroShare';

/** The change that a series shows most clearly, before it is judged beside others. */
export type SeriesSignal = {
  signal: Signal;
  /** Place in `actual` of the first day after the change. */
  at: number;
  direction: 1 | -1;
  /** Of this series, over all signals it was tested for. */
  pValue: number;
  /**
   * How large: of `bias` the move of the mean error as a share of the mean forecast, of `volatility` the ratio of
   * mean absolute errors, of `zeroShare` the move of the share of days without a sale.
   */
  size: number;
  large: boolean;
  daysSince: number;
};

const RANGE: ScanRange = { fewestBefore: 28, fewestAfter: 7 };
/** Days looked back: half a year, two lengths of most plans. */
const WINDOW_DAYS = 182;
/** A bias counts from this share of demand, and from this share of a day's usual error. */
const LARGE_BIAS = 0.15;
const LARGE_ERROR = 0.25;
const LARGE_RATIO = 1.5;
const LARGE_SHARE = 0.15;

/**
 * Test a series for a change of its error's level, its error's size, and its share of days without a sale, and keep the clearest.
 *
 * @returns `null` where fewer than 36 days are observed, or nothing varies
 */
export function clearestSignal({ actual, forecast }: DriftSeries): SeriesSignal | null {
  const places: number[] = [];
  for (let i = Math.max(0, actual.length - WINDOW_DAYS); i < actual.length; i++)
    if (Number.isFinite(actual[i]) && Number.isFinite(forecast[i])) places.push(i);
  const sold = Float64Array.from(places, (i) => actual[i]!);
  const errors = Float64Array.from(places, (i) => actual[i]! - forecast[i]!);
  const expected = mean(Float64Array.from(places, (i) => forecast[i]!));
  const tested: (Omit<SeriesSignal, 'daysSince'> & { place: number })[] = [];
  const add = (
    signal: Signal,
    shift: Shift | null,
    judge: (at: number) => { size: number; large: boolean },
  ) => {
    if (shift === null) return;
    const { at: place, pValue, direction } = shift;
    tested.push({ signal, at: places[place]!, direction, pValue, place, ...judge(place) });
  };
  const bias = scanShift(errors, RANGE);
  const spread = aboutMean(errors);
  add('bias', bias, (at) => judgeBias(errors, at, { expected, spread }));
  // A moved level makes errors larger by itself; about two means the many equal days of lumpy demand would seem to change.
  if (bias !== null && bias.pValue > 0.05)
    add('volatility', scanShift(spread, RANGE), (at) => judgeRatio(spread, at));
  const zeros = sold.map((units) => Number(units <= 0));
  add('zeroShare', scanShift(zeros, RANGE), (at) => judgeShare(zeros, at));
  const [first, ...others] = tested;
  if (first === undefined) return null;
  const { place, ...clearest } = others.reduce(
    (best, next) => (next.pValue < best.pValue ? next : best),
    first,
  );
  return {
    ...clearest,
    pValue: Math.min(1, clearest.pValue * tested.length),
    daysSince: places.length - place,
  };
}

function aboutMean(errors: Float64Array): Float64Array {
  const centre = mean(errors);
  return errors.map((error) => Math.abs(error - centre));
}

function judgeBias(
  errors: Float64Array,
  at: number,
  { expected, spread }: { expected: number; spread: Float64Array },
) {
  const move = moveAt(errors, at);
  const usual = meanUntil(spread, at);
  const size = move / Math.max(Math.abs(expected), 1e-9);
  return { size, large: Math.abs(size) >= LARGE_BIAS && Math.abs(move) >= LARGE_ERROR * usual };
}

function judgeRatio(spread: Float64Array, at: number) {
  const size = meanFrom(spread, at) / Math.max(meanUntil(spread, at), 1e-9);
  return { size, large: size >= LARGE_RATIO || size <= 1 / LARGE_RATIO };
}

function judgeShare(zeros: Float64Array, at: number) {
  const size = moveAt(zeros, at);
  return { size, large: Math.abs(size) >= LARGE_SHARE };
}

const moveAt = (values: Float64Array, at: number) => meanFrom(values, at) - meanUntil(values, at);
const meanUntil = (values: Float64Array, at: number) => mean(values.subarray(0, at));
const meanFrom = (values: Float64Array, at: number) => mean(values.subarray(at));
