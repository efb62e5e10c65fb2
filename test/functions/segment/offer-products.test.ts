import { describe, expect, test } from '@jest/globals';
import { offerProducts } from '../../../functions/segment/offer-products.ts';
import { dayNumber } from '../../../lib/domain/index.ts';
import { toColumns } from '../../../lib/purchasing/index.ts';

const asOf = '2025-06-30';

/** `k` buys each of these every 10 days, the last time on 25 June. */
const purchases = (skus: readonly string[]) =>
  toColumns(
    skus.flatMap((sku) =>
      [0, 10, 20, 30].map((ago) => ({
        ...{ customer: 'k', sku, day: dayNumber('2025-06-25') - ago, quantity: 1, price: 2 },
        ...{ invoice: `${ago}`, country: 'Germany' },
      })),
    ),
  );

const skus = ['A', 'B', 'C'];
const assortment = new Map(skus.map((sku) => [sku, Number.NaN]));
const offersOf = (ground: Partial<Parameters<typeof offerProducts>[0]>) =>
  offerProducts(
    { purchases: purchases(skus), assortment, shortages: new Map(), ...ground },
    { asOf, seed: 1 },
  ).get('k') ?? [];

describe('offerProducts', () => {
  test('says when the buyer needs it again, by its own rhythm, and why', () => {
    // the next 10 days after 25 June end on 5 July, 4 days after the morning of 1 July
    expect(offersOf({})[0]).toMatchObject({
      ...{ sku: 'A', kind: 'repeat', dueOn: '2025-07-05' },
      reason: 'bought 4 times in 4 orders, every 10 days, due in 5',
    });
  });

  test('offers what is out of stock only where more is on its way, with the day', () => {
    const shortages = new Map([
      ['A', {}],
      ['B', { suppliedOn: '2025-07-09' }],
    ]);

    const offers = offersOf({ shortages });

    expect(offers.map(({ sku, inStockFrom }) => [sku, inStockFrom])).toEqual([
      ['B', '2025-07-09'],
      ['C', undefined],
    ]);
  });

  test('offers what the market sells and nothing else', () => {
    expect(offersOf({ assortment: new Map([['B', Number.NaN]]) }).map(({ sku }) => sku)).toEqual(['B']);
  });

  test('puts the better margin first between equals', () => {
    const margins = new Map([
      ['A', 0.1],
      ['B', 0.2],
      ['C', 0.6],
    ]);

    expect(offersOf({ assortment: margins }).map(({ sku }) => sku)).toEqual(['C', 'B', 'A']);
  });

  test('has no offers for a market without purchases, and none for a buyer it doesn’t know', () => {
    const none = offerProducts(
      { purchases: purchases([]), assortment, shortages: new Map() },
      { asOf, seed: 1 },
    );

    expect([...none.keys()]).toEqual([]);
    expect(none.get('k')).toBeUndefined();
  });
});
