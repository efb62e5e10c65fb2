import { Temporal } from 'temporal-polyfill';
import { dueRunOf, type LakeFile, type RunClock, type RunRequest } from '../../lib/domain/index.ts';

/**
 * Settle a run's business date: the one asked for; for a schedule the day before its own in the market's zone; otherwise
 * the newest day in the market's orders, or its yesterday where there are none.
 *
 * @param orders - the catalog's entries of the market's orders
 * @param now - the present moment, RFC 3339: a day still to come is a slip of the pen, and counts as today
 */
export function businessDate(
  request: RunRequest,
  market: RunClock,
  { orders, now }: { orders: readonly Pick<LakeFile, 'lastDate'>[]; now: string },
): string {
  if (request.asOf !== undefined) return request.asOf;
  if (request.scheduledAt !== undefined) return dueRunOf(market, request.scheduledAt).asOf;
  const newest = orders.reduce(
    (last, { lastDate }) => (lastDate !== null && lastDate > last ? lastDate : last),
    '',
  );
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(market.timeZone).toPlainDate();
  if (newest === '') return today.subtract({ days: 1 }).toString();
  return newest > today.toString() ? today.toString() : newest;
}
