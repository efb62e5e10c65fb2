import Holidays from 'date-holidays';
import { dayNumber } from '../../../lib/domain/index.ts';
import type { DemoProduct } from './catalog.ts';
import { DAYS, type DemoMarket, dates, FIRST_DATE, LAST_DATE, weekdayAt } from './markets.ts';

/** Days on which a market's buyers are away. */
export type DayOff = {
  readonly name: string;
  readonly kind: 'holiday' | 'closure';
  readonly from: string;
  /** The last day, counted in. */
  readonly to: string;
};

const HOLIDAY_FACTOR = 0.05;
const CLOSURE_FACTOR = 0.15;
const DAYS_PER_YEAR = 365.25;
const daysOfYear = dates.map((date) => dayNumber(date) - dayNumber(`${date.slice(0, 4)}-01-01`));

/** List a market's public holidays and usual closures within the demo's two years, in order of date. */
export function daysOff(market: DemoMarket): DayOff[] {
  const calendar = new Holidays(market.country);
  const years = [...new Set(dates.map((date) => Number(date.slice(0, 4))))];
  const holidays = years.flatMap((year) =>
    calendar
      .getHolidays(year, 'en')
      .filter((holiday) => holiday.type === 'public')
      .map((holiday) => ({ name: holiday.name, date: holiday.date.slice(0, 10) }))
      .map(({ name, date }): DayOff => ({ name, kind: 'holiday', from: date, to: date })),
  );
  const closures = years.flatMap((year) =>
    market.closures.map(
      ({ name, from, to }): DayOff => ({
        name,
        kind: 'closure',
        from: `${year}-${from}`,
        to: `${year}-${to}`,
      }),
    ),
  );
  return [...holidays, ...closures]
    .filter((off) => off.from >= FIRST_DATE && off.to <= LAST_DATE)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.name < b.name ? -1 : 1));
}

/** Scale a market's weekday weights so that a plain week has mean 1, Monday first. */
export function weekdayFactors(market: DemoMarket): number[] {
  const mean = market.weekdays.reduce((sum, weight) => sum + weight, 0) / market.weekdays.length;
  return market.weekdays.map((weight) => weight / mean);
}

/** Tell for each day how much more or less buyers order than on a mean day. @returns [DAYS], ≥ 0 */
export function visitFactors(market: DemoMarket, off: readonly DayOff[]): Float64Array {
  const weekdays = weekdayFactors(market);
  const factors = Float64Array.from(dates, (_, day) => weekdays[weekdayAt(day) - 1] ?? 1);
  for (const { kind, from, to } of off) {
    const factor = kind === 'holiday' ? HOLIDAY_FACTOR : CLOSURE_FACTOR;
    for (let day = dayIndex(from); day <= dayIndex(to); day++)
      factors[day] = Math.min(factors[day] ?? 0, factor);
  }
  return factors;
}

/**
 * Give a product's trend and yearly season: exp(growth × years from the middle) × (1 + amplitude × cos(2π (t − peak) / year)).
 *
 * @returns [DAYS], about 1 in the middle
 */
export function seasonAndTrend(product: DemoProduct): Float64Array {
  return Float64Array.from(daysOfYear, (dayOfYear, day) => {
    const angle = (2 * Math.PI * (dayOfYear - product.seasonPeakDay)) / DAYS_PER_YEAR;
    const years = (day - DAYS / 2) / DAYS_PER_YEAR;
    return Math.exp(product.growthPerYear * years) * (1 + product.seasonAmplitude * Math.cos(angle));
  });
}

function dayIndex(date: string): number {
  return dayNumber(date) - dayNumber(FIRST_DATE);
}
