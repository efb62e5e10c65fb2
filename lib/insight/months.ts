import { type Analysis, addDays, daysBetween, weekdayOf } from '../domain/index.ts';

/** One month of a market, `YYYY-MM`. Revenue is net, orders are distinct. */
export type MonthAggregate = { month: string; revenueMinor: number; orders: number };

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
    const { revenueMinor = 0, orders = 0 } = known.get(month) ?? {};
    list.push({
      month,
      revenue: { minor: revenueMinor, currency },
      orders,
      partial: missing.some(isTrading),
    });
  }
  return list;
}

/**
 * Compare the last complete month with the one before and with the same month a year earlier.
 *
 * @returns relative changes (0.1 is 10 % more); `null` when the other month is not complete, not there, or had no revenue
 */
export function growthOf(months: Months): Analysis['growth'] {
  const complete = new Map(
    months.filter(({ partial }) => !partial).map((month) => [month.month, month.revenue.minor]),
  );
  const last = [...complete.keys()].at(-1);
  if (last === undefined) return { monthOnMonth: null, yearOnYear: null };
  const changeFrom = (monthsAgo: number) => {
    const earlier = complete.get(addMonths(last, -monthsAgo)) ?? 0;
    return earlier > 0 ? (complete.get(last) ?? 0) / earlier - 1 : null;
  };
  return { monthOnMonth: changeFrom(1), yearOnYear: changeFrom(12) };
}

function addMonths(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

function daysFrom(from: string, to: string): string[] {
  return Array.from({ length: Math.max(daysBetween(from, to) + 1, 0) }, (_, i) => addDays(from, i));
}
