import { addDays, type ExperimentHoliday, type Market, weekdayOf } from '../../lib/domain/index.ts';

type Place = Pick<Market, 'market' | 'country'>;

/** Whole weeks without a public holiday that a test has at the least: as many as its first verdict needs. */
const LEAST_FULL_WEEKS = 2;
/** Weeks beyond which no more are looked through. */
const MOST_WEEKS = 52;
/** Longest run of days off that a start is looked for beyond. */
const LOOKED_AHEAD_DAYS = 60;
const FRIDAY = 5;

/**
 * List the public holidays of some markets, Saturdays and Sundays apart, by day and market.
 *
 * The calendars of all countries are large, and no other route asks for them: they are loaded with the first question.
 */
export async function holidaysIn(
  markets: readonly Place[],
  from: string,
  to: string,
): Promise<ExperimentHoliday[]> {
  const { marketHolidays } = await import('../../lib/runtime/market-holidays.ts');
  return markets
    .flatMap((place) =>
      marketHolidays(place, from, to).map(({ from: date, name }) => ({ market: place.market, date, name })),
    )
    .filter(({ date }) => weekdayOf(date) <= FRIDAY)
    .sort((a, b) => (`${a.date} ${a.market}` < `${b.date} ${b.market}` ? -1 : 1));
}

/** Give the first day from `day` on that is a Monday to Friday and no public holiday in any of the markets. */
export async function firstBusinessDay(markets: readonly Place[], day: string): Promise<string> {
  const last = addDays(day, LOOKED_AHEAD_DAYS);
  const off = new Set((await holidaysIn(markets, day, last)).map(({ date }) => date));
  let first = day;
  while (first < last && (weekdayOf(first) > FRIDAY || off.has(first))) first = addDays(first, 1);
  return first;
}

/** Give the weeks that a test takes at the least, for two of them to be without a public holiday. */
export async function leastWeeks(markets: readonly Place[], start: string): Promise<number> {
  const holidays = await holidaysIn(markets, start, addDays(start, 7 * MOST_WEEKS - 1));
  let full = 0;
  for (let week = 0; week < MOST_WEEKS; week++) {
    const [from, to] = [addDays(start, 7 * week), addDays(start, 7 * week + 6)];
    if (!holidays.some(({ date }) => date >= from && date <= to)) full++;
    if (full === LEAST_FULL_WEEKS) return week + 1;
  }
  return MOST_WEEKS;
}

/** Most holidays that a sentence names. */
const NAMED = 3;

/** Warn of holidays in a sentence of its own; '' where there is none. */
export function warnOf(holidays: readonly ExperimentHoliday[]): string {
  if (holidays.length === 0) return '';
  const named = holidays.slice(0, NAMED).map(({ market, date, name }) => `${date} ${name} (${market})`);
  const more = holidays.length > NAMED ? ` and ${holidays.length - NAMED} more` : '';
  const fall = holidays.length === 1 ? 'A public holiday falls' : `${holidays.length} public holidays fall`;
  return ` ${fall} into it: ${named.join(', ')}${more}. Both arms have them alike, but such a week is no usual one.`;
}
