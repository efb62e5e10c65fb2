/** A message may be hidden for twelve hours from its receipt (SQS quotas); ten minutes of it are the function's own. */
const LONGEST_SECONDS = 12 * 3600 - 600;
/** Each wait is three times the one before. */
const GROWTH = 3;
/** Half the width of the jitter, as a share of the wait. */
const JITTER = 0.2;

export type RetryDelayOptions = {
  /** The wait after the first try, seconds. */
  firstSeconds: number;
  /** What the receiver asked for (`Retry-After`), seconds: never tried earlier. */
  askedSeconds?: number | undefined;
  /** Uniform in [0, 1). */
  random: () => number;
};

/**
 * Tell how long to wait after a try that failed: exponential, with a fifth of jitter to either side so that what failed
 * together does not come back together, and at most 11 h 50 min.
 *
 * @param tries - tries so far, ≥ 1
 * @returns whole seconds, ≥ 1
 */
export function retryDelaySeconds(
  tries: number,
  { firstSeconds, askedSeconds = 0, random }: RetryDelayOptions,
): number {
  const even = firstSeconds * GROWTH ** (tries - 1);
  const shaken = even * (1 - JITTER + 2 * JITTER * random());
  return Math.max(1, Math.min(LONGEST_SECONDS, Math.ceil(Math.max(shaken, askedSeconds))));
}
