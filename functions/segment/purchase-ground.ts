import type { BuyingGround } from '../../lib/domain/index.ts';

/** Beyond this many times its usual gap a buyer is overdue. */
const OVERDUE = 2;

/**
 * Tell what a prediction of a buyer rests on: its order days, how far apart they are, and how long the last one is ago.
 *
 * @param days - its order days, at least one, ascending
 * @param today - the last day known
 */
export function purchaseGround(days: Int32Array, today: number): BuyingGround {
  const first = days[0] ?? today;
  const latest = days.at(-1) ?? today;
  const [orderDays, sinceDays] = [days.length, today - latest];
  if (orderDays === 1) return { ground: 'orders', orderDays, sinceDays, overdue: false };
  const everyDays = (latest - first) / (orderDays - 1);
  // one gap is no rhythm yet
  const overdue = orderDays > 2 && sinceDays > OVERDUE * everyDays;
  return { ground: 'orders', orderDays, sinceDays, everyDays, overdue };
}
