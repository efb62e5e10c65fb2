import type { SegmentChange } from '../domain/index.ts';
import { inBuyers, percent } from './in-words.ts';
import type { SegmentMatch } from './match-segments.ts';

/** A segment as it is called. */
export type NamedSegment = { segment: string; name: string; buyers: number };

const MAJORITY = 0.5;

/**
 * Say which segments came and went: a new one that took more than half of its known buyers from one before is a split, else a
 * birth; one that is gone and gave more than half of its buyers to one other is a merge, else a death.
 *
 * @param before - in the order of the match's rows
 * @param now - in the order of its columns
 */
export function segmentChanges(
  { before: goesOnFrom, shared, by }: SegmentMatch,
  before: readonly NamedSegment[],
  now: readonly NamedSegment[],
): SegmentChange[] {
  const came = now.flatMap((segment, j): SegmentChange[] =>
    goesOnFrom[j] === -1
      ? [
          arrival(
            segment,
            before,
            before.map((_, i) => shared[i * now.length + j]!),
          ),
        ]
      : [],
  );
  const gone = before.flatMap((segment, i): SegmentChange[] =>
    goesOnFrom.includes(i)
      ? []
      : [
          departure(
            segment,
            now,
            now.map((_, j) => shared[i * now.length + j]!),
            by,
          ),
        ],
  );
  return [...came, ...gone];
}

function arrival(
  { segment, name, buyers }: NamedSegment,
  before: readonly NamedSegment[],
  from: readonly number[],
): SegmentChange {
  const { most, share, known } = majority(before, from);
  if (most !== undefined && share > MAJORITY)
    return {
      kind: 'split',
      segment,
      other: most.segment,
      text: `“${most.name}” has parted: ${inBuyers(share * known)} of it are now “${name}”, ${percent((share * known) / buyers)} of the new segment`,
    };
  const newcomers = buyers - known;
  return {
    kind: 'birth',
    segment,
    text: `“${name}” is new: ${inBuyers(buyers)}, ${newcomers.toLocaleString('en')} of them not seen before`,
  };
}

function departure(
  { segment, name, buyers }: NamedSegment,
  now: readonly NamedSegment[],
  to: readonly number[],
  by: SegmentMatch['by'],
): SegmentChange {
  const { most, share, known } = majority(now, to);
  if (most !== undefined && share > MAJORITY)
    return {
      kind: 'merge',
      segment,
      other: most.segment,
      text: `“${name}” has gone into “${most.name}”: ${percent(share)} of its ${inBuyers(known)} are there`,
    };
  const whither =
    by === 'centroids'
      ? 'no segment is like it'
      : `its ${inBuyers(known)} went to ${to.filter((n) => n > 0).length} segments`;
  return { kind: 'death', segment, text: `“${name}” (${inBuyers(buyers)}) is no more: ${whither}` };
}

function majority(segments: readonly NamedSegment[], counts: readonly number[]) {
  const known = counts.reduce((sum, n) => sum + n, 0);
  const greatest = Math.max(0, ...counts);
  return { most: segments[counts.indexOf(greatest)], share: known > 0 ? greatest / known : 0, known };
}
