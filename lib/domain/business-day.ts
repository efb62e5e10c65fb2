import { Temporal } from 'temporal-polyfill';
import type { Market } from './market.ts';

/** What tells when a market runs: its zone and the local time. */
export type RunClock = Pick<Market, 'timeZone' | 'runAt'>;

/** A run that a market's clock asks for. */
export type DueRun = {
  /** The moment it is due, RFC 3339 in UTC. */
  dueAt: string;
  /** The business date it stands for: the market's last day that had ended by then. */
  asOf: string;
};

/**
 * Name the run that a schedule's moment asks for.
 *
 * The moment of a time that autumn doubles may be either of the two: both ask for the same run, due at the first. A time
 * that spring removes is due as much later as the clock jumps, or, where that is another day already, as much earlier.
 *
 * @param moment - RFC 3339, on the local day of the run
 */
export function dueRunOf({ timeZone, runAt }: RunClock, moment: string): DueRun {
  const day = Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainDate();
  const asked = day.toPlainDateTime(Temporal.PlainTime.from(runAt));
  const later = asked.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
  const due = later.toPlainDate().equals(day)
    ? later
    : asked.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return { dueAt: due.toInstant().toString(), asOf: dayBefore(day, timeZone) };
}

/**
 * Find the newest run that a market's clock has asked for.
 *
 * @param now - RFC 3339
 */
export function newestDueRun(clock: RunClock, now: string): DueRun {
  const instant = Temporal.Instant.from(now);
  let day = instant.toZonedDateTimeISO(clock.timeZone).startOfDay();
  for (;;) {
    const due = dueRunOf(clock, day.toInstant().toString());
    if (Temporal.Instant.compare(due.dueAt, instant) <= 0) return due;
    // the last moment of the day before: some days are 23 or 25 hours long, and some dates never were
    day = day.subtract({ nanoseconds: 1 }).startOfDay();
  }
}

/**
 * Tell the moment at which a day begins in a zone: its first, also where a clock jumps over midnight.
 *
 * @param day - `YYYY-MM-DD`
 * @returns RFC 3339 in UTC
 */
export function dayBegins(timeZone: string, day: string): string {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant().toString();
}

/** The date before a day. Where the zone left a date out (Apia had no 30 December 2011), the one before that. */
function dayBefore(day: Temporal.PlainDate, timeZone: string): string {
  return day.toZonedDateTime(timeZone).subtract({ nanoseconds: 1 }).toPlainDate().toString();
}

/**
 * Tell whether a run stands for what was due: it began then or later. One that a person had made before knows less than
 * the files that came until the market's time.
 */
export function standsFor(run: { startedAt: string }, due: Pick<DueRun, 'dueAt'>): boolean {
  return Temporal.Instant.compare(run.startedAt, due.dueAt) >= 0;
}
