import { dateOfDay } from '../../../../lib/domain/calendar.ts';
import { columnsOf, type Figures } from '../chart/figures.ts';
import type { Language } from '../language/language.tsx';
import type { Expected, FanDay } from './fan-days.ts';

type Speech = Pick<Language, 'words' | 'say' | 'format'>;

/** Say what is known of a day in one line. */
export function tellDay(known: FanDay | undefined, currency: string, speech: Speech): string {
  const { words, say, format } = speech;
  const told = words.sku.fan;
  if (known === undefined) return '';
  const { day, expected, changed, events, price } = known;
  const range = (of: Expected) => ({
    middle: format.units(of.p50),
    low: format.units(of.p10),
    high: format.units(of.p90),
    mean: format.units(of.mean),
  });
  const parts = [
    known.isPast ? pastOf(known, speech) : expected && say(told.expected, range(expected)),
    changed && say(told.expectedChanged, range(changed)),
    ...events,
    price && say(told.newPrice, { price: format.unitPrice({ micros: price.toMicros, currency }) }),
  ];
  return say(told.reading, {
    day: format.weekday(dateOfDay(day)),
    what: parts.filter((part) => part !== undefined).join(' · '),
  });
}

function pastOf({ observed, isSoldOut }: FanDay, { words, say, format }: Speech): string {
  const told = words.sku.fan;
  if (observed === null) return told.unobserved;
  return say(isSoldOut ? told.soldBefore : told.sold, { units: format.units(observed) });
}

/** The days of the chart as a table and a file. */
export function fanFigures(days: readonly FanDay[], currency: string, speech: Speech): Figures<FanDay> {
  const { words, format } = speech;
  const told = words.sku.fan;
  const column = columnsOf(speech);
  const of = (which: 'expected' | 'unadjusted' | 'changed', name: string) =>
    days.some((day) => day[which] !== undefined)
      ? [
          column.count<FanDay>(`${name} P10`, (day) => day[which]?.p10),
          column.count<FanDay>(`${name} P50`, (day) => day[which]?.p50),
          column.count<FanDay>(`${name} P90`, (day) => day[which]?.p90),
          column.count<FanDay>(`${name} ${told.mean}`, (day) => day[which]?.mean),
        ]
      : [];
  return {
    caption: told.caption,
    columns: [
      column.day<FanDay>(told.day, ({ day }) => dateOfDay(day)),
      column.count<FanDay>(told.observed, ({ observed }) => observed),
      column.words<FanDay>(told.stock, ({ isSoldOut }) => (isSoldOut ? told.soldOut : null)),
      ...of('expected', told.forecast),
      ...of('unadjusted', told.unadjusted),
      ...of('changed', told.changed),
      column.words<FanDay>(
        told.marks,
        ({ events, price }) =>
          [...events, ...(price ? [format.unitPrice({ micros: price.toMicros, currency })] : [])].join(
            ', ',
          ) || null,
      ),
    ],
    rows: days,
  };
}
