import type { Segment, Segmentation } from '../domain/index.ts';
import type { BuyerFeatures } from './buyer-features.ts';
import type { ChosenK } from './choose-k.ts';
import type { ContinuedClusters } from './continue-clusters.ts';
import { middleOf } from './describe-segment.ts';
import type { FoundMoves } from './find-moves.ts';
import type { IdentifiedSegments } from './identify-segments.ts';
import type { SegmentBuyersOptions } from './segment-buyers.ts';
import type { SegmentProfile } from './segment-profile.ts';
import { segmentStrategy } from './segment-strategy.ts';

/** All that was found of a market's buyers. */
export type MarketFindings = {
  features: BuyerFeatures;
  chosen: ChosenK;
  clusters: ContinuedClusters;
  identified: IdentifiedSegments;
  moves: FoundMoves;
  options: SegmentBuyersOptions;
};

/** Write what was found of a market's buyers as its document. */
export function describeMarket(findings: MarketFindings): Segmentation {
  const { features, chosen, clusters, identified, moves, options } = findings;
  const { runId, asOf, currency, seed, previous } = options;
  const segments = identified.order.map((label) => segmentOf(identified, label, currency));
  return {
    kind: 'ready',
    ...{ runId, asOf, seed },
    buyers: segments.reduce((sum, { buyers }) => sum + buyers, 0),
    revenue: { minor: segments.reduce((sum, { revenue }) => sum + revenue.minor, 0), currency },
    k: chosen.k,
    reason: reasonFor(chosen, clusters, previous?.document.asOf),
    scores: chosen.scores,
    inertia: clusters.inertia,
    features: features.columns.map(({ feature }) => feature),
    weights: [...features.notes],
    leftOut: [...features.leftOut],
    segments,
    ...marketFiguresOf(identified.profiles),
    previous: previous?.document.asOf ?? null,
    changes: [...identified.changes],
    moves: [...moves.moves],
    stayed: moves.stayed,
    segmentsEver: identified.segmentsEver,
  };
}

/** Every profile carries the market's own figures beside its own. */
function marketFiguresOf([any]: readonly SegmentProfile[]): Pick<Segmentation, 'marketFigures'> {
  if (any === undefined) return {};
  const { marketGrowth: growth, marketReturnsShare: returnsShare, marketDiscountShare: discountShare } = any;
  return { marketFigures: { growth, returnsShare, discountShare } };
}

/** Say in the market's words why so many segments, and whether they go on from those before. */
function reasonFor(
  { k, reason, scores }: ChosenK,
  { continued }: ContinuedClusters,
  before?: string,
): string {
  if (k === 1 && scores.length === 1) return 'all buyers are alike: they are one segment';
  if (before === undefined) return reason;
  const start = continued
    ? `the groups go on from those of ${before}`
    : `the groups were found anew: those of ${before} would part the buyers clearly worse or in another number`;
  return `${reason}; ${start}`;
}

function segmentOf(identified: IdentifiedSegments, label: number, currency: string): Segment {
  const profile = identified.profiles[label]!;
  const { buyers, revenueShare, growth, returnsShare, discountShare } = profile;
  return {
    segment: identified.ids[label]!,
    ...identified.words[label]!,
    since: identified.since[label]!,
    buyers,
    revenue: { minor: profile.revenueMinor, currency },
    revenueShare,
    recencyDays: middleOf(profile, 'recencyDays'),
    ordersPerYear: middleOf(profile, 'ordersPerYear'),
    yearRevenue: { minor: Math.round(middleOf(profile, 'valueMinor')), currency },
    figures: profile.figures,
    categories: [...profile.categories],
    ...{ growth, returnsShare, discountShare },
    strategy: segmentStrategy(profile),
    priceResponse: profile.priceResponse,
    centroid: identified.centroids[label]!,
  };
}
