import { describe, expect, test } from '@jest/globals';
import { offerInterest } from '../../../functions/segment/interest-offers.ts';
import type { ProductOffer } from '../../../lib/domain/index.ts';
import type { ItemInterest } from '../../../lib/stores/index.ts';

const anOffer = (sku: string, score: number): ProductOffer => ({
  ...{ sku, score, kind: 'repeat', reason: 'bought every 31 days, due in 2' },
});
const anInterest = (given: Partial<ItemInterest> = {}): ItemInterest => ({
  ...{ customer: 'k', sku: 'X', orderedBefore: false, looks: 3, since: '2025-06-03' },
  ...{ quotedUnits: null, quotedUntil: null },
  ...given,
});
const quote = { looks: 0, since: null, quotedUnits: 40, quotedUntil: '2025-07-12' };

/** The offers of `k`, which are A at 8 and B at 4 before any interest. */
const offersOf = (items: ItemInterest[], most = 10) =>
  offerInterest(new Map([['k', [anOffer('A', 8), anOffer('B', 4)]]]), items, most).get('k') ?? [];

describe('offerInterest', () => {
  test('puts what was looked at among the offers, the sooner the more often it was, never first', () => {
    const skus = (looks: number) => offersOf([anInterest({ looks })]).map(({ sku, score }) => [sku, score]);

    // of the greatest score 8: one look a half, three looks three quarters; a tie goes to what was ranked
    expect(skus(1)).toEqual([
      ['A', 8],
      ['B', 4],
      ['X', 4],
    ]);
    expect(skus(3)).toEqual([
      ['A', 8],
      ['X', 6],
      ['B', 4],
    ]);
  });

  test('says how often and since when, and that it was bought before where it was', () => {
    const reasonOf = (given: Partial<ItemInterest>) =>
      offersOf([anInterest(given)]).find(({ sku }) => sku === 'X');

    expect(reasonOf({})).toMatchObject({
      kind: 'new',
      reason: 'looked at 3 times since 2025-06-03, not bought',
    });
    expect(reasonOf({ looks: 1, orderedBefore: true })).toMatchObject({
      kind: 'repeat',
      reason: 'looked at once since 2025-06-03, not bought since',
    });
  });

  test('puts an open quote before all else, with its units and its end', () => {
    const [first] = offersOf([anInterest(quote)]);

    expect(first).toMatchObject({ sku: 'X', kind: 'new', reason: 'open quote of 40 until 2025-07-12' });
  });

  test('leaves what is offered anyway its place where that is higher, with both reasons', () => {
    expect(offersOf([anInterest({ sku: 'A', looks: 1 })])[0]).toEqual({
      ...anOffer('A', 8),
      reason: 'looked at once since 2025-06-03, not bought; bought every 31 days, due in 2',
    });
    expect(offersOf([anInterest({ sku: 'B', ...quote })])[0]).toMatchObject({ sku: 'B', kind: 'repeat' });
  });

  test('offers to a customer who has never ordered, and no more than asked for', () => {
    const items = ['X', 'Y', 'Z'].map((sku) => anInterest({ customer: 'prospect', sku }));

    expect(offerInterest(new Map(), items, 2).get('prospect')).toHaveLength(2);
    expect(offersOf([anInterest()], 2).map(({ sku }) => sku)).toEqual(['A', 'X']);
  });

  test('changes nothing without interest, and never what it was given', () => {
    const given = new Map([['k', [anOffer('A', 8)]]]);

    expect(offerInterest(given, [], 10).get('k')).toEqual(given.get('k'));
    offerInterest(given, [anInterest()], 10).get('k');
    expect(given.get('k')).toEqual([anOffer('A', 8)]);
  });
});
