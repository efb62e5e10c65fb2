import { addDays, dateOfDay, dayNumber, InputError, weekdayOf } from '../../../lib/domain/index.ts';
import { type DateOrder, decideDateOrder } from '../../../lib/importing/index.ts';

/** A point of a calendar without time zones. */
export type Moment = { day: number; hour: number };

const TIME = String.raw`(?:[T ]+(\d{1,2}):\d{2}.*)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})${TIME})?$`);
const DOTTED = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})${TIME}$`);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})[-/](\d{1,2})[-/](\d{4})${TIME}$`);
const QUARTER = /^(\d{4})[- ]?Q([1-4])$/i;
const WEEK = /^(\d{4})-?W(\d{2})$/i;
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const YEAR = /^((?:1[5-9]|20)\d{2})$/;

/**
 * Read a date: the year first (`2025-03-01`, `2025-03`, with a time or without), divided by dots (`1.3.2025`), the year
 * last (`1/3/2025`), a quarter (`2025-Q1`) or a week of ISO 8601 (`2025-W09`).
 *
 * @param numbersToo - whether `20250301` and `2025` are dates as well
 * @returns null where it is none
 */
export function readMoment(cell: string, order: DateOrder, numbersToo: boolean): Moment | null {
  const yearFirst = YEAR_FIRST.exec(cell) ?? (numbersToo ? (COMPACT.exec(cell) ?? YEAR.exec(cell)) : null);
  if (yearFirst) return momentOf(yearFirst[1], yearFirst[2] ?? '1', yearFirst[3] ?? '1', yearFirst[4]);
  const dotted = DOTTED.exec(cell);
  if (dotted) return momentOf(dotted[3], dotted[2], dotted[1], dotted[4]);
  const yearLast = YEAR_LAST.exec(cell);
  if (yearLast) {
    const [, first, second, year, hour] = yearLast;
    return order === 'dayFirst' ? momentOf(year, second, first, hour) : momentOf(year, first, second, hour);
  }
  const quarter = QUARTER.exec(cell);
  if (quarter) return momentOf(quarter[1], String(3 * Number(quarter[2]) - 2), '1', undefined);
  const week = WEEK.exec(cell);
  return week ? weekOf(Number(week[1]), Number(week[2])) : null;
}

/**
 * Tell from all dates of a column whether the day or the month comes first in `03/04/2025`, as imports do.
 *
 * @throws InputError where no date proves it
 */
export function dateOrderOf(column: string, cells: readonly string[]): DateOrder {
  const evidence = { column, yearLast: 0, greatestFirst: 0, greatestSecond: 0 };
  for (const cell of cells) {
    const match = YEAR_LAST.exec(cell);
    if (!match) continue;
    evidence.yearLast++;
    evidence.greatestFirst = Math.max(evidence.greatestFirst, Number(match[1]));
    evidence.greatestSecond = Math.max(evidence.greatestSecond, Number(match[2]));
  }
  const choice = decideDateOrder([evidence]);
  if (choice.kind !== 'ask') return choice.value;
  throw new InputError(`${choice.question.text} Write dates with the year first: 2025-04-03.`);
}

function momentOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
): Moment | null {
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const number = dayNumber(date);
  // the 30th of February comes back as another day
  return dateOfDay(number) === date ? { day: number, hour: Number(hour ?? 0) } : null;
}

/** ISO 8601: the first week of a year is the one that holds its 4 January; weeks begin on Mondays. */
function weekOf(year: number, week: number): Moment | null {
  if (week < 1 || week > 53) return null;
  const fourth = `${year}-01-04`;
  return { day: dayNumber(addDays(fourth, 1 - weekdayOf(fourth) + 7 * (week - 1))), hour: 0 };
}
