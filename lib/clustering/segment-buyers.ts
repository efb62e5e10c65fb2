import type { Buyer, InsufficientData, Segment, Segmentation } from '../domain/index.ts';
import {
  type BuyerAggregate,
  type BuyerFigures,
  buyerFeatures,
  buyerFigures,
  buyerPoints,
} from './buyer-features.ts';
import { type ChosenK, chooseK } from './choose-k.ts';
import { describeSegments, profileOf } from './describe-segment.ts';
import { type KMeansResult, kMeans } from './k-means.ts';

/** What a market's orders say of its buyers, as of a date. */
export type BuyerAggregates = {
  /** One entry a customer with at least one order. */
  buyers: readonly BuyerAggregate[];
  /** Order lines up to the date, anonymous ones included: tells "no orders" from "no customer ids". */
  orderLines: number;
};

/** The run that segments, its date and its market's currency. */
export type SegmentBuyersOptions = {
  runId: string;
  asOf: string;
  /** ISO 4217, of every amount. */
  currency: string;
  seed: number;
};

/** The market's segmentation, and each buyer with its segment; no buyers beside `insufficientData`. */
export type SegmentedBuyers = { document: Segmentation | InsufficientData; buyers: Buyer[] };

const FEWEST_BUYERS = 8;
const MOST_SEGMENTS = 6;

/**
 * Part a market's buyers into named segments by recency, frequency, value and cadence.
 *
 * Two to six segments, the number with the greatest silhouette (one when all buyers are alike), ordered by revenue share.
 * Shares and values count a buyer whose returns exceed its purchases as 0; `yearRevenue` of a buyer keeps the sign.
 * The order of `buyers` makes no difference.
 *
 * @returns insufficientData with fewer than 8 buyers: `orders`, `customer_id` or `buyers` is missing
 */
export function segmentBuyers(aggregates: BuyerAggregates, options: SegmentBuyersOptions): SegmentedBuyers {
  const buyers = aggregates.buyers.toSorted((a, b) => (a.customer < b.customer ? -1 : 1));
  if (buyers.length < FEWEST_BUYERS)
    return { document: lackOf(buyers.length, aggregates.orderLines, options), buyers: [] };

  const figures = buyerFigures(buyers, options.asOf);
  const points = buyerPoints(figures);
  const chosen = chooseK(points, { min: 2, max: MOST_SEGMENTS, seed: options.seed });
  const clusters = kMeans(points, { k: chosen.k, seed: options.seed });
  const { segments, segmentOfLabel } = nameSegments(figures, clusters, options.currency);
  return {
    document: segmentationOf(chosen, clusters, segments, options),
    buyers: buyers.map((buyer, i) =>
      buyerOf(buyer, figures[i]!, segmentOfLabel[clusters.labels[i]!]!, options),
    ),
  };
}

function lackOf(buyers: number, orderLines: number, { runId, asOf }: SegmentBuyersOptions): InsufficientData {
  const lack = { kind: 'insufficientData' as const, runId, asOf };
  if (orderLines === 0)
    return { ...lack, missing: ['orders'], detail: 'there are no orders up to this date' };
  if (buyers === 0)
    return {
      ...lack,
      missing: ['customer_id'],
      detail: `none of ${orderLines} order lines names its customer`,
    };
  return {
    ...lack,
    missing: ['buyers'],
    detail: `segments need ${FEWEST_BUYERS} buyers or more; there are ${buyers}`,
  };
}

/** Name the clusters, greatest revenue share first (ties: more buyers, then the lower label). */
function nameSegments(figures: readonly BuyerFigures[], clusters: KMeansResult, currency: string) {
  const k = clusters.centroids.length / buyerFeatures.length;
  const marketValueMinor = figures.reduce((sum, { valueMinor }) => sum + valueMinor, 0);
  const profiled = Array.from({ length: k }, (_, label) => ({
    label,
    profile: profileOf(
      figures.filter((_, i) => clusters.labels[i] === label),
      marketValueMinor,
    ),
  })).sort(
    (a, b) =>
      b.profile.revenueShare - a.profile.revenueShare ||
      b.profile.buyers - a.profile.buyers ||
      a.label - b.label,
  );
  const words = describeSegments(profiled.map(({ profile }) => profile));
  const segmentOfLabel: string[] = [];
  const segments = profiled.map(({ label, profile }, i): Segment => {
    const { name, description } = words[i]!;
    const segment = slugOf(name);
    segmentOfLabel[label] = segment;
    return {
      segment,
      name: name.charAt(0).toUpperCase() + name.slice(1),
      description,
      buyers: profile.buyers,
      revenueShare: profile.revenueShare,
      recencyDays: profile.recencyDays,
      ordersPerYear: profile.ordersPerYear,
      yearRevenue: { minor: Math.round(profile.valueMinor), currency },
      centroid: Object.fromEntries(
        buyerFeatures.map((feature, j) => [feature, clusters.centroids[label * buyerFeatures.length + j]!]),
      ),
    };
  });
  return { segments, segmentOfLabel };
}

/** Names differ in letters and digits, so slugs differ too. */
const slugOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

function segmentationOf(
  chosen: ChosenK,
  clusters: KMeansResult,
  segments: Segment[],
  { runId, asOf, seed }: SegmentBuyersOptions,
): Segmentation {
  return {
    kind: 'ready',
    runId,
    asOf,
    k: chosen.k,
    reason: reasonFor(chosen),
    scores: chosen.scores,
    inertia: clusters.inertia,
    features: [...buyerFeatures],
    segments,
    seed,
  };
}

/** Say in the market's words why so many segments. */
function reasonFor({ k, scores }: ChosenK): string {
  if (k === 1) return 'all buyers are alike: they are one segment';
  const tried = scores.map((score) => score.k);
  const silhouette = scores.find((score) => score.k === k)?.silhouette ?? 0;
  const ground = `mean silhouette ${silhouette.toFixed(2)}, where 1 is wholly apart`;
  return tried.length === 1
    ? `${k} segments: the buyers differ in no more ways (${ground})`
    : `${k} segments part the buyers most clearly of the ${tried[0]} to ${tried.at(-1)} that were tried (${ground})`;
}

function buyerOf(
  buyer: BuyerAggregate,
  figures: BuyerFigures,
  segment: string,
  { runId, asOf, currency }: SegmentBuyersOptions,
): Buyer {
  return {
    customer: buyer.customer,
    segment,
    runId,
    asOf,
    recencyDays: figures.recencyDays,
    orders: buyer.orders,
    yearRevenue: { minor: buyer.yearRevenueMinor, currency },
    firstOrder: buyer.firstOrder,
    lastOrder: buyer.lastOrder,
  };
}
