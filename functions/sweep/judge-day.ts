import { type DueRun, isUnderWay, type Run, standsFor } from '../../lib/domain/index.ts';

/** How long a run may take to appear, and to end, in minutes since it was due. */
export type DayLimits = { graceMinutes: number; lateAfterMinutes: number };

/**
 * How the run stands that a market's clock asked for last, a retry of its failed shards aside: `missing` where none has begun since it was due (nor is one
 * still under way that a person began before), and the time in which a schedule starts it is over.
 */
export type DayStanding = { run: 'awaited' | 'missing' | 'underWay' | 'ended'; isLate: boolean };

/**
 * Judge a market's day.
 *
 * @param run - what is stored of the run for the due business date
 * @param now - RFC 3339
 */
export function judgeDay(
  due: DueRun,
  run: Run | undefined,
  { now, limits }: { now: string; limits: DayLimits },
): DayStanding {
  const minutesSince = (instant: string) => (Date.parse(now) - Date.parse(instant)) / 60_000;
  const isLate = minutesSince(due.dueAt) >= limits.lateAfterMinutes;
  // a retry's night had ended: what it adds is not late
  if (run?.retriedAt !== undefined && standsFor(run, due)) return { run: 'ended', isLate: false };
  if (run !== undefined && isUnderWay(run, now)) return { run: 'underWay', isLate };
  if (run !== undefined && run.state !== 'running' && standsFor(run, due))
    return { run: 'ended', isLate: false };
  return { run: minutesSince(due.dueAt) < limits.graceMinutes ? 'awaited' : 'missing', isLate };
}
