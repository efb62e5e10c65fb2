import type { SeriesRecord, YearHistory } from '../domain/index.ts';

/** What really lay on a shelf over some days, as the merchant's files have it. */
export type ActualCourse = {
  /** Units on hand on the evening before the first day. */
  startUnits: number;
  /** [days] units on hand in the evening: by the newest count. */
  stock: Float64Array;
  /** What was on its way before the first day, by the day on which it came. */
  arrivals: ReadonlyMap<number, number>;
  /** On its way on the last evening. */
  onOrderUnits: number;
  /** Orders placed in these days; `null` where no file says. */
  orders: number | null;
};

/** A count is believed for a month; a share of the days must have one. */
const CARRY_DAYS = 31;
const LEAST_SHARE = 0.8;

/**
 * Follow a SKU's stock through the days from `first`, by its counts and what was ordered from suppliers.
 *
 * Where nothing says what was ordered, what came within a lead time of the first day was on its way by then: stock grew
 * by more than was sold.
 *
 * @param sold - [days] units that left the shelf, of the location's markets together
 * @returns `null` where counts are too few to say what lay there: fewer than four days of five have one within a month
 */
export function actualCourse(
  record: Pick<SeriesRecord, 'demand' | 'leadTime' | 'stock'>,
  history: YearHistory,
  { first, sold }: { first: number; sold: Float64Array },
): ActualCourse | null {
  const before = history.stock.filter(([day]) => day < first).at(-1);
  if (before === undefined || first - before[0] > CARRY_DAYS) return null;
  const stock = new Float64Array(sold.length);
  let place = history.stock.indexOf(before);
  let counted = 0;
  for (let day = 0; day < sold.length; day++) {
    while ((history.stock[place + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= first + day) place++;
    const [on, units] = history.stock[place]!;
    stock[day] = Math.max(0, units);
    if (first + day - on <= CARRY_DAYS) counted++;
  }
  if (counted < LEAST_SHARE * sold.length) return null;
  const last = first + sold.length;
  const { purchases } = history;
  const placed = purchases.filter(([ordered]) => ordered >= first && ordered < last).length;
  const known = placed > 0;
  return {
    startUnits: Math.max(0, before[1]),
    stock,
    arrivals: known
      ? underWay(history, first)
      : arrivalsBySight({ before: before[1], counts: history.stock, first, sold }, record.leadTime.meanDays),
    onOrderUnits: known ? sum(purchases.filter(isOpen(last))) : (record.stock?.onOrder ?? 0),
    orders: known ? placed : null,
  };
}

type Purchase = YearHistory['purchases'][number];

const sum = (purchases: readonly Purchase[]) => purchases.reduce((total, [, , units]) => total + units, 0);
const isOpen =
  (day: number) =>
  ([ordered, received]: Purchase) =>
    ordered < day && (received === null || received >= day);

function underWay({ purchases }: YearHistory, first: number): Map<number, number> {
  const arrivals = new Map<number, number>();
  for (const [, received, units] of purchases.filter(isOpen(first)))
    if (received !== null) arrivals.set(received - first, (arrivals.get(received - first) ?? 0) + units);
  return arrivals;
}

/** What a count has more than the one before it less what was sold between came in that time. */
function arrivalsBySight(
  {
    before,
    counts,
    first,
    sold,
  }: { before: number; counts: YearHistory['stock']; first: number; sold: Float64Array },
  leadTimeDays: number,
): Map<number, number> {
  const arrivals = new Map<number, number>();
  let [day, units] = [0, before];
  for (const [on, count] of counts) {
    const until = on - first;
    if (until < 0 || until >= Math.min(sold.length, Math.ceil(leadTimeDays))) continue;
    const left = units - sold.subarray(day, until + 1).reduce((total, one) => total + one, 0);
    // a shelf can't be below nothing: what was sold beyond it had come before
    const came = count - Math.max(0, left);
    if (came > 0) arrivals.set(until, came);
    [day, units] = [until + 1, count];
  }
  return arrivals;
}
