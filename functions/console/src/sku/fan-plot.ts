import type { DailyValues, PlottedDays } from '../../../../lib/charts/index.ts';
import { dayNumber } from '../../../../lib/domain/calendar.ts';
import type { Language } from '../language/language.tsx';
import { changedLine } from './changed-line.ts';
import { type Expected, type FanDay, noMarks, type ReadyForecast } from './fan-days.ts';

type Speech = Pick<Language, 'words' | 'say' | 'format'>;
type Options = { currency: string; historyDays: number; speech: Speech };

/** Lay out a forecast as a fan behind its history: sold-out days, events, prices, adjustments, and what a person tries. */
export function plottedFan(forecast: ReadyForecast, days: readonly FanDay[], options: Options): PlottedDays {
  const { words } = options.speech;
  const told = words.sku.fan;
  const asOf = dayNumber(forecast.asOf);
  const first = days[0]?.day ?? asOf;
  const last = days.at(-1)?.day ?? asOf;
  const of = (which: 'expected' | 'unadjusted' | 'changed', quantile: keyof Expected): DailyValues =>
    days.map((day) => day[which]?.[quantile] ?? null);
  const isChanged = days.some(({ changed }) => changed !== undefined);
  const isAdjusted = days.some(({ unadjusted }) => unadjusted !== undefined);
  return {
    ...{ first, last, from: Math.max(first, asOf + 1 - options.historyDays) },
    bands: [
      { name: told.range, low: of('expected', 'p10'), high: of('expected', 'p90'), ink: 'fan' },
      ...(isChanged
        ? [
            {
              ...{ name: told.changedRange, low: of('changed', 'p10'), high: of('changed', 'p90') },
              ink: 'changed-fan' as const,
            },
          ]
        : []),
    ],
    lines: [
      { name: told.observed, values: days.map(({ observed }) => observed), ink: 'observed' },
      { name: told.mean, values: of('expected', 'mean'), ink: 'mean', dash: [5, 3] },
      ...(isAdjusted
        ? [{ name: told.unadjusted, values: of('unadjusted', 'p50'), ink: 'quiet' as const, dash: [2, 3] }]
        : []),
      { name: told.middle, values: of('expected', 'p50'), ink: 'forecast', width: 2 },
      ...(isChanged ? [changedLine(told.changed, of('changed', 'p50'))] : []),
    ],
    shaded: runsOf(days).map(([from, to]) => ({ name: told.soldOut, from, to })),
    ...marked(forecast, options),
    levels: [],
  };
}

/** First and last day of each run of sold-out days. */
function runsOf(days: readonly FanDay[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const { day, isSoldOut } of days) {
    const newest = runs.at(-1);
    if (!isSoldOut) continue;
    if (newest !== undefined && newest[1] === day - 1) newest[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

function marked(
  { asOf, adjustments = [], marks = noMarks }: ReadyForecast,
  { currency, speech: { words, format, say } }: Options,
): Pick<PlottedDays, 'spans' | 'days'> {
  const told = words.sku.fan;
  const price = (micros: number) => format.unitPrice({ micros, currency });
  return {
    spans: [
      ...marks.events.map(({ name, kind, from, to }) => ({
        ...{ kind: told.events[kind], name, from: dayNumber(from), to: dayNumber(to) },
        ...{ ink: 'event' as const, row: 0 as const },
      })),
      ...adjustments.map(({ reason, from, to }) => ({
        ...{ kind: told.adjustment, name: reason, from: dayNumber(from), to: dayNumber(to) },
        ...{ ink: 'changed' as const, row: 1 as const },
      })),
    ],
    days: [
      { name: told.today, day: dayNumber(asOf) + 0.5, ink: 'axis', dash: [2, 4] },
      ...marks.prices.map(({ on, fromMicros, toMicros }) => ({
        kind: told.price,
        name: say(told.priceMove, { from: price(fromMicros), to: price(toMicros) }),
        day: dayNumber(on) - 0.5,
        ink: 'price' as const,
      })),
    ],
  };
}
