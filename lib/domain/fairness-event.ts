import { eventId, type TradewindEvent } from './event.ts';
import type { FairnessEntry } from './fairness.ts';

/**
 * Tell that a night found more unfairness than the merchant allows. The market and the night name the event: a repeated night
 * says the same again.
 *
 * @param at - RFC 3339
 * @returns `undefined` where all is within the limits
 */
export function fairnessEvent(
  { runId, asOf, alarms, largestGap, largestUnexplained, rates }: FairnessEntry,
  { merchant, market, at }: { merchant: string; market: string; at: string },
): TradewindEvent | undefined {
  const unfair = rates?.segments.filter(({ alarm }) => alarm) ?? [];
  if (alarms === 0 && unfair.length === 0) return undefined;
  const type = 'fairness.raised';
  return {
    ...{ id: eventId(type, merchant, market, asOf), type, merchant, market, at },
    data: {
      ...{ runId, asOf, gaps: alarms, largestGap },
      widestGap: alarms === 0 ? null : (largestUnexplained?.gap ?? null),
      rates: unfair.length,
      leastRatio: rates?.leastRatio ?? null,
      lowestRatio: unfair.length === 0 ? null : Math.min(...unfair.map(({ ratio }) => ratio)),
    },
  };
}
