/** How often a call is made, and how long it waits in between. */
export type RetryOptions = {
  /** At most; 5 by default. */
  tries?: number;
  /** Of the first wait at most, ms; doubles with each try. 200 by default. */
  firstWaitMs?: number;
  /** Of any wait, ms; what a server asks for beyond it is not waited for. 20 000 by default. */
  longestWaitMs?: number;
  /** Between 0 and 1. */
  random?: () => number;
  sleep?: (milliseconds: number) => Promise<void>;
};

/** Too much at once, or a fault behind the API that passes: the request took no effect, or its key guards it. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** A twin under the same key is being answered: its answer will be there. */
const IN_FLIGHT = '"urn:tradewind:problem:in-flight"';

/** Tell whether the same request may be answered otherwise in a moment. */
export function mayPass(status: number, text: string): boolean {
  return PASSING.has(status) || (status === 409 && text.includes(IN_FLIGHT));
}

/**
 * Tell how long to wait before a try: as long as the server asks for, else a random part of a time that doubles ("full jitter":
 * M. Brooker, Exponential Backoff And Jitter, 2015), so that fifty connections don't come back at once.
 *
 * @param tried - tries made, from 1
 * @param retryAfter - the header as it came: seconds or a date
 * @returns milliseconds; `undefined` where the server asks for longer than the caller will wait
 */
export function waitMs(
  tried: number,
  retryAfter: string | null,
  { firstWaitMs = 200, longestWaitMs = 20_000, random = Math.random }: RetryOptions,
): number | undefined {
  const asked = retryAfter === null ? Number.NaN : askedMs(retryAfter);
  if (asked > longestWaitMs) return undefined;
  const jittered = random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (tried - 1));
  return Number.isNaN(asked) ? jittered : asked + jittered;
}

function askedMs(retryAfter: string): number {
  const seconds = Number(retryAfter);
  return Number.isNaN(seconds) ? Math.max(0, Date.parse(retryAfter) - Date.now()) : seconds * 1000;
}
