import { dateOfDay } from '../../../lib/domain/index.ts';
import type { Moment } from './read-moment.ts';

/** The distance between two values of a series. */
export type StepName = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Counts the steps of a calendar, from anywhere. */
export type TimeStep = {
  name: StepName;
  indexOf(moment: Moment): number;
  /** The day that a step begins on, `YYYY-MM-DD`. */
  dateOf(index: number): string;
  /** A step as people write it: `2025-03-01 14:00`, `2025-03-01`, `2025-03`, `2025-Q1`, `2025`. */
  labelOf(index: number): string;
};

/** What is assumed of a season and a horizon where nobody says. */
export const usualSteps: Record<StepName | 'step', { period: number; horizon: number }> = {
  hour: { period: 24, horizon: 48 },
  day: { period: 7, horizon: 28 },
  week: { period: 52, horizon: 13 },
  month: { period: 12, horizon: 12 },
  quarter: { period: 4, horizon: 8 },
  year: { period: 1, horizon: 5 },
  step: { period: 1, horizon: 12 },
};

const MONTHS: Partial<Record<StepName, number>> = { month: 1, quarter: 3, year: 12 };

/**
 * Tell the step of a calendar from the moments that are there: the coarsest on which all of them lie, hours only where
 * the hours differ.
 *
 * @param moments - at least one, in any order
 */
export function timeStepOf(moments: readonly Moment[]): TimeStep {
  const first = moments.reduce((least, moment) => (moment.day < least.day ? moment : least));
  if (moments.some(({ hour }) => hour !== first.hour)) return hours;
  const days = [...new Set(moments.map(({ day }) => day))].sort((a, b) => a - b);
  const gaps = days.slice(1).map((day, i) => day - (days[i] ?? day));
  const isMonthly = gaps.length > 0 && gaps.every((gap) => gap >= 28) && fallAlikeInMonths(days);
  if (isMonthly) {
    const months = days.map((day) => monthIndex(day) - monthIndex(first.day));
    return monthsOf(
      (['year', 'quarter'] as const).find((name) =>
        months.every((count) => count % (MONTHS[name] ?? 1) === 0),
      ) ?? 'month',
    );
  }
  if (gaps.length > 0 && gaps.every((gap) => gap % 7 === 0)) return weeksFrom(first.day);
  return calendarDays;
}

const hours: TimeStep = {
  name: 'hour',
  indexOf: ({ day, hour }) => 24 * day + hour,
  dateOf: (index) => dateOfDay(Math.floor(index / 24)),
  labelOf: (index) =>
    `${dateOfDay(Math.floor(index / 24))} ${String(((index % 24) + 24) % 24).padStart(2, '0')}:00`,
};

const calendarDays: TimeStep = {
  name: 'day',
  indexOf: ({ day }) => day,
  dateOf: dateOfDay,
  labelOf: dateOfDay,
};

/** Weeks that begin on the weekday of the first date. */
function weeksFrom(first: number): TimeStep {
  const dateOf = (index: number) => dateOfDay(first + 7 * index);
  return { name: 'week', indexOf: ({ day }) => Math.floor((day - first) / 7), dateOf, labelOf: dateOf };
}

function monthsOf(name: 'month' | 'quarter' | 'year'): TimeStep {
  const length = MONTHS[name] ?? 1;
  const dateOf = (index: number) => {
    const month = index * length;
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  };
  const labelOf = (index: number) => {
    const date = dateOf(index);
    if (name === 'year') return date.slice(0, 4);
    return name === 'month' ? date.slice(0, 7) : `${date.slice(0, 4)}-Q${(index % 4) + 1}`;
  };
  return { name, indexOf: ({ day }) => Math.floor(monthIndex(day) / length), dateOf, labelOf };
}

/** Whether days are the same day of their months, or all of them the last. */
function fallAlikeInMonths(days: readonly number[]): boolean {
  const dayOfMonth = (day: number) => dateOfDay(day).slice(8);
  const isLast = (day: number) => dayOfMonth(day + 1) === '01';
  return days.every((day) => dayOfMonth(day) === dayOfMonth(days[0] ?? day)) || days.every(isLast);
}

function monthIndex(day: number): number {
  const date = dateOfDay(day);
  return 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7)) - 1;
}
