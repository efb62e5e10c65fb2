import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toColumns } from '../../lib/purchasing/index.ts';
import { indexPurchases } from '../../lib/purchasing/purchase-log.ts';

describe('indexPurchases', () => {
  test('gives the same bytes whatever the order of the rows', () => {
    const purchase = fc.record({
      customer: fc.constantFrom('anna', 'bob'),
      sku: fc.constantFrom('tea', 'cups'),
      day: fc.integer({ min: 0, max: 500 }),
      quantity: fc.integer({ min: -1, max: 9 }),
      price: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      invoice: fc.constant('i'),
      country: fc.constantFrom('France', 'Spain'),
    });

    fc.assert(
      fc.property(fc.array(purchase, { minLength: 20, maxLength: 60 }), (purchases) => {
        const sorted = indexPurchases(toColumns(purchases));
        const turned = indexPurchases(toColumns(purchases.toReversed()));

        expect(turned).toEqual(sorted);
      }),
      { seed: 5, numRuns: 50 },
    );
  });

  test('tells an item’s typical price, the mean of logs', () => {
    const line = { customer: 'anna', sku: 'tea', quantity: 1, invoice: 'i', country: 'France' };

    const { itemPrice } = indexPurchases(
      toColumns([
        { ...line, day: 1, price: 4 },
        { ...line, day: 2, price: 9 },
        { ...line, day: 3, price: Number.NaN },
      ]),
    );

    expect(itemPrice[0]).toBeCloseTo(6, 6);
  });
});
