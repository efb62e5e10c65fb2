import { Temporal } from 'temporal-polyfill';
import type { Run } from './run.ts';

/** An execution is ended after a day; one that was ended from outside leaves its run's row as it was. */
const LONGEST_RUN_MS = 25 * 3_600_000;

/** Tell whether a run, or the retry of its shards, is being made. @param now - RFC 3339 */
export function isUnderWay(
  { state, startedAt, retriedAt = startedAt }: Pick<Run, 'state' | 'startedAt' | 'retriedAt'>,
  now: string,
): boolean {
  const epochMs = (instant: string) => Temporal.Instant.from(instant).epochMilliseconds;
  return state === 'running' && epochMs(now) - epochMs(retriedAt) < LONGEST_RUN_MS;
}
