/**
 * Tell the day up to which a forecast knows: what lies after it can still be changed, though the calendar may be further on than
 * the data are.
 *
 * @param asOf - of the forecast, if there is one
 */
export function knownUntil(asOf: string | undefined, today: string): string {
  return asOf !== undefined && asOf < today ? asOf : today;
}

/**
 * Tell the calendar day that it is in a market.
 *
 * @param timeZone - of the IANA database: `Europe/Berlin`
 * @param now - RFC 3339
 * @returns `YYYY-MM-DD`, as Swedish writes dates
 */
export function todayIn(timeZone: string, now: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(now));
}
