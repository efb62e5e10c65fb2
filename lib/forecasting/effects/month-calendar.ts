import { addDays, daysBetween, weekdayOf } from '../../domain/calendar.ts';
import { InputError } from '../../domain/errors.ts';
import type { Covariate } from './covariates.ts';

/** Months of a calendar, and which weekdays nobody works. */
export type MonthCalendar = {
  /** First day of the first month, `YYYY-MM-01`. */
  start: string;
  /** Months of history and horizon, ≥ 1. */
  months: number;
  /** Public holidays and other days off, `YYYY-MM-DD`; those outside the months are not read. */
  holidays?: readonly string[];
  /** Weekdays without work, 1 is Monday; default Saturday and Sunday. */
  weekend?: readonly number[];
};

/**
 * Count the working days of each month, as covariates of a monthly series: demand that moves with them has a coefficient near 1,
 * and the season takes what every year has alike. Month length needs none of its own: months of one name are as long every year
 * but for February, whose leap day is a working day or none.
 *
 * @returns one covariate, `working days`, of as many values as months
 * @throws InputError when `start` is no first of a month, or a month has no working day
 */
export function monthCalendar({
  start,
  months,
  holidays = [],
  weekend = [6, 7],
}: MonthCalendar): Covariate[] {
  if (!start.endsWith('-01'))
    throw new InputError(`the months begin on ${start}: the first of a month is needed`);
  const off = new Set(holidays);
  const values = new Float64Array(months);
  let month = start;
  for (let place = 0; place < months; place++) {
    const next = nextMonth(month);
    for (let day = 0; day < daysBetween(month, next); day++) {
      const date = addDays(month, day);
      if (!weekend.includes(weekdayOf(date)) && !off.has(date)) values[place]!++;
    }
    if (values[place] === 0) throw new InputError(`${month.slice(0, 7)} has no working day`);
    month = next;
  }
  return [{ name: 'working days', kind: 'amount', values, prior: { mean: 0, sd: 1 } }];
}

/** The 32nd day of a month lies in the next, whatever its length. */
function nextMonth(first: string): string {
  return `${addDays(first, 31).slice(0, 7)}-01`;
}
