import { dateOfDay, dayNumber } from '../domain/index.ts';

/** How a workbook counts days: Excel's own system, or that of old Macintosh files. */
export type DateSystem = '1900' | '1904';

/** Ends a number that a workbook holds as a number: `12.5e+0`. Its point is the decimal one whatever the texts beside it use. */
const NUMBER_MARK = 'e+0';
/** Digits that Excel keeps of a number. */
const EXCEL_DIGITS = 15;
const SECONDS_A_DAY = 86_400;
/** 31 December 9999. */
const LAST_SERIAL = 2_958_465;
/** Excel counts 29 February 1900, a day that never was (as Lotus 1-2-3 did). */
const PHANTOM_DAY = 60;

/**
 * Write a number of a workbook as text: whole numbers plain, others with the mark by which the number is told from a text
 * that looks like one. A number is rounded to Excel's 15 digits: 2.55 is stored as 2.5499999999999998.
 */
export function numberText(stored: string): string {
  const value = Number(Number(stored).toPrecision(EXCEL_DIGITS));
  if (!Number.isFinite(value)) return stored;
  const text = String(value);
  return /^-?\d+\.\d+$/.test(text) ? `${text}${NUMBER_MARK}` : text;
}

/**
 * Write a date that a workbook holds as a number of days (ECMA-376 part 1, 18.17.4): `2025-11-03`, with the time where it
 * has one; a time alone without a day. A number that is no day of Excel stays a number, which the rules refuse.
 */
export function serialText(stored: string, system: DateSystem): string {
  const serial = Number(stored);
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_SERIAL) return numberText(stored);
  const seconds = Math.round(serial * SECONDS_A_DAY);
  const day = Math.floor(seconds / SECONDS_A_DAY);
  const time = clockText(seconds - day * SECONDS_A_DAY);
  if (day === 0 && system === '1900') return time;
  const date = dateOf(day, system);
  return time === '00:00:00' ? date : `${date} ${time}`;
}

function dateOf(day: number, system: DateSystem): string {
  if (system === '1904') return dateOfDay(dayNumber('1904-01-01') + day);
  if (day === PHANTOM_DAY) return '1900-02-29';
  return dateOfDay(dayNumber(day < PHANTOM_DAY ? '1899-12-31' : '1899-12-30') + day);
}

function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** Formats that every workbook has and that show dates or times (ECMA-376 part 1, 18.8.30, those of CJK among them). */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/**
 * Tell whether a number format shows a date or a time.
 *
 * @param code - the format's own code where the workbook defines it: `dd.mm.yyyy`, `#,##0.00 "m"`
 */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id);
  const [first = ''] = code.split(';');
  const shown = first
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replaceAll(/s\.0+/gi, 's');
  return /[ymdhs]/i.test(shown) && !/[#0?]/.test(shown);
}

/** Tell the place of a cell's column from its reference: 0 for `A7`, 27 for `AB1`; `undefined` where it has none. */
export function columnPlace(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}
