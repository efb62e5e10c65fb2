import { addDays, daysBetween, weekdayOf } from '../domain/index.ts';

/** A labelled day of a date axis. */
export type DateTick = { date: string; label: string };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MOST_TICKS = 12;

/**
 * Choose the days that label an axis: Mondays up to twelve weeks, else firsts of months, every second, third or sixth
 * month or year as the axis grows; the first day where none of these lies on the axis. The first label and every January
 * name their year.
 */
export function dateTicks(from: string, to: string): DateTick[] {
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
  const mondays = days.filter((date) => weekdayOf(date) === 1);
  const byWeek = mondays.length <= MOST_TICKS;
  const found = byWeek ? mondays : firstsOfMonths(days);
  const chosen = found.length > 0 ? found : [from];
  return chosen.map((date, i) => ({ date, label: labelOf(date, byWeek, i === 0) }));
}

function firstsOfMonths(days: readonly string[]): string[] {
  const firsts = days.filter((date) => date.endsWith('-01'));
  const every = [1, 2, 3, 6, 12].find((months) => firsts.length / months <= MOST_TICKS) ?? 12;
  return firsts.filter((date) => (monthOf(date) - 1) % every === 0);
}

function labelOf(date: string, withDay: boolean, isFirst: boolean): string {
  const month = MONTHS[monthOf(date) - 1] ?? '';
  const day = withDay ? `${Number(date.slice(8))} ` : '';
  const startsYear = isFirst || (monthOf(date) === 1 && (!withDay || Number(date.slice(8)) <= 7));
  return `${day}${month}${startsYear ? ` ${date.slice(0, 4)}` : ''}`;
}

const monthOf = (date: string) => Number(date.slice(5, 7));
