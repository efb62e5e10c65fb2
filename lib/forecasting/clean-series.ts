import { medianOf } from '../numeric/index.ts';
import type { CompleteSeries } from './complete-series.ts';
import { findLevelShifts } from './level-shifts.ts';
import { findOutliers } from './outliers.ts';
import { wordsOf } from './period-words.ts';
import { centredAverage } from './seasonal-factors.ts';

/** Seasons from which it is known what repeats, and fewest values. */
const LEAST_SEASONS = 3;
const LEAST_VALUES = 12;

/**
 * Prepare a series for fitting where single values or a change of level would mislead it, and say so.
 *
 * The season is taken out first, by medians at each place, so that a peak that repeats is none; changes are relative where the
 * series is positive and bound at 0. An outlier becomes the mean of its neighbours and counts as not observed, hence never as an
 * error. What lies before a level shift is moved to the new level, so that season and noise are still learnt from it.
 *
 * @param series - complete; not changed, and returned as it is where nothing stands out or fewer than three seasons were seen
 * @param skipped - steps before its first value, so that warnings count steps as the caller does
 * @param bounded - whether 0 is a bound of the series
 * @returns the series to fit, and what was found, in words
 */
export function cleanSeries(
  series: CompleteSeries,
  period: number,
  skipped: number,
  bounded: boolean,
): { cleaned: CompleteSeries; warnings: string[] } {
  const n = series.y.length;
  const season = period >= 2 ? Math.round(period) : 1;
  if (n < Math.max(LEAST_VALUES, season > 1 ? LEAST_SEASONS * season : 0))
    return { cleaned: series, warnings: [] };
  const isRelative = bounded && series.y.every((value) => value > 0);
  const scaled = isRelative ? series.y.map(Math.log) : series.y;
  const places = usualPlaces(scaled, season);
  const level = scaled.map((value, t) => value - places[t % season]!);
  const outliers = findOutliers(level, series.observed);
  for (const t of outliers) level[t] = (level[t - 1]! + level[t + 1]!) / 2;
  const shifts = findLevelShifts(level);
  if (outliers.length + shifts.length === 0) return { cleaned: series, warnings: [] };
  for (const { at, rise } of shifts) for (let t = 0; t < at; t++) level[t]! += rise;
  const observed = series.observed.slice();
  for (const t of outliers) observed[t] = 0;
  const y = level.map((value, t) => {
    const whole = value + places[t % season]!;
    return isRelative ? Math.exp(whole) : whole;
  });
  const { step } = wordsOf(period);
  const warnings = [
    ...outlierWarning(
      outliers.map((t) => t + skipped + 1),
      step,
    ),
    ...shifts.map(({ at, rise }) => shiftWarning(`${step} ${at + skipped + 1}`, rise, isRelative)),
  ];
  return { cleaned: { y, observed }, warnings };
}

function outlierWarning(places: readonly number[], step: string): string[] {
  if (places.length === 0) return [];
  if (places.length === 1)
    return [`1 ${step} is far out of line and is not followed: ${step} ${places[0]} of the history`];
  return [
    `${places.length} ${step}s are far out of line and are not followed: ${step}s ${places.join(', ')} of the history`,
  ];
}

function shiftWarning(step: string, rise: number, isRelative: boolean): string {
  const size = isRelative ? 100 * Math.expm1(rise) : rise;
  const signed = `${size < 0 ? '−' : '+'}${Number(Math.abs(size).toPrecision(2))}`;
  return `the level shifted by ${signed}${isRelative ? ' %' : ''} from ${step} of the history on: what lies before is read at the new level`;
}

/** [m] median distance of each place of the season from the centred average. */
function usualPlaces(y: Float64Array, period: number): Float64Array {
  if (period === 1) return new Float64Array(1);
  const centre = centredAverage(y, period);
  const distances = new Float64Array(Math.ceil(y.length / period));
  return Float64Array.from({ length: period }, (_, place) => {
    let count = 0;
    for (let t = place; t < y.length; t += period) {
      if (!Number.isNaN(centre[t]!)) distances[count++] = y[t]! - centre[t]!;
    }
    return medianOf(distances.subarray(0, count));
  });
}
