import type { SegmentChange } from '../domain/index.ts';
import type { BuyerFeatures } from './buyer-features.ts';
import { describeSegments, type SegmentWords } from './describe-segment.ts';
import type { KMeansResult } from './k-means.ts';
import { matchSegments } from './match-segments.ts';
import type { SegmentedNight } from './segment-buyers.ts';
import { segmentChanges } from './segment-changes.ts';
import type { SegmentProfile } from './segment-profile.ts';
import { english } from './words/en.ts';

/** Clusters with their names and identities. */
export type IdentifiedSegments = {
  /** Labels in the order in which segments are shown: greatest revenue share first (ties: more buyers, then the lower label). */
  order: readonly number[];
  /** By label. */
  ids: readonly string[];
  since: readonly string[];
  words: readonly SegmentWords[];
  profiles: readonly SegmentProfile[];
  /** Standard scores of each cluster's centroid, features unweighted. */
  centroids: readonly Record<string, number>[];
  /** By place in yesterday's document: today's label, −1 for a segment that is gone. */
  labelOfBefore: readonly number[];
  changes: readonly SegmentChange[];
  segmentsEver: number;
};

/**
 * Give clusters their names and identities: a cluster that goes on from a segment before keeps its id and since when it is there, another
 * gets the next number.
 */
export function identifySegments({
  features,
  clusters,
  profiles,
  before,
  asOf,
  previous,
}: {
  features: BuyerFeatures;
  clusters: KMeansResult;
  profiles: readonly SegmentProfile[];
  /** [buyers] place of the segment before, −1 for none. */
  before: Int32Array;
  asOf: string;
  previous: SegmentedNight | undefined;
}): IdentifiedSegments {
  const order = profiles
    .map((_, label) => label)
    .sort(
      (a, b) =>
        profiles[b]!.revenueShare - profiles[a]!.revenueShare ||
        profiles[b]!.buyers - profiles[a]!.buyers ||
        a - b,
    );
  const centroids = profiles.map((_, label) => unweightedCentroid(features, clusters, label));
  const segments = previous?.document.segments ?? [];
  const match = matchSegments({
    ...{ before, now: clusters.labels, segmentsBefore: segments.length, segmentsNow: profiles.length },
    buyersBefore: previous?.buyers.length ?? 0,
    distance: (i, j) => distanceBetween(segments[i]!.centroid, centroids[j]!),
  });
  let segmentsEver = previous?.document.segmentsEver ?? 0;
  const ids: string[] = [];
  const since: string[] = [];
  const words: SegmentWords[] = [];
  const described = describeSegments(
    order.map((label) => profiles[label]!),
    english,
  );
  order.forEach((label, place) => {
    const same = segments[match.before[label]!];
    if (same === undefined) segmentsEver++;
    ids[label] = same?.segment ?? `s${segmentsEver}`;
    since[label] = same?.since ?? asOf;
    words[label] = described[place]!;
  });
  const now = profiles.map(({ buyers }, label) => ({
    segment: ids[label]!,
    name: words[label]!.name,
    buyers,
  }));
  return {
    ...{ order, ids, since, words, profiles, centroids, segmentsEver },
    labelOfBefore: segments.map((_, place) => match.before.indexOf(place)),
    changes: previous === undefined ? [] : segmentChanges(match, segments, now),
  };
}

function unweightedCentroid(
  { columns, points }: BuyerFeatures,
  { centroids }: KMeansResult,
  label: number,
): Record<string, number> {
  return Object.fromEntries(
    columns.map(({ feature, factor }, c) => [feature, centroids[label * points.columns + c]! / factor]),
  );
}

/** Root mean square of the differences in the features that both have; Infinity without one. */
function distanceBetween(a: Record<string, number>, b: Record<string, number>): number {
  const squares = Object.entries(a).flatMap(([feature, score]) => {
    const other = b[feature];
    return other === undefined ? [] : [(score - other) ** 2];
  });
  return squares.length === 0
    ? Number.POSITIVE_INFINITY
    : Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}
