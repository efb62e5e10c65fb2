import type { BuyerAggregates } from '../../lib/clustering/index.ts';
import {
  type BuyerInterest,
  type CustomerDocument,
  insightKeys,
  type Market,
  NotFoundError,
  parseAs,
  type RunName,
  runNameSchema,
  type SegmentResult,
  type Trial,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import type {
  BuyerTable,
  ItemInterest,
  OrderDayRows,
  ProgressStore,
  SegmentationTable,
} from '../../lib/stores/index.ts';
import { type AdviceStores, adviseBuyers } from './advise-buyers.ts';
import { customerDocuments } from './customer-documents.ts';
import { offerInterest } from './interest-offers.ts';
import { OFFERS, type OfferGround, offerProducts } from './offer-products.ts';
import { predictBuyers } from './predict-buyers.ts';
import { type SegmentNights, segmentMarket } from './segment-market.ts';

/** What is known of a run's market, all of it up to the run's `asOf`. */
export type BuyerFacts = {
  /** Each buyer's orders in sums. */
  aggregates: BuyerAggregates;
  /** The price group of each known customer. */
  priceGroups: ReadonlyMap<string, string>;
  orderDays: OrderDayRows;
  offerGround: OfferGround;
  /** What each buyer looked at and was quoted, in counts. */
  interest: ReadonlyMap<string, BuyerInterest>;
  /** Who operates the buyers of an experiment; absent for none. */
  trials?: ReadonlyMap<string, Trial>;
  /** The products that they looked at or were quoted, and have not ordered since. */
  itemInterest: readonly ItemInterest[];
};

/** The part of the lake that the step reads. */
export type BuyerLake = {
  /** Read the run's market and close it: the engines need the memory that the lake holds. */
  read(run: RunName, home: Market): Promise<BuyerFacts>;
};

/** What the step reads and writes. */
export type SegmentDependencies = AdviceStores & {
  lake: BuyerLake;
  nights: SegmentNights;
  segmentations: Pick<SegmentationTable, 'put'>;
  buyers: Pick<BuyerTable, 'putAll'>;
  /** Who has opted out of decisions by machine, as of now. */
  readOptOuts(run: RunName): Promise<ReadonlySet<string>>;
  progress: Pick<ProgressStore, 'done'>;
  /** Markets homed here: their currency is that of every amount. */
  markets: readonly Market[];
};

/**
 * Know a market's buyers as of the run's date: segment them, predict who orders when, choose what to offer each, and store
 * it by customer and as lists of buyers to act on. Doing it again overwrites the same items with the same bytes.
 *
 * @throws InputError for an event that names no run, NotFoundError for a market that is not homed here
 */
export const createHandler =
  (dependencies: SegmentDependencies) =>
  async (event: unknown): Promise<SegmentResult> => {
    const run = parseAs(runNameSchema, event, 'the segment event');
    const home = dependencies.markets.find(({ market }) => market === run.market);
    if (home === undefined) throw new NotFoundError(`the market ${run.market} is not homed here`);
    return knowBuyers(dependencies, run, home, await dependencies.lake.read(run, home));
  };

async function knowBuyers(
  dependencies: SegmentDependencies,
  run: RunName,
  home: Market,
  facts: BuyerFacts,
): Promise<SegmentResult> {
  const { segmentations, buyers, progress } = dependencies;
  const { merchant, market, runId, asOf } = run;
  const { currency } = home;
  const seed = seedFrom(1, merchant, market);

  const { aggregates, interest, priceGroups, trials = new Map<string, Trial>() } = facts;
  const segmented = await segmentMarket(dependencies.nights, run, aggregates, { currency, seed });
  const offers = offerProducts(facts.offerGround, { asOf, seed });
  const looks = facts.itemInterest.filter(
    ({ sku, quotedUntil }) => quotedUntil !== null || offers.isOffered(sku),
  );
  const { predictions, outlook } = predictBuyers(facts.orderDays, { asOf, currency });
  const optedOut = await dependencies.readOptOuts(run);
  await adviseBuyers(dependencies, run, segmented, {
    optedOut,
    priceGroups,
    predictions,
    offers: offerInterest(offers, looks, OFFERS),
    interest,
    alone: new Set([...trials].flatMap(([customer, { arm }]) => (arm === 'human' ? [customer] : []))),
  });

  const seen = new Set([...aggregates.customers, ...interest.keys()]);
  const known = { segmented: segmented.buyers, seen, priceGroups, trials };
  await buyers.putAll(customerEntries(run, customerDocuments({ ...known, optedOut }, run)));
  // whoever chose while the buyers were written has been overwritten by what was known before
  const chosen = await dependencies.readOptOuts(run);
  const changed = new Set([...optedOut, ...chosen].filter((one) => optedOut.has(one) !== chosen.has(one)));
  const late = changed.size === 0 ? [] : [...customerDocuments({ ...known, optedOut: chosen }, run)];
  await buyers.putAll(
    customerEntries(
      run,
      late.filter(({ customer }) => changed.has(customer)),
    ),
  );
  // after its buyers: a segmentation that can be read has them all
  const { document } = segmented;
  await segmentations.put(
    insightKeys.segmentation(merchant, market),
    document.kind === 'ready' ? { ...document, purchases: outlook } : document,
  );
  await progress.done(merchant, runId, 'segment', 'segment');
  return {
    buyers: segmented.buyers.length,
    segments: segmented.document.kind === 'ready' ? segmented.document.k : 0,
    ...(offers.leftOut > 0 ? { plainOffers: offers.leftOut } : {}),
  };
}

function* customerEntries({ merchant, market }: RunName, documents: Iterable<CustomerDocument>) {
  for (const value of documents) yield { key: insightKeys.buyer(merchant, market, value.customer), value };
}
