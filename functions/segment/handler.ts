import { type BuyerAggregates, segmentBuyers } from '../../lib/clustering/index.ts';
import {
  insightKeys,
  type Market,
  NotFoundError,
  parseAs,
  type RunName,
  runNameSchema,
  type SegmentResult,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import type { BuyerTable, ProgressStore, SegmentationTable } from '../../lib/stores/index.ts';
import { customerDocuments } from './customer-documents.ts';

/** The part of the lake that segmentation reads. */
export type BuyerLake = {
  /** Sum up each buyer's orders of the run's market up to its `asOf`, and read the price group of each known customer. */
  readBuyers(
    run: RunName,
  ): Promise<{ aggregates: BuyerAggregates; priceGroups: ReadonlyMap<string, string> }>;
};

/** What the step reads and writes. */
export type SegmentDependencies = {
  lake: BuyerLake;
  segmentations: Pick<SegmentationTable, 'put'>;
  buyers: Pick<BuyerTable, 'putAll'>;
  progress: Pick<ProgressStore, 'done'>;
  /** Markets homed here: their currency is that of every amount. */
  markets: readonly Market[];
};

/**
 * Segment a market's buyers as of the run's date and store the segmentation and each known customer, with segment and
 * price group as far as there are any. Doing it again overwrites the same items with the same bytes.
 *
 * @throws InputError for an event that names no run, NotFoundError for a market that is not homed here
 */
export const createHandler =
  ({ lake, segmentations, buyers, progress, markets }: SegmentDependencies) =>
  async (event: unknown): Promise<SegmentResult> => {
    const run = parseAs(runNameSchema, event, 'the segment event');
    const { merchant, market, runId, asOf } = run;
    const home = markets.find((candidate) => candidate.market === market);
    if (home === undefined) throw new NotFoundError(`the market ${market} is not homed here`);

    const { aggregates, priceGroups } = await lake.readBuyers(run);
    const seed = seedFrom(1, merchant, market);
    const segmented = segmentBuyers(aggregates, { runId, asOf, currency: home.currency, seed });

    const ordered = aggregates.buyers.map(({ customer }) => customer);
    const documents = customerDocuments({ segmented: segmented.buyers, ordered, priceGroups }, run);
    await buyers.putAll(
      documents.map((value) => ({ key: insightKeys.buyer(merchant, market, value.customer), value })),
    );
    // after its buyers: a segmentation that can be read has them all
    await segmentations.put(insightKeys.segmentation(merchant, market), segmented.document);
    await progress.done(merchant, runId, 'segment', 'segment');
    return {
      buyers: segmented.buyers.length,
      segments: segmented.document.kind === 'ready' ? segmented.document.k : 0,
    };
  };
