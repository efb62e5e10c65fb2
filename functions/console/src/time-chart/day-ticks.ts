import { addDays, dateOfDay, dayNumber, weekdayOf } from '../../../../lib/domain/calendar.ts';

/** Days that label an axis, and whether they stand for themselves or for their month. */
export type DayTicks = { days: number[]; by: 'day' | 'month' };

const WEEKS_APART = [1, 2, 4];
const MONTHS_APART = [1, 2, 3, 6, 12];

/**
 * Choose the days that label an axis: Mondays where they fit, else firsts of months.
 *
 * @param from - day number of the first day shown
 * @param to - of the last
 * @param most - labels that fit
 */
export function dayTicks(from: number, to: number, most: number): DayTicks {
  const first = Math.ceil(from);
  const firstMonday = first + ((8 - weekdayOf(dateOfDay(first))) % 7);
  for (const weeks of WEEKS_APART) {
    const step = 7 * weeks;
    if (Math.floor((to - firstMonday) / step) + 1 <= most)
      return { days: rangeOf(firstMonday, to, step), by: 'day' };
  }
  const firsts = firstsOfMonths(first, to);
  const apart = MONTHS_APART.find((months) => firsts.length / months <= most) ?? 12;
  return { days: firsts.filter((day) => monthOf(day) % apart === 0), by: 'month' };
}

function rangeOf(from: number, to: number, step: number): number[] {
  const days: number[] = [];
  for (let day = from; day <= to; day += step) days.push(day);
  return days;
}

function firstsOfMonths(from: number, to: number): number[] {
  const days: number[] = [];
  for (let day = from; day <= to; day++) {
    if (!dateOfDay(day).endsWith('-01')) continue;
    days.push(day);
    // no month is shorter
    day = dayNumber(addDays(dateOfDay(day), 27)) - 1;
  }
  return days;
}

const monthOf = (day: number) => Number(dateOfDay(day).slice(5, 7)) - 1;
