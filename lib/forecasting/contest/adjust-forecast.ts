import {
  addDays,
  daysBetween,
  type ForecastDocument,
  type ForecastView,
  type KeptAdjustment,
} from '../../domain/index.ts';
import { adjustMean } from './contestant.ts';
import { shapeAround } from './order-levels.ts';

/**
 * Show what a person's adjustments make of the night's forecast: at once, before any run. Quantiles move with the mean.
 *
 * @param adjustments - those that hold
 */
export function adjustForecast(
  forecast: ForecastDocument,
  adjustments: readonly KeptAdjustment[],
): ForecastView {
  if (forecast.kind === 'insufficientData' || adjustments.length === 0) return forecast;
  const base = forecast.contest?.unadjusted ?? forecast;
  const first = addDays(forecast.asOf, 1);
  const changed = adjustMean(
    0,
    Float64Array.from(base.mean),
    adjustments.map(({ from, to, factor, unitsPerDay, addUnits }, place) => ({
      from: daysBetween(first, from),
      to: daysBetween(first, to),
      // in the order in which they were made, all before the first day shown
      madeIn: place - adjustments.length,
      ...(factor === undefined ? {} : { factor }),
      ...(unitsPerDay === undefined ? {} : { unitsPerStep: unitsPerDay }),
      ...(addUnits === undefined ? {} : { addUnits }),
    })),
  );
  const adjusted = (daily: readonly number[]) =>
    daily.map((units, day) => {
      const defaultMean = base.mean[day] ?? 0;
      const mean = changed[day] ?? Number.NaN;
      return Number.isNaN(mean)
        ? units
        : Number(shapeAround(units, { defaultMean, mean, spread: 1 }).toPrecision(5));
    });
  return {
    ...forecast,
    adjustments: [...adjustments],
    adjusted: {
      mean: adjusted(base.mean),
      p10: adjusted(base.p10),
      p50: adjusted(base.p50),
      p90: adjusted(base.p90),
    },
  };
}
