import { type SeasonalPart, seasonallyDifferenced } from './arima-polynomials.ts';
import { differenced } from './differences.ts';

/** A series shifted and scaled so that its differences have mean square 1. */
export type ScaledSeries = {
  values: Float64Array;
  /** The same up to the last observation. */
  inside: Float64Array;
  /** The differenced series when nothing inside is missing, else `null`. */
  differences: Float64Array | null;
  /** Observations less those that differences start from. */
  count: number;
  shift: number;
  /** 0 when every difference is 0. */
  scale: number;
};

/** Differences of a season below this share of the largest value are none. */
const ROUNDING = 8 * Number.EPSILON;

/**
 * Shift and scale a series for the fit of a process.
 *
 * @param values - [n], at least one observed, NaN = not observed; not changed
 * @param d - differences
 * @param seasonal - of which the seasonal differences are read
 */
export function scaleSeries(values: Float64Array, d: number, seasonal: SeasonalPart): ScaledSeries {
  const {
    order: [, D],
    period,
  } = seasonal;
  const from = values.findIndex((value) => !Number.isNaN(value));
  const to = values.findLastIndex((value) => !Number.isNaN(value)) + 1;
  const shift = d + D > 0 ? values[from]! : 0;
  const shifted = values.slice(from).map((value) => value - shift);
  const inside = shifted.slice(0, to - from);
  const observed = inside.filter((value) => !Number.isNaN(value));
  const complete = observed.length === inside.length;
  let differences: Float64Array = seasonallyDifferenced(inside, d, D, period).filter(
    (value) => !Number.isNaN(value),
  );
  // With gaps the differences of neighbouring observations give the scale, whatever lies between; with a season where no
  // seasonal difference tells it.
  const told = D > 0 && differences.some((value) => value !== 0);
  if (!complete && !told) differences = differenced(observed, d);
  let squares = 0;
  for (const value of differences) squares += value * value;
  let scale = differences.length === 0 ? 0 : Math.sqrt(squares / differences.length);
  // A season that goes on along a line leaves what four roundings leave.
  if (D > 0 && scale <= ROUNDING * largestOf(observed)) scale = 0;
  const factor = scale > 0 ? 1 / scale : 1;
  return {
    values: shifted.map((value) => value * factor),
    inside: inside.map((value) => value * factor),
    differences: complete ? differences.map((value) => value * factor) : null,
    count: Math.max(0, observed.length - d - D * period),
    shift,
    scale,
  };
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
