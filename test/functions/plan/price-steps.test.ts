import { describe, expect, test } from '@jest/globals';
import { inForce, listPriceSteps, paidPriceSteps, priceListOn } from '../../../functions/plan/price-steps.ts';
import type { PriceEntry } from '../../../functions/plan/read-facts.ts';

const anEntry = (given: Partial<PriceEntry> = {}): PriceEntry => ({
  priceGroup: null,
  customer: null,
  validFrom: '2025-01-01',
  validTo: null,
  minQuantity: 1,
  unitPriceMicros: 10,
  ...given,
});
const window = { start: '2025-03-01', asOf: '2025-03-10' };

describe('listPriceSteps', () => {
  test('starts with the price in force on the first day and steps where it changes', () => {
    const entries = [anEntry(), anEntry({ validFrom: '2025-03-05', unitPriceMicros: 12 })];

    expect(listPriceSteps(entries, '', window)).toEqual([
      [0, 10],
      [4, 12],
    ]);
  });

  test('goes back to the price below when an offer ends', () => {
    const offer = anEntry({ validFrom: '2025-03-03', validTo: '2025-03-05', unitPriceMicros: 9 });

    expect(listPriceSteps([anEntry(), offer], '', window)).toEqual([
      [0, 10],
      [2, 9],
      [5, 10],
    ]);
  });

  test("prefers the group's own price to a general one, whichever is newer", () => {
    const entries = [
      anEntry({ priceGroup: 'gold', unitPriceMicros: 8 }),
      anEntry({ validFrom: '2025-03-05', unitPriceMicros: 12 }),
    ];

    expect(listPriceSteps(entries, 'gold', window)).toEqual([[0, 8]]);
    expect(listPriceSteps(entries, 'silver', window)).toEqual([[4, 12]]);
  });

  test('takes the smallest quantity and no contract', () => {
    const entries = [
      anEntry({ minQuantity: 10, unitPriceMicros: 7 }),
      anEntry(),
      anEntry({ customer: 'c', unitPriceMicros: 1 }),
    ];

    expect(listPriceSteps(entries, '', window)).toEqual([[0, 10]]);
    expect(listPriceSteps([], '', window)).toEqual([]);
  });

  test('takes the smallest quantity of lists that have begun, whatever one to come sells singly', () => {
    const entries = [
      anEntry({ minQuantity: 10, unitPriceMicros: 7 }),
      anEntry({ validFrom: '2025-04-01', unitPriceMicros: 9 }),
    ];

    expect(listPriceSteps(entries, '', window)).toEqual([[0, 7]]);
  });
});

describe('paidPriceSteps', () => {
  test('steps at the first day of a week whose price differs', () => {
    const paid = [
      { priceGroup: '', week: 0, unitPriceMicros: 5 },
      { priceGroup: '', week: 1, unitPriceMicros: 5 },
      { priceGroup: '', week: 4, unitPriceMicros: 6 },
      { priceGroup: 'gold', week: 2, unitPriceMicros: 1 },
    ];

    expect(paidPriceSteps(paid, '')).toEqual([
      [0, 5],
      [28, 6],
    ]);
  });
});

describe('priceListOn', () => {
  test('lists groups and quantities with what holds on the day', () => {
    const entries = [
      anEntry({ priceGroup: 'gold', minQuantity: 10, unitPriceMicros: 7 }),
      anEntry({ priceGroup: 'gold', unitPriceMicros: 8 }),
      anEntry({ priceGroup: 'gold', unitPriceMicros: 6, validTo: '2025-02-01', validFrom: '2025-01-15' }),
      anEntry({ validFrom: '2025-04-01', unitPriceMicros: 99 }),
    ];

    expect(priceListOn(entries, '2025-03-10')).toEqual([
      { priceGroup: 'gold', minQuantity: 1, unitPriceMicros: 8 },
      { priceGroup: 'gold', minQuantity: 10, unitPriceMicros: 7 },
    ]);
  });
});

describe('inForce', () => {
  test('includes the first and the last day', () => {
    const entry = anEntry({ validFrom: '2025-03-03', validTo: '2025-03-05' });

    const days = ['2025-03-02', '2025-03-03', '2025-03-05', '2025-03-06'];
    expect(days.map((day) => inForce([entry], day) !== undefined)).toEqual([false, true, true, false]);
  });
});
