import { describe, expect, test } from '@jest/globals';
import { type SegmentedNight, segmentBuyers } from '../../lib/clustering/index.ts';
import { addDays, dayNumber } from '../../lib/domain/index.ts';
import {
  aBuyer,
  aggregatesOf,
  aLapsedBuyer,
  aLargeRegular,
  asOf,
  type SomeBuyer,
  twelveAndForty,
} from './some-buyers.ts';

const tomorrow = addDays(asOf, 1);

function segmented(buyers: SomeBuyer[], on: string, previous?: SegmentedNight) {
  const result = segmentBuyers(aggregatesOf(buyers), {
    ...{ runId: `gb-${on}`, asOf: on, currency: 'GBP', seed: 1 },
    ...(previous === undefined ? {} : { previous }),
  });
  if (result.document.kind !== 'ready') throw new Error(result.document.detail);
  return { ...result, document: result.document };
}

describe('segmentBuyers, night after night', () => {
  const first = segmented(twelveAndForty, asOf);

  test('starts with ids in the order of revenue, and no moves', () => {
    expect(first.document).toMatchObject({
      previous: null,
      changes: [],
      moves: [],
      stayed: 0,
      segmentsEver: 2,
    });
    expect(first.document.segments.map(({ segment, since }) => [segment, since])).toEqual([
      ['s1', asOf],
      ['s2', asOf],
    ]);
  });

  test('adds up to the market', () => {
    const { buyers, revenue, segments } = first.document;

    expect(buyers).toBe(52);
    expect(revenue.minor).toBe(
      twelveAndForty.reduce((sum, { yearRevenueMinor = 0 }) => sum + yearRevenueMinor, 0),
    );
    expect(segments.reduce((sum, segment) => sum + segment.revenue.minor, 0)).toBe(revenue.minor);
  });

  test('keeps ids and since though a segment is called otherwise now', () => {
    // everyone of the lapsed has ordered today
    const awake = twelveAndForty.map((buyer) =>
      buyer.customer.startsWith('small')
        ? { ...buyer, lastDay: dayNumber(tomorrow), orderDays: 2, gaps: 1, gapSum: 201 }
        : buyer,
    );

    const { document } = segmented(awake, tomorrow, first);

    expect(document.segments.map(({ segment, since }) => [segment, since])).toEqual([
      ['s1', asOf],
      ['s2', asOf],
    ]);
    expect(document.segments[1]?.name).not.toBe(first.document.segments[1]?.name);
    expect(document).toMatchObject({ previous: asOf, stayed: 52, moves: [], changes: [] });
  });

  test('tells of a buyer that moved: who, from, to, when and why in figures, and remembers it', () => {
    const risen = twelveAndForty.map((buyer) =>
      buyer.customer === 'small-05' ? { ...aLargeRegular(0), customer: 'small-05' } : buyer,
    );

    const second = segmented(risen, tomorrow, first);
    const third = segmented(risen, addDays(asOf, 2), second);

    const move = {
      on: tomorrow,
      from: 's2',
      to: 's1',
      why: expect.stringMatching(/^(last order|bought|orders|41) .* instead of /),
    };
    expect(second.document.moves).toEqual([{ from: 's2', to: 's1', buyers: 1 }]);
    expect(second.buyers.find(({ customer }) => customer === 'small-05')?.moved).toEqual(move);
    expect(third.document.moves).toEqual([]);
    expect(third.buyers.find(({ customer }) => customer === 'small-05')?.moved).toEqual(move);
  });

  test('counts buyers that are new in the market apart, and tells no move of them', () => {
    const more = [...twelveAndForty, { ...aLapsedBuyer(0), customer: 'small-99' }];

    const { document, buyers } = segmented(more, tomorrow, first);

    expect(document.moves).toEqual([{ from: null, to: 's2', buyers: 1 }]);
    expect(document.stayed).toBe(52);
    expect(buyers.find(({ customer }) => customer === 'small-99')).not.toHaveProperty('moved');
  });

  test('gives a group that is born the next number, and a dead one’s number to nobody', () => {
    const newcomers = Array.from({ length: 30 }, (_, i) =>
      aBuyer({
        customer: `new-${String(i).padStart(2, '0')}`,
        ...{
          firstDay: dayNumber(asOf) - 12,
          lastDay: dayNumber(asOf) - 1,
          orders: 12,
          yearOrders: 12,
          orderDays: 12,
        },
        yearRevenueMinor: 30_000 + i,
      }),
    );
    const withNewcomers = segmented([...twelveAndForty, ...newcomers], tomorrow, first);
    expect(withNewcomers.document.changes).toMatchObject([{ kind: 'birth', segment: 's3' }]);

    const without = segmented(twelveAndForty, addDays(asOf, 2), withNewcomers);

    expect(without.document.changes).toMatchObject([{ kind: 'death', segment: 's3' }]);
    expect(without.document).toMatchObject({ segmentsEver: 3 });
    const again = segmented([...twelveAndForty, ...newcomers], addDays(asOf, 3), without);
    expect(again.document.segments.map(({ segment }) => segment).toSorted()).toEqual(['s1', 's2', 's4']);
  });

  test('knows the groups again by their profiles where every pseudonym is another', () => {
    const rehashed = twelveAndForty.map((buyer) => ({ ...buyer, customer: `x-${buyer.customer}` }));

    const { document } = segmented(rehashed, tomorrow, first);

    expect(document.segments.map(({ segment }) => segment)).toEqual(['s1', 's2']);
    expect(document.stayed).toBe(0);
  });

  test('goes on from a night when the market had one kind of buyer', () => {
    const alike = Array.from({ length: 12 }, (_, i) => aLargeRegular(i)).map((buyer) => ({
      ...buyer,
      yearRevenueMinor: 5,
    }));
    const one = segmented(alike, asOf);

    expect(one.document.k).toBe(1);
    expect(
      segmented(twelveAndForty, tomorrow, one).document.segments.map(({ segment }) => segment),
    ).toContain('s1');
  });
});
