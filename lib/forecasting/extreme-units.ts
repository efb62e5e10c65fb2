import type { Forecast, ForecastDistribution } from './distribution.ts';
import { type ObservedSeries, readSeries } from './observed-series.ts';

/** Between these sizes squares and their sums are ordinary numbers, and a series is read as it is. */
const SMALLEST = 1e-100;
const LARGEST = 1e100;

/**
 * Read a series in a unit in which squares neither vanish nor overflow: the power of two nearest to its largest value
 * where that is below 1e-100 or above 1e100, else 1.
 *
 * Every model of this room follows the scale of its series, so that an explosive series of 1e300 gets the forecast of one
 * of 1e3. Powers of two scale exactly.
 *
 * @param values - as `readSeries` takes them; not changed
 * @returns the series in that unit, and what one unit stands for
 * @throws InputError as `readSeries`
 */
export function readInUnit(values: ArrayLike<number>): { series: ObservedSeries; unit: number } {
  const series = readSeries(values);
  let largest = 0;
  for (const value of series.values) if (Math.abs(value) > largest) largest = Math.abs(value);
  if (largest === 0 || (largest >= SMALLEST && largest <= LARGEST)) return { series, unit: 1 };
  const unit = 2 ** Math.max(-1022, Math.round(Math.log2(largest / 2)));
  return { series: { ...series, values: series.values.map((value) => value / unit) }, unit };
}

/** Bring a forecast back from `unit` to the caller's; what exceeds a double ends at the largest one. */
export function restoreUnit<F extends Forecast>(forecast: F, unit: number): F {
  if (unit === 1) return forecast;
  return {
    ...forecast,
    mean: restored(forecast.mean, unit),
    median: restored(forecast.median, unit),
    intervals: forecast.intervals.map(({ level, lower, upper }) => ({
      level,
      lower: restored(lower, unit),
      upper: restored(upper, unit),
    })),
    distribution: restoredDistribution(forecast.distribution, unit),
  };
}

/** Bring numbers back from `unit`, held within what a double can say. */
export function restored(values: readonly number[], unit: number): number[] {
  return values.map((value) => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value * unit)));
}

function restoredDistribution(distribution: ForecastDistribution, unit: number): ForecastDistribution {
  return {
    ...distribution,
    centre: restored(distribution.centre, unit),
    sd: restored(distribution.sd, unit),
    ...(distribution.lumpy
      ? { lumpy: { ...distribution.lumpy, sizes: restored(distribution.lumpy.sizes, unit) } }
      : {}),
  };
}
