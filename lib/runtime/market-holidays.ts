import Holidays from 'date-holidays';
import { dayNumber, type Market, type MarketEvent } from '../domain/index.ts';

/**
 * List a market's public holidays, substitute days among them, by the calendar of its country.
 *
 * @param from - first day
 * @param to - last day
 * @returns oldest first; none for a country without a calendar
 */
export function marketHolidays(
  { country }: Pick<Market, 'country'>,
  from: string,
  to: string,
): MarketEvent[] {
  const calendar = new Holidays(country);
  const events: MarketEvent[] = [];
  for (let year = yearOf(from); year <= yearOf(to); year++)
    for (const { date, name, type } of calendar.getHolidays(year, 'en') || []) {
      const day = date.slice(0, 10);
      if (type === 'public' && day >= from && day <= to)
        events.push({ name, kind: 'holiday', from: day, to: day });
    }
  return events.sort((one, other) => dayNumber(one.from) - dayNumber(other.from));
}

const yearOf = (date: string) => Number(date.slice(0, 4));
