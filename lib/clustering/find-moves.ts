import type { BuyerMove, SegmentMoves } from '../domain/index.ts';
import type { BuyerFeatures } from './buyer-features.ts';
import type { BuyerFigures } from './buyer-figures.ts';
import { describeMove } from './describe-move.ts';
import type { IdentifiedSegments } from './identify-segments.ts';
import type { KMeansResult } from './k-means.ts';
import type { SegmentedNight } from './segment-buyers.ts';

/** Who went where since the segmentation before. */
export type FoundMoves = {
  /** [buyers] the newest move of each, an earlier night's where it stayed since. */
  moved: readonly (BuyerMove | undefined)[];
  /** In order of segments as shown, from then to. */
  moves: readonly SegmentMoves[];
  stayed: number;
};

/** Compare each buyer's segment with the one before, by identity: what a segment is called makes no difference. */
export function findMoves({
  features,
  clusters,
  figures,
  rowsBefore,
  identified,
  asOf,
  currency,
  previous,
}: {
  features: BuyerFeatures;
  clusters: KMeansResult;
  figures: BuyerFigures;
  /** [buyers] row in the segmentation before, −1 for none. */
  rowsBefore: Int32Array;
  identified: IdentifiedSegments;
  asOf: string;
  currency: string;
  previous: SegmentedNight | undefined;
}): FoundMoves {
  if (previous === undefined) return { moved: [], moves: [], stayed: 0 };
  const counts = new Map<string, SegmentMoves>();
  const labelOf = new Map(
    previous.document.segments.map(({ segment }, place) => [segment, identified.labelOfBefore[place]!]),
  );
  const d = features.points.columns;
  const centroidOf = (label: number) => clusters.centroids.subarray(label * d, label * d + d);
  const whyOf = (rowEarlier: number, rowToday: number, from: number, to: number) =>
    from < 0
      ? 'the segment it was in is no more'
      : describeMove(
          features.columns,
          { earlier: previous.figures, rowEarlier, today: figures, rowToday },
          { from: centroidOf(from), to: centroidOf(to) },
          currency,
        );
  let stayed = 0;
  const moved = Array.from(rowsBefore, (rowEarlier, rowToday): BuyerMove | undefined => {
    const label = clusters.labels[rowToday]!;
    const to = identified.ids[label]!;
    const then = previous.buyers[rowEarlier];
    if (then?.segment === to) {
      stayed++;
      return then.moved;
    }
    const from = then?.segment ?? null;
    const pair = `${from} ${to}`;
    counts.set(pair, { from, to, buyers: (counts.get(pair)?.buyers ?? 0) + 1 });
    if (from === null) return undefined;
    return { on: asOf, from, to, why: whyOf(rowEarlier, rowToday, labelOf.get(from) ?? -1, label) };
  });
  return { moved, moves: inOrder([...counts.values()], identified, previous), stayed };
}

function inOrder(
  moves: SegmentMoves[],
  { order, ids }: IdentifiedSegments,
  { document }: SegmentedNight,
): SegmentMoves[] {
  const placesBefore = new Map(
    document.segments.map(({ segment }, place) => [segment as string | null, place]),
  );
  const places = new Map(order.map((label, place) => [ids[label]!, place]));
  const last = document.segments.length;
  return moves.sort(
    (a, b) =>
      (placesBefore.get(a.from) ?? last) - (placesBefore.get(b.from) ?? last) ||
      places.get(a.to)! - places.get(b.to)!,
  );
}
