import {
  addDays,
  daysBetween,
  type KeptAdjustment,
  type Rivals,
  type UploadedForecast,
  weekdayOf,
} from '../../lib/domain/index.ts';
import {
  adjustedContestant,
  type Contestant,
  type MadeForecast,
  uploadedContestant,
} from '../../lib/forecasting/index.ts';

/** What a person's adjustments are called among the contestants. */
export const ADJUSTMENTS = 'adjustments';

/** The series that rivals speak of. */
export type RivalSeries = {
  /** Day of the first step. */
  start: string;
  /** Days of history. */
  days: number;
  /** What the default foretells after them. */
  defaultMean: readonly number[];
};

/**
 * Turn uploads and adjustments into contestants, a source each; days become steps of the series.
 *
 * What was made after the history's last day is taken as made on it: it speaks for the days to come, and for none that is judged.
 * A week's forecast is spread over its days as the default spreads its own over weekdays, its width by the root of the share.
 */
export function contestantsOf({ uploaded, adjustments }: Rivals, series: RivalSeries): Contestant[] {
  const bySource = Map.groupBy(uploaded, ({ source }) => source);
  return [
    ...[...bySource].map(([source, made]) =>
      uploadedContestant(
        source,
        made.map((forecast) => madeForecast(forecast, series)),
      ),
    ),
    ...(adjustments.length === 0
      ? []
      : [
          adjustedContestant(
            ADJUSTMENTS,
            adjustments.map((adjustment) => stepAdjustment(adjustment, series)),
          ),
        ]),
  ];
}

function stepAdjustment(
  { from, to, madeOn, withdrawnOn, factor, unitsPerDay, addUnits }: KeptAdjustment,
  { start, days }: RivalSeries,
) {
  const step = (date: string) => daysBetween(start, date);
  return {
    from: step(from),
    to: step(to),
    madeIn: Math.min(step(madeOn), days - 1),
    ...(withdrawnOn === undefined ? {} : { withdrawnIn: Math.min(step(withdrawnOn), days - 1) }),
    ...(factor === undefined ? {} : { factor }),
    ...(unitsPerDay === undefined ? {} : { unitsPerStep: unitsPerDay }),
    ...(addUnits === undefined ? {} : { addUnits }),
  };
}

function madeForecast(forecast: UploadedForecast, series: RivalSeries): MadeForecast {
  const { madeOn, start, stepDays, mean, p10, p50, p90 } = forecast;
  const shareOf = stepDays === 7 ? weekdayShares(series) : () => 1;
  const length = mean.length * stepDays;
  const daily = (values: readonly (number | null)[]) =>
    Float64Array.from({ length }, (_, day) => {
      const step = Math.floor(day / stepDays);
      const middle = mean[step] ?? Number.NaN;
      const share = shareOf(addDays(start, day));
      return Math.max(0, middle * share + ((values[step] ?? Number.NaN) - middle) * Math.sqrt(share));
    });
  return {
    madeIn: Math.min(daysBetween(series.start, madeOn), series.days - 1),
    from: daysBetween(series.start, start),
    mean: daily(mean),
    ...(p10 && p50 && p90 ? { quantiles: { p10: daily(p10), p50: daily(p50), p90: daily(p90) } } : {}),
  };
}

/** What part of a week the default puts on a date's weekday; even where it foretells nothing. */
function weekdayShares({ start, days, defaultMean }: RivalSeries): (date: string) => number {
  const first = addDays(start, days);
  const units = new Float64Array(7);
  const whole = defaultMean.length - (defaultMean.length % 7);
  for (let day = 0; day < whole; day++) {
    const place = weekdayOf(addDays(first, day)) - 1;
    units[place] = (units[place] ?? 0) + (defaultMean[day] ?? 0);
  }
  const total = units.reduce((sum, part) => sum + part, 0);
  return (date) => (total > 0 ? (units[weekdayOf(date) - 1] ?? 0) / total : 1 / 7);
}
