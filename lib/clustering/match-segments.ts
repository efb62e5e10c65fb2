import munkres from 'munkres';

/** Two segmentations to be matched: of each buyer both know, where it was and where it is. */
export type SegmentPair = {
  /** [buyers] index of the segment before, −1 for those that had none; and of the one now. */
  before: Int32Array;
  now: Int32Array;
  segmentsBefore: number;
  segmentsNow: number;
  /** How far a segment before and one now lie apart in their features, root mean square of standard scores. */
  distance(before: number, now: number): number;
  /** Buyers of the segmentation before, those that are gone included. */
  buyersBefore: number;
};

/** Which is which. */
export type SegmentMatch = {
  /** [segments now] the segment before that it goes on from, −1 for none. */
  before: Int32Array;
  /** [segments before × segments now] buyers. */
  shared: Float64Array;
  /** Whether shared buyers told, or centroids because too few buyers are in both. */
  by: 'buyers' | 'centroids';
};

/** Below this share of buyers in both, pseudonyms have changed or the market has: then the profiles tell. */
const ENOUGH_SHARED = 0.5;
/** A segment goes on when more than this share of either of the two is in both. */
const MAJORITY = 0.5;
/** Centroids within this are the same group. */
const NEAR = 0.75;

/**
 * Match today's segments to yesterday's: the assignment with the greatest sum of Jaccard similarities of their buyers (Kuhn 1955,
 * Munkres 1957), among the buyers in both, and only pairs that share the majority of one of the two. Where fewer than
 * half of the buyers are in both, the assignment of least distance between centroids.
 */
export function matchSegments(pair: SegmentPair): SegmentMatch {
  const { segmentsBefore: p, segmentsNow: q } = pair;
  const shared = countShared(pair);
  const known = shared.reduce((sum, n) => sum + n, 0);
  const smaller = Math.min(pair.buyersBefore, pair.now.length);
  const by = known >= ENOUGH_SHARED * smaller && known > 0 ? 'buyers' : 'centroids';
  const ofBefore = Array.from({ length: p }, (_, i) => sumOf(shared, q, (row) => row === i));
  const ofNow = Array.from({ length: q }, (_, j) => sumOf(shared, q, (_row, column) => column === j));
  const costs = Array.from({ length: p }, (_, i) =>
    Array.from({ length: q }, (_, j) => {
      if (by === 'centroids') return pair.distance(i, j);
      const both = shared[i * q + j]!;
      const either = ofBefore[i]! + ofNow[j]! - both;
      return either > 0 ? 1 - both / either : 1;
    }),
  );
  const isSame = (i: number, j: number) =>
    by === 'centroids'
      ? costs[i]![j]! <= NEAR
      : shared[i * q + j]! > MAJORITY * Math.min(ofBefore[i]!, ofNow[j]!);
  const before = new Int32Array(q).fill(-1);
  for (const [i, j] of p > 0 ? munkres(costs) : []) if (isSame(i, j)) before[j] = i;
  return { before, shared, by };
}

function countShared({ before, now, segmentsBefore, segmentsNow }: SegmentPair): Float64Array {
  const shared = new Float64Array(segmentsBefore * segmentsNow);
  before.forEach((segment, buyer) => {
    if (segment >= 0) shared[segment * segmentsNow + now[buyer]!]!++;
  });
  return shared;
}

const sumOf = (shared: Float64Array, q: number, counts: (row: number, column: number) => boolean) =>
  shared.reduce((sum, n, cell) => (counts(Math.floor(cell / q), cell % q) ? sum + n : sum), 0);
