import { type Buyer, dateOfDay, type InsufficientData, type Segmentation } from '../domain/index.ts';
import type { BuyerAggregates } from './buyer-columns.ts';
import { buyerFeatures } from './buyer-features.ts';
import { type BuyerFigures, buyerFigures } from './buyer-figures.ts';
import { chooseK } from './choose-k.ts';
import { continueClusters } from './continue-clusters.ts';
import { findMoves } from './find-moves.ts';
import { identifySegments } from './identify-segments.ts';
import { describeMarket } from './market-segmentation.ts';
import { profileSegments } from './segment-profile.ts';

/** The run that segments, its date and its market's currency. */
export type SegmentBuyersOptions = {
  runId: string;
  asOf: string;
  /** ISO 4217, of every amount. */
  currency: string;
  seed: number;
  /** The segmentation that this one goes on from: the newest of an earlier date. None makes a first one. */
  previous?: SegmentedNight;
};

/** A night's segments with what the next night needs of its buyers. */
export type SegmentedNight = {
  document: Segmentation;
  /** In the same order. */
  buyers: readonly Pick<Buyer, 'customer' | 'segment' | 'moved'>[];
  /** [buyers] each. */
  figures: BuyerFigures;
};

/** The market's segmentation and each buyer with its segment; no buyers beside `insufficientData`. */
export type SegmentedBuyers = {
  document: Segmentation | InsufficientData;
  buyers: Buyer[];
  /** [buyers] each, in the same order. */
  figures: BuyerFigures;
};

const FEWEST_BUYERS = 8;
const MOST_SEGMENTS = 8;
/** A segment should hold so many buyers on average: fewer are a list of names, not a group. */
const BUYERS_A_SEGMENT = 10;
/** Two groups that don't lie apart say little more than who is large. */
const FEWEST_SEGMENTS = 3;

/**
 * Part a market's buyers into segments that keep their identity from night to night, each with a name, a profile and a strategy.
 *
 * Three to eight segments, two where they lie apart or buyers are under thirty, one when all are alike (`chooseK` has the rule, and
 * yesterday's number stands until another is clearly better), ordered by revenue share. Shares and values count a buyer whose returns exceed its purchases as 0; `yearRevenue` of a
 * buyer keeps the sign. Equal arguments give equal results.
 *
 * @param aggregates - as of `options.asOf`
 * @returns insufficientData with fewer than 8 buyers: `orders`, `customer_id` or `buyers` is missing
 */
export function segmentBuyers(aggregates: BuyerAggregates, options: SegmentBuyersOptions): SegmentedBuyers {
  const { customers } = aggregates;
  const { asOf, currency, seed, previous } = options;
  const figures = buyerFigures(aggregates, asOf);
  if (customers.length < FEWEST_BUYERS) return { document: lackOf(aggregates, options), buyers: [], figures };

  const features = buyerFeatures(aggregates, figures);
  const rowsBefore = findRows(customers, previous);
  const before = segmentsBefore(rowsBefore, previous);
  const k = previous?.document.k;
  const chosen = chooseK(features.points, {
    ...{ min: 2, max: mostSegments(customers.length), fewest: FEWEST_SEGMENTS, seed },
    ...(k === undefined ? {} : { prefer: k }),
  });
  const clusters = continueClusters(features.points, { k: chosen.k, seed, before, clustersBefore: k ?? 0 });
  const profiles = profileSegments(aggregates, figures, clusters.labels, chosen.k);
  const identified = identifySegments({ features, clusters, profiles, before, asOf, previous });
  const moves = findMoves({ features, clusters, figures, rowsBefore, identified, asOf, currency, previous });
  return {
    document: describeMarket({ features, chosen, clusters, identified, moves, options }),
    buyers: customers.map((customer, i): Buyer => {
      const moved = moves.moved[i];
      return {
        customer,
        segment: identified.ids[clusters.labels[i]!]!,
        runId: options.runId,
        asOf,
        recencyDays: figures.recencyDays[i]!,
        orders: aggregates.columns.orders[i]!,
        yearRevenue: { minor: aggregates.columns.yearRevenueMinor[i]!, currency },
        firstOrder: dateOfDay(aggregates.columns.firstDay[i]!),
        lastOrder: dateOfDay(aggregates.columns.lastDay[i]!),
        ...(moved === undefined ? {} : { moved }),
      };
    }),
    figures,
  };
}

const mostSegments = (buyers: number) =>
  Math.min(Math.max(Math.floor(buyers / BUYERS_A_SEGMENT), 2), MOST_SEGMENTS);

/** [customers] the row that each had the night before, −1 for none. */
function findRows(customers: readonly string[], previous: SegmentedNight | undefined): Int32Array {
  const rows = new Map(previous?.buyers.map(({ customer }, row) => [customer, row]));
  return Int32Array.from(customers, (customer) => rows.get(customer) ?? -1);
}

/** [customers] the place in yesterday's document of the segment that each was in, −1 for none. */
function segmentsBefore(rowsBefore: Int32Array, previous: SegmentedNight | undefined): Int32Array {
  const places = new Map(previous?.document.segments.map(({ segment }, place) => [segment, place]));
  return rowsBefore.map((row) => (row < 0 ? -1 : (places.get(previous!.buyers[row]!.segment) ?? -1)));
}

function lackOf(
  { customers, orderLines }: BuyerAggregates,
  { runId, asOf }: SegmentBuyersOptions,
): InsufficientData {
  const lack = { kind: 'insufficientData' as const, runId, asOf };
  if (orderLines === 0)
    return { ...lack, missing: ['orders'], detail: 'there are no orders up to this date' };
  if (customers.length === 0)
    return {
      ...lack,
      missing: ['customer_id'],
      detail: `none of ${orderLines} order lines names its customer`,
    };
  return {
    ...lack,
    missing: ['buyers'],
    detail: `segments need ${FEWEST_BUYERS} buyers or more; there are ${customers.length}`,
  };
}
