import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchSegments } from '../../lib/clustering/match-segments.ts';
import { segmentChanges } from '../../lib/clustering/segment-changes.ts';

/** Buyers by where they were (−1: not there) and where they are: `[before, now, count]`. */
function match(
  flows: readonly (readonly [number, number, number])[],
  segmentsBefore: number,
  segmentsNow: number,
) {
  const buyers = flows.flatMap(([before, now, count]) => Array.from({ length: count }, () => [before, now]));
  return matchSegments({
    before: Int32Array.from(buyers, ([before = -1]) => before),
    now: Int32Array.from(buyers, ([, now = 0]) => now),
    ...{ segmentsBefore, segmentsNow },
    buyersBefore: buyers.filter(([before = -1]) => before >= 0).length,
    distance: () => Number.POSITIVE_INFINITY,
  });
}

const named = (...names: string[]) =>
  names.map((name, i) => ({ segment: `${name[0]}${i}`, name, buyers: 100 }));

describe('matchSegments', () => {
  test('finds each segment by its buyers, in whatever order it is now', () => {
    const found = match(
      [
        [0, 1, 95],
        [0, 0, 5],
        [1, 0, 80],
        [1, 1, 20],
        [-1, 1, 30],
      ],
      2,
      2,
    );

    expect([...found.before]).toEqual([1, 0]);
    expect(found.by).toBe('buyers');
  });

  test('lets the larger part of a segment go on, and says that the other has parted from it', () => {
    const found = match(
      [
        [0, 0, 60],
        [0, 1, 40],
        [1, 2, 50],
      ],
      2,
      3,
    );

    expect([...found.before]).toEqual([0, -1, 1]);
    expect(segmentChanges(found, named('Old', 'Other'), named('Big', 'Small', 'Other'))).toEqual([
      {
        kind: 'split',
        segment: 'S1',
        other: 'O0',
        text: '“Old” has parted: 40 buyers of it are now “Small”, 40 % of the new segment',
      },
    ]);
  });

  test('says which segment another has gone into', () => {
    const found = match(
      [
        [0, 0, 70],
        [1, 0, 30],
        [1, 1, 4],
        [2, 1, 50],
      ],
      3,
      2,
    );

    expect([...found.before]).toEqual([0, 2]);
    expect(segmentChanges(found, named('A', 'B', 'C'), named('A', 'C'))).toEqual([
      {
        kind: 'merge',
        segment: 'B1',
        other: 'A0',
        text: '“B” has gone into “A”: 88 % of its 34 buyers are there',
      },
    ]);
  });

  test('says what is born of newcomers, and what is no more', () => {
    const found = match(
      [
        [0, 0, 100],
        [1, 1, 100],
        [2, 0, 5],
        [2, 1, 5],
        [-1, 2, 90],
        [0, 2, 5],
        [1, 2, 5],
      ],
      3,
      3,
    );

    expect([...found.before]).toEqual([0, 1, -1]);
    expect(segmentChanges(found, named('A', 'B', 'C'), named('A', 'B', 'New'))).toEqual([
      { kind: 'birth', segment: 'N2', text: '“New” is new: 100 buyers, 90 of them not seen before' },
      { kind: 'death', segment: 'C2', text: '“C” (100 buyers) is no more: its 10 buyers went to 2 segments' },
    ]);
  });

  test('goes by the profiles where pseudonyms have changed', () => {
    const found = matchSegments({
      before: new Int32Array(100).fill(-1),
      now: Int32Array.from({ length: 100 }, (_, i) => i % 3),
      ...{ segmentsBefore: 2, segmentsNow: 3, buyersBefore: 100 },
      // far from all but: 0 is now 2, 1 is now 0
      distance: (before, now) => ((before === 0 && now === 2) || (before === 1 && now === 0) ? 0.1 : 2),
    });

    expect([...found.before]).toEqual([1, -1, 0]);
    expect(found.by).toBe('centroids');
  });

  test('never lets one segment go on as two', () => {
    const flows = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(20)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(flows, (moves) => {
        const { before } = match(moves, 4, 4);
        const given = [...before].filter((segment) => segment >= 0);
        expect(new Set(given).size).toBe(given.length);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
