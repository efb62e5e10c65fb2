import { jest } from '@jest/globals';
import type { Schedules } from '../../../infra/local/schedules.ts';

/**
 * Let the clock of the test go on to a moment, from one time of a schedule to the next. The timers of the scheduler run
 * after each step, up to half a minute late, as they do on a busy machine.
 */
export async function goOnUntil(end: Date, schedules: Schedules): Promise<void> {
  for (;;) {
    const next = Math.min(...Object.values(schedules.next()).map((instant) => Date.parse(instant)));
    if (next > end.getTime()) break;
    jest.setSystemTime(next);
    await jest.advanceTimersByTimeAsync(30_000);
  }
  jest.setSystemTime(end);
}
