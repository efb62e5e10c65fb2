import { InputError } from '../../../lib/domain/index.ts';
import { type ChosenColumns, chooseColumns } from './choose-columns.ts';
import { dateOrderOf, type Moment, readMoment } from './read-moment.ts';
import { decimalMarkOf, readNumber } from './read-number.ts';
import { type Cells, isMissing } from './read-records.ts';
import type { Settings } from './settings.ts';
import { type TimeStep, timeStepOf } from './time-step.ts';

/** A series of the file, ready for `forecast`. */
export type PlainSeries = {
  /** Its name where the file has a column of names. */
  id: string | null;
  /** The values' column. */
  valueName: string;
  /** Oldest first, NaN = not observed. */
  values: Float64Array;
  /** The calendar of the values and the step of the first one; null where the file has no dates. */
  calendar: { step: TimeStep; first: number } | null;
  /** What was done on the way in, in words. */
  notes: string[];
};

type Row = { line: number; id: string | null; moment: Moment | null; value: number };

/** More steps than this between two dates are a slip of the pen. */
const MOST_STEPS = 1_000_000;

/**
 * Make series of a file's lines: one, or one for each name in the column that tells series apart, in the order of the file.
 *
 * Dates put values in their places; a step without a row is not observed; rows of the same series and step are added up.
 *
 * @throws InputError for a line without a readable number or date, and where columns or formats are not clear
 */
export function plainSeries(records: readonly Cells[], asked: Settings): PlainSeries[] {
  const columns = chooseColumns(records, asked);
  const rows = readRows(columns, asked);
  const moments = rows.flatMap(({ moment }) => (moment ? [moment] : []));
  const step = moments.length > 0 ? timeStepOf(moments) : null;
  const valueName = columns.names[columns.value] ?? '';
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, ofSeries]) => ({
    id,
    valueName,
    ...(step ? onCalendar(ofSeries, step) : inOrder(ofSeries)),
  }));
}

function readRows({ names, value, date, series, body }: ChosenColumns, asked: Settings): Row[] {
  const cellsOf = (place: number) =>
    body.map(({ cells }) => cells[place] ?? '').filter((cell) => !isMissing(cell));
  const mark = asked.decimalMark ?? decimalMarkOf(names[value] ?? '', cellsOf(value));
  const order = date === null ? 'dayFirst' : dateOrderOf(names[date] ?? '', cellsOf(date));
  return body.map(({ line, cells }) => {
    const cell = cells[value] ?? '';
    const number = readNumber(cell, mark);
    if (Number.isNaN(number) && !isMissing(cell))
      throw new InputError(`line ${line}: ${names[value]} holds "${cell}", which is no number`);
    const written = date === null ? '' : (cells[date] ?? '');
    const moment = date === null ? null : readMoment(written, order, true);
    if (date !== null && moment === null)
      throw new InputError(`line ${line}: ${names[date]} holds "${written}", which is no date`);
    return { line, id: series === null ? null : (cells[series] ?? ''), moment, value: number };
  });
}

function inOrder(rows: readonly Row[]): Pick<PlainSeries, 'values' | 'calendar' | 'notes'> {
  return { values: Float64Array.from(rows, ({ value }) => value), calendar: null, notes: [] };
}

function onCalendar(
  rows: readonly Row[],
  step: TimeStep,
): Pick<PlainSeries, 'values' | 'calendar' | 'notes'> {
  const places = rows.map(({ moment }) => (moment ? step.indexOf(moment) : 0));
  const first = places.reduce((least, place) => Math.min(least, place));
  const length = places.reduce((greatest, place) => Math.max(greatest, place)) - first + 1;
  if (length > MOST_STEPS)
    throw new InputError(
      `the dates run from ${step.labelOf(first)} to ${step.labelOf(first + length - 1)}: ${length} steps of a ${step.name}`,
    );
  const values = new Float64Array(length).fill(Number.NaN);
  const rowsAt = new Uint32Array(length);
  rows.forEach(({ value }, i) => {
    const place = (places[i] ?? first) - first;
    rowsAt[place] = (rowsAt[place] ?? 0) + 1;
    const before = values[place] ?? Number.NaN;
    if (!Number.isNaN(value)) values[place] = Number.isNaN(before) ? value : before + value;
  });
  return { values, calendar: { step, first }, notes: notesOf(rowsAt, step) };
}

function notesOf(rowsAt: Uint32Array, { name }: TimeStep): string[] {
  const repeated = rowsAt.filter((rows) => rows > 1).length;
  const absent = rowsAt.filter((rows) => rows === 0).length;
  return [
    ...(repeated > 0 ? [`${counted(repeated, name)} with several rows: their values are added up`] : []),
    ...(absent > 0
      ? [`${counted(absent, name)} without a row, taken as not observed: write 0 where nothing was sold`]
      : []),
  ];
}

/** So many of a thing, in words. */
export const counted = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : 's'}`;
