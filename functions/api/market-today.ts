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
