import { type Analysis, addDays, addMonths, daysBetween, weekdayOf } from '../domain/index.ts';
import { isFew } from './suppression.ts';

/** One month of a market, `YYYY-MM`. Revenue is net, orders and buyers are distinct. */
export type MonthAggregate = { month: string; revenueMinor: number; orders: number; buyers: number };

/** What tells a whole month from a cut-off one. */
export type MonthsOptions = {
  /** Day of the first order ever seen. */
  firstOrder: string;
  asOf: string;
  currency: string;
  /** Seven shares of sales, Monday first: a weekday with a share of 0 is no trading day. */
  weekdayShares: readonly number[];
};

type Months = Analysis['months'];

/**
 * List every month from the first order to `asOf`, months without orders as 0, cut-off ones marked partial.
 *
 * The first month is partial when a trading weekday lies before the first order, the last when one lies after `asOf`.
 */
export function listMonths(months: readonly MonthAggregate[], options: MonthsOptions): Months {
  const { firstOrder, asOf, currency, weekdayShares } = options;
  const known = new Map(months.map((month) => [month.month, month]));
  const isTrading = (date: string) => (weekdayShares[weekdayOf(date) - 1] ?? 0) > 0;
  const list: Months = [];
  for (let month = firstOrder.slice(0, 7); month <= asOf.slice(0, 7); month = addMonths(month, 1)) {
    const begin = `${month}-01`;
    const end = addDays(`${addMonths(month, 1)}-01`, -1);
    const missing = [...daysFrom(begin, addDays(firstOrder, -1)), ...daysFrom(addDays(asOf, 1), end)];
    const { revenueMinor = 0, orders = 0, buyers = 0 } = known.get(month) ?? {};
    list.push({
      month,
      revenue: { minor: revenueMinor, currency },
      orders,
      buyers: isFew(buyers) ? null : buyers,
      partial: missing.some(isTrading),
    });
  }
  return list;
}

function daysFrom(from: string, to: string): string[] {
  return Array.from({ length: Math.max(daysBetween(from, to) + 1, 0) }, (_, i) => addDays(from, i));
}

/** Two equally long spans of whole months, the same months of the year. Days, both ends included. */
export type Periods = { months: number; current: Span; previous: Span };
export type Span = { from: string; to: string };

const YEAR = 12;
const QUARTER = 3;

/**
 * Choose what to compare for growth: the newest twelve whole months with the twelve before; where the data are too young
 * for that the newest three with the same three a year earlier, so that no season passes for growth.
 *
 * @param months - as `listMonths` gives them
 * @returns `null` below 15 whole months
 */
export function comparablePeriods(months: Months): Periods | null {
  const whole = months.filter(({ partial }) => !partial).map(({ month }) => month);
  const last = whole.at(-1);
  const length = whole.length >= 2 * YEAR ? YEAR : QUARTER;
  if (last === undefined || whole.length < YEAR + length) return null;
  const spanTo = (month: string): Span => ({
    from: `${addMonths(month, 1 - length)}-01`,
    to: addDays(`${addMonths(month, 1)}-01`, -1),
  });
  return { months: length, current: spanTo(last), previous: spanTo(addMonths(last, -YEAR)) };
}
