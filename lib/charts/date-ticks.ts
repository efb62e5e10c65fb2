import { addDays, daysBetween, weekdayOf } from '../domain/index.ts';

/** A labelled day of a date axis. */
export type DateTick = { date: string; label: string };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MOST_TICKS = 12;

/**
 * Choose the days that label an axis: Mondays up to twelve weeks, else firsts of months, every second, third or sixth
 * month, then years, of which more and more are left out as the axis grows; the first day where none of these lies on the
 * axis. The first label and every January name their year, and years stand without their month.
 */
export function dateTicks(from: string, to: string): DateTick[] {
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
  const mondays = days.filter((date) => weekdayOf(date) === 1);
  const byWeek = mondays.length <= MOST_TICKS;
  const found = byWeek ? mondays : firstsOfMonths(days);
  const chosen = found.length > 0 ? found : [from];
  const byYear = !byWeek && chosen.length > 1 && chosen.every((date) => date.endsWith('-01-01'));
  return chosen.map((date, i) => ({
    date,
    label: byYear ? date.slice(0, 4) : labelOf(date, byWeek, i === 0),
  }));
}

/** Months from one label to the next. */
const MONTHS_APART = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

function firstsOfMonths(days: readonly string[]): string[] {
  const firsts = days.filter((date) => date.endsWith('-01'));
  const every = MONTHS_APART.find((months) => firsts.length / months <= MOST_TICKS) ?? 1200;
  return firsts.filter((date) => (12 * Number(date.slice(0, 4)) + monthOf(date) - 1) % every === 0);
}

function labelOf(date: string, withDay: boolean, isFirst: boolean): string {
  const month = MONTHS[monthOf(date) - 1] ?? '';
  const day = withDay ? `${Number(date.slice(8))} ` : '';
  const startsYear = isFirst || (monthOf(date) === 1 && (!withDay || Number(date.slice(8)) <= 7));
  return `${day}${month}${startsYear ? ` ${date.slice(0, 4)}` : ''}`;
}

const monthOf = (date: string) => Number(date.slice(5, 7));
