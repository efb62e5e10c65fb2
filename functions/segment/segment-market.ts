import {
  type BuyerAggregates,
  type SegmentedBuyers,
  type SegmentedNight,
  segmentBuyers,
} from '../../lib/clustering/index.ts';
import { addDays, type RunName } from '../../lib/domain/index.ts';
import { buyerDrift, COMPARED_DAYS } from './buyer-drift.ts';

/** Where segmentations are kept, one a business date. */
export type SegmentNights = {
  /** Read the newest one of a date before the run's. */
  before(run: RunName): Promise<SegmentedNight | undefined>;
  keep(run: RunName, night: SegmentedNight): Promise<void>;
};

/**
 * Segment a market's buyers, going on from the night before, tell how far they moved since one four weeks ago or older, and keep the
 * result for the next.
 */
export async function segmentMarket(
  nights: SegmentNights,
  run: RunName,
  aggregates: BuyerAggregates,
  { currency, seed }: { currency: string; seed: number },
): Promise<SegmentedBuyers> {
  const { runId, asOf } = run;
  const previous = await nights.before(run);
  const options = { runId, asOf, currency, seed };
  const segmented = segmentBuyers(aggregates, {
    ...options,
    ...(previous === undefined ? {} : { previous }),
  });
  const { buyers, figures } = segmented;
  if (segmented.document.kind !== 'ready') return segmented;
  const earlier = await nights.before({ ...run, asOf: addDays(asOf, 1 - COMPARED_DAYS) });
  const document =
    earlier === undefined
      ? segmented.document
      : { ...segmented.document, drift: buyerDrift(earlier, figures) };
  await nights.keep(run, { document, buyers, figures });
  return { ...segmented, document };
}
