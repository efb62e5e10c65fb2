import { addDays, daysBetween, weekdayOf } from '../domain/index.ts';
import { type ChartWords, chartWords } from './chart-words.ts';

/** A labelled day of a date axis. */
export type DateTick = { date: string; label: string };

const MOST_TICKS = 12;

/**
 * Choose the days that label an axis: Mondays up to twelve weeks, else firsts of months, every second, third or sixth
 * month, then years, of which more and more are left out as the axis grows; the first day where none of these lies on the
 * axis. The first label and every January name their year, and years stand without their month.
 */
export function dateTicks(from: string, to: string, told = chartWords()): DateTick[] {
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
  const mondays = days.filter((date) => weekdayOf(date) === 1);
  const byWeek = mondays.length <= MOST_TICKS;
  const found = byWeek ? mondays : firstsOfMonths(days);
  const chosen = found.length > 0 ? found : [from];
  const byYear = !byWeek && chosen.length > 1 && chosen.every((date) => date.endsWith('-01-01'));
  return chosen.map((date, i) => ({
    date,
    label: byYear ? date.slice(0, 4) : labelOf(date, { withDay: byWeek, isFirst: i === 0, told }),
  }));
}

/**
 * Choose the months that label an axis of whole months, as `dateTicks` does.
 *
 * @param months - `YYYY-MM`, ascending
 * @param most - labels that fit
 */
export function monthTicks(months: readonly string[], most: number, told = chartWords()): DateTick[] {
  const firsts = firstsOfMonths(
    months.map((month) => `${month}-01`),
    Math.min(most, MOST_TICKS),
  );
  return firsts.map((date, i) => ({
    date: date.slice(0, 7),
    label: labelOf(date, { withDay: false, isFirst: i === 0, told }),
  }));
}

/** Name a month of a year, `YYYY-MM`, as a reader does: `Jan 2025`. */
export const monthLabel = (month: string, told = chartWords()): string =>
  told.monthOfYear(told.month(monthOf(month)), month.slice(0, 4));

/** Count months from year 0, so that differences are months. */
export const monthNumber = (date: string): number => 12 * Number(date.slice(0, 4)) + monthOf(date) - 1;

/** Months from one label to the next. */
const MONTHS_APART = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

function firstsOfMonths(days: readonly string[], most = MOST_TICKS): string[] {
  const firsts = days.filter((date) => date.endsWith('-01'));
  const every = MONTHS_APART.find((months) => firsts.length / months <= most) ?? 1200;
  return firsts.filter((date) => monthNumber(date) % every === 0);
}

function labelOf(
  date: string,
  { withDay, isFirst, told }: { withDay: boolean; isFirst: boolean; told: ChartWords },
): string {
  const month = told.month(monthOf(date));
  const label = withDay ? told.dayOfMonth(Number(date.slice(8)), month) : month;
  const startsYear = isFirst || (monthOf(date) === 1 && (!withDay || Number(date.slice(8)) <= 7));
  return startsYear ? told.monthOfYear(label, date.slice(0, 4)) : label;
}

const monthOf = (date: string) => Number(date.slice(5, 7));
