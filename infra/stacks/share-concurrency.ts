/** How many calls of the functions may run at once, by what calls them. */
export type Concurrency = {
  /** Shards of one market's forecasts or policies, which never run beside each other; its segments run beside the forecasts. */
  map: number;
  ingest: number;
  exports: number;
  notices: number;
};

/** The least that Lambda allows for a queue (`MaximumConcurrency` of an event source mapping). */
const LEAST_OF_A_QUEUE = 2;
/** Beyond ten shards at once their writes come near what one partition of a table takes, 1,000 units a second. */
const USUAL_MAP = 10;
const ONE_SEGMENT = 1;

/**
 * Share what an account may run at once among the callers, so that one market's night, files, exports and notices at their
 * most leave a tenth for requests. From a quota of 50 on everyone has all that it can use: shards alone may be given more by
 * `mapConcurrency`.
 *
 * Buyers' requests for erasure and export have no share: they are rare, run two at once at most, and wait in their queue where
 * there is no room.
 *
 * Several markets that run at one hour ask for more than that; Lambda then refuses some calls, which the state machine makes
 * again.
 *
 * @param quota - concurrent executions of the account in a region, 10 or more
 */
export function shareConcurrency(quota: number): Concurrency {
  const shareOf = (part: number, most: number) =>
    Math.min(most, Math.max(LEAST_OF_A_QUEUE, Math.floor(part * quota)));
  const queues = { ingest: shareOf(0.2, 10), exports: shareOf(0.1, 5), notices: shareOf(0.1, 5) };
  const requests = Math.max(1, Math.floor(0.1 * quota));
  const others = queues.ingest + queues.exports + queues.notices + ONE_SEGMENT + requests;
  return { map: Math.min(USUAL_MAP, Math.max(1, quota - others)), ...queues };
}
