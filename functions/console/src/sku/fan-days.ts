import { dayNumber } from '../../../../lib/domain/calendar.ts';
import type { ForecastView, SeriesMarks, WhatIfAnswer } from '../../../../lib/domain/index.ts';

export type ReadyForecast = Extract<ForecastView, { kind: 'ready' }>;

/** What is expected of one day, units. */
export type Expected = { mean: number; p10: number; p50: number; p90: number };

/** All that is known of one day of a SKU: what was sold, or what is expected. */
export type FanDay = {
  day: number;
  isPast: boolean;
  /** Units sold; `null` where nothing was there to be sold, or the day is to come. */
  observed: number | null;
  /** Whether a count found nothing, on the day itself or before: then nobody could buy all that was asked for. */
  isSoldOut: boolean;
  /** With adjustments applied. */
  expected: Expected | undefined;
  /** Without them, where they change it. */
  unadjusted: Expected | undefined;
  /** Under the changes that a person tries. */
  changed: Expected | undefined;
  events: readonly string[];
  /** From which another price holds. */
  price: SeriesMarks['prices'][number] | undefined;
};

/** Of a row of an older run, or where nothing is to be marked. */
export const noMarks: SeriesMarks = { prices: [], events: [] };

type Daily = Record<keyof Expected, readonly number[]>;

/** Join history, forecast, marks and what a person tries, day by day, oldest first. */
export function fanDays(forecast: ReadyForecast, changed: WhatIfAnswer['changed'] | undefined): FanDay[] {
  const { history, asOf, adjusted, contest, marks = noMarks } = forecast;
  const expected = adjusted ?? forecast;
  const unadjusted = contest?.unadjusted ?? (adjusted === undefined ? undefined : forecast);
  const soldOut = new Set(forecast.historyCensoredDays);
  const first = dayNumber(asOf) + 1 - history.length;
  const prices = new Map(marks.prices.map((move) => [dayNumber(move.on), move]));
  return Array.from({ length: history.length + expected.mean.length }, (_, place) => {
    const day = first + place;
    const ahead = place - history.length;
    return {
      day,
      isPast: ahead < 0,
      observed: history[place] ?? null,
      isSoldOut: soldOut.has(place) || history[place] === null,
      expected: at(expected, ahead),
      unadjusted: unadjusted && at(unadjusted, ahead),
      changed: changed && at(changed, ahead),
      events: marks.events
        .filter(({ from, to }) => dayNumber(from) <= day && day <= dayNumber(to))
        .map(({ name }) => name),
      price: prices.get(day),
    };
  });
}

function at({ mean, p10, p50, p90 }: Daily, place: number): Expected | undefined {
  const [middle, low, half, high] = [mean[place], p10[place], p50[place], p90[place]];
  return middle === undefined || low === undefined || half === undefined || high === undefined
    ? undefined
    : { mean: middle, p10: low, p50: half, p90: high };
}
