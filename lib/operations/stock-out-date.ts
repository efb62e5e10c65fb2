import { addDays } from '../domain/index.ts';

/** Beyond this a date says nothing: stock outlives the product. */
const FARTHEST_DAYS = 3650;

/** Name the day so many days on; `null` where that is too far to say anything. */
export function dayAhead(asOf: string, days: number): string | null {
  return days > FARTHEST_DAYS ? null : addDays(asOf, days);
}

/** Project the day on which the last unit goes at the mean demand; `null` where nothing sells, or not within ten years. */
export function stockOutDate(position: number, dailyDemand: number, asOf: string): string | null {
  if (!(dailyDemand > 0)) return null;
  return dayAhead(asOf, Math.ceil(Math.max(0, position) / dailyDemand - 1e-9));
}
