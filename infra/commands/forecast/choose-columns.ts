import { InputError } from '../../../lib/domain/index.ts';
import { readMoment } from './read-moment.ts';
import { isNumber } from './read-number.ts';
import { type Cells, isMissing } from './read-records.ts';
import type { Settings } from './settings.ts';

/** Which columns hold what, by place from 0, and the lines below the header. */
export type ChosenColumns = {
  names: string[];
  value: number;
  date: number | null;
  /** The column that tells series apart. */
  series: number | null;
  body: Cells[];
};

/** What a column's cells are, missing ones apart. */
type Content = { name: string; holds: 'dates' | 'numbers' | 'text' | 'nothing'; example: Cells | null };

const DATE_NAMES = /^(date|day|ds|time|timestamp|month|week|year|period|datum|tag|monat|jahr|fecha|data)$/i;
const SERIES_NAMES =
  /^(sku|id|unique_?id|item(_?id)?|product(_?id)?|series|article|artikel|material|stock_?code)$/i;
const VALUE_NAMES = /^(y|value|units|quantity|qty|demand|sales|sold|menge|absatz|wert)$/i;

/**
 * Find the columns of a file by what they hold, and by their names where that leaves a choice; or take those asked for.
 *
 * The first line is a header when none of its cells is a number or a date. One column must hold numbers: the values.
 * The first that holds dates is the date; one named like `sku` or else the first of text tells series apart.
 *
 * @throws InputError, naming what every column holds, where no column or more than one may be the values
 */
export function chooseColumns(records: readonly Cells[], asked: Settings): ChosenColumns {
  const [first, ...rest] = records;
  const header = first && rest.length > 0 && isHeader(first.cells) ? first.cells : null;
  const body = header ? rest : [...records];
  const width = records.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const names = Array.from({ length: width }, (_, place) => header?.[place] || `column ${place + 1}`);
  const contents = names.map((name, place) => contentOf(name, place, body));
  const placeOf = (column: string | null) => (column === null ? null : placeOfColumn(column, names));
  const askedValue = placeOf(asked.valueColumn);
  const free = (place: number, ...taken: (number | null)[]) => place !== askedValue && !taken.includes(place);
  const askedDate = placeOf(asked.dateColumn);
  const date = askedDate ?? placeWhere(contents, ({ holds }, place) => holds === 'dates' && free(place));
  const series =
    placeOf(asked.seriesColumn) ??
    placeWhere(contents, ({ name }, place) => SERIES_NAMES.test(name) && free(place, date)) ??
    placeWhere(contents, ({ holds }, place) => holds === 'text' && free(place, date));
  return { names, value: askedValue ?? valueColumnOf(contents, [date, series]), date, series, body };
}

function isHeader(cells: readonly string[]): boolean {
  return (
    cells.some((cell) => !isMissing(cell)) &&
    !cells.some((cell) => isNumber(cell) || readMoment(cell, 'dayFirst', true) !== null)
  );
}

function contentOf(name: string, place: number, body: readonly Cells[]): Content {
  const filled = body.filter(({ cells }) => !isMissing(cells[place] ?? ''));
  const isEvery = (test: (cell: string) => boolean) => filled.every(({ cells }) => test(cells[place] ?? ''));
  // of 03/04/2025 either order is a date; a number is one in a column that is called so
  const isDate = (cell: string) =>
    readMoment(cell, 'dayFirst', DATE_NAMES.test(name)) !== null ||
    readMoment(cell, 'monthFirst', false) !== null;
  const isMostly = filled.filter(({ cells }) => isNumber(cells[place] ?? '')).length >= 0.5 * filled.length;
  if (filled.length === 0) return { name, holds: 'nothing', example: null };
  if (isEvery(isDate)) return { name, holds: 'dates', example: filled[0] ?? null };
  return { name, holds: isMostly ? 'numbers' : 'text', example: filled[0] ?? null };
}

function placeOfColumn(column: string, names: readonly string[]): number {
  const place = names.findIndex((name) => name.toLowerCase() === column.trim().toLowerCase());
  if (place >= 0) return place;
  const number = Number(column);
  if (Number.isSafeInteger(number) && number >= 1 && number <= names.length) return number - 1;
  throw new InputError(`there is no column ${column}: the file has ${names.join(', ')}`);
}

function placeWhere(
  contents: readonly Content[],
  test: (content: Content, place: number) => boolean,
): number | null {
  const place = contents.findIndex(test);
  return place < 0 ? null : place;
}

function valueColumnOf(contents: readonly Content[], taken: readonly (number | null)[]): number {
  const numbers = contents
    .map((content, place) => ({ ...content, place }))
    .filter(({ holds, place }) => holds === 'numbers' && !taken.includes(place));
  const named = numbers.filter(({ name }) => VALUE_NAMES.test(name));
  const [only] = numbers.length === 1 ? numbers : named.length === 1 ? named : [];
  if (only) return only.place;
  if (numbers.length > 1)
    throw new InputError(
      `${numbers.map(({ name }) => name).join(', ')} all hold numbers: which is to be forecast? --value ${numbers[0]?.name}`,
    );
  throw new InputError(`no column holds the numbers to forecast: ${contents.map(seen).join('; ')}`);
}

function seen({ name, holds, example }: Content, place: number): string {
  if (holds === 'nothing') return `${name} is empty`;
  return `${name} holds ${holds} such as "${example?.cells[place]}" (line ${example?.line})`;
}
