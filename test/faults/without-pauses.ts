import { StandardRetryStrategy } from '@smithy/core/retry';

/** The SDK's own standard retries, which pause a millisecond where they would pause for up to twenty seconds. */
export const withoutPauses = (maxAttempts: number) =>
  new StandardRetryStrategy({
    maxAttempts,
    backoff: { setDelayBase: () => undefined, computeNextBackoffDelay: () => 1 },
  });
