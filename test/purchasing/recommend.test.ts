import { describe, expect, test } from '@jest/globals';
import { type Purchase, recommend } from '../../lib/purchasing/index.ts';

const aPurchase = (changes: Partial<Purchase> & { customer: string; sku: string; day: number }): Purchase =>
  Object.freeze({
    quantity: 1,
    price: 2,
    invoice: `${changes.customer}-${changes.day}`,
    country: 'France',
    ...changes,
  });

/** Buys an item every so many days, the first time on `from`, before `until`. */
const every = (days: number, customer: string, sku: string, from = 0, until = 100): Purchase[] =>
  Array.from({ length: Math.ceil((until - from) / days) }, (_, i) =>
    aPurchase({ customer, sku, day: from + i * days }),
  );

const skusOf = (purchases: readonly Purchase[], customer: string, k = 3) =>
  recommend(purchases, { customers: [customer], k, asOf: 100 })
    .get(customer)!
    .map(({ sku }) => sku);

describe('recommend', () => {
  test('puts what a buyer bought often and lately before what it bought once and long ago, with the rhythm as reason', () => {
    const purchases = [...every(10, 'anna', 'tea', 5), aPurchase({ customer: 'anna', sku: 'vase', day: 1 })];

    const [first, second] = recommend(purchases, { customers: ['anna'], k: 2, asOf: 100 }).get('anna')!;

    expect([first?.sku, second?.sku]).toEqual(['tea', 'vase']);
    // days 5, 15 … 95: ten times in the orders of days 1, 5, 15 … 95
    expect(first?.reason).toBe('bought 10 times in 11 orders, every 10 days, due in 6');
    expect(second?.reason).toBe('bought once, 98 days ago, in 1 of 11 orders');
  });

  test('offers what similar buyers take and this one does not', () => {
    const friends = ['bob', 'carl', 'dora'].flatMap((name) => [
      ...every(20, name, 'tea'),
      ...every(20, name, 'biscuits'),
    ]);
    const others = ['emil', 'fritz'].flatMap((name) => every(20, name, 'nails'));

    const list = recommend([...every(20, 'anna', 'tea'), ...friends, ...others], {
      customers: ['anna'],
      k: 1,
      asOf: 100,
      assortment: { only: 'new' },
    }).get('anna')!;

    expect(list).toMatchObject([{ sku: 'biscuits', reason: '3 of 3 similar buyers also take it' }]);
  });

  test('gives a buyer without history what sells, and says how often', () => {
    const purchases = ['bob', 'carl'].flatMap((name) => [
      ...every(10, name, 'tea', 70),
      ...every(29, name, 'cups', 70),
    ]);

    const list = recommend(purchases, { customers: ['new'], k: 2, asOf: 100 }).get('new')!;

    expect(list.map(({ sku }) => sku)).toEqual(['tea', 'cups']);
    expect(list[0]?.reason).toBe("in 6 of the market's 8 orders of the last 30 days");
  });

  test('never looks at what lies on or after the day, neither of the buyer nor of others', () => {
    const past = [...every(10, 'anna', 'tea'), ...every(10, 'bob', 'cups')];
    const future = [
      ...every(1, 'anna', 'gold', 100, 140),
      ...every(1, 'bob', 'gold', 100, 140),
      ...every(1, 'zoe', 'gold', 100, 140),
    ];

    expect(skusOf([...past, ...future], 'anna')).toEqual(skusOf(past, 'anna'));
    expect(skusOf([...past, ...future], 'anna')).not.toContain('gold');
  });

  test('respects stock, exclusions, the country and the margin', () => {
    const purchases = ['tea', 'cups', 'salt', 'rice'].flatMap((sku) => every(10, 'anna', sku));
    const listWith = (assortment: object) =>
      recommend(purchases, { customers: ['anna'], k: 9, asOf: 100, assortment })
        .get('anna')!
        .map(({ sku }) => sku);

    expect(listWith({ stockUnits: { tea: 0 } }).sort()).toEqual(['cups', 'rice', 'salt']);
    expect(listWith({ excludedSkus: ['tea'], excludedByCustomer: { anna: ['cups'] } }).sort()).toEqual([
      'rice',
      'salt',
    ]);
    expect(listWith({ skusByCountry: { France: ['salt'] } })).toEqual(['salt']);
    expect(listWith({ marginRate: { rice: 0.5 }, marginWeight: 1 })[0]).toBe('rice');
    expect(listWith({ only: 'new' })).toEqual([]);
  });

  test('answers each buyer as of its own day where there are several', () => {
    const purchases = [...every(10, 'anna', 'tea'), ...every(10, 'bob', 'cups', 50)];

    const lists = recommend(purchases, {
      customers: ['anna', 'bob'],
      k: 5,
      asOf: new Map([
        ['anna', 100],
        ['bob', 50],
      ]),
    });

    expect(lists.get('anna')?.[0]?.sku).toBe('tea');
    expect(lists.get('bob')?.map(({ sku }) => sku)).not.toContain('cups');
  });

  test('gives the same list for the same seed, whatever the order of the rows, each item once, at most k', () => {
    const names = Array.from({ length: 40 }, (_, i) => `buyer${i}`);
    const purchases = names
      .flatMap((name, i) =>
        ['tea', 'cups', 'salt', 'rice'].flatMap((sku, j) =>
          every(7 + ((i + j) % 9), name, sku, (i * 3 + j) % 20),
        ),
      )
      .map((purchase, place) => ({ ...purchase, price: 1 + (place % 17) / 7 }));
    const options = { customers: names, k: 3, asOf: 100, seed: 7 };

    const once = recommend(purchases, options);
    const again = recommend(purchases.toReversed(), options);

    expect([...again]).toEqual([...once]);
    for (const list of once.values()) {
      expect(list.length).toBeLessThanOrEqual(3);
      expect(new Set(list.map(({ sku }) => sku)).size).toBe(list.length);
      for (const { score } of list) expect(score).toBeGreaterThan(0);
    }
  });

  test('passes over returns, and answers no purchases with an empty list', () => {
    const returned = aPurchase({ customer: 'anna', sku: 'tea', day: 3, quantity: -2 });

    expect(recommend([returned], { customers: ['anna'], k: 3, asOf: 100 }).get('anna')).toEqual([]);
    expect(recommend([], { customers: ['anna'], k: 3, asOf: 100 }).get('anna')).toEqual([]);
  });

  test.each([
    [{ k: -1, asOf: 100 }, /k is -1/],
    [{ k: 3, asOf: 1.5 }, /whole numbers/],
    [{ k: 3, asOf: 100, horizonDays: 0 }, /horizonDays is 0/],
    [{ k: 3, asOf: 100, assortment: { marginWeight: -1 } }, /marginWeight is -1/],
  ])('refuses %j and says why', (options, message) => {
    expect(() => recommend(every(10, 'anna', 'tea'), { customers: ['anna'], ...options })).toThrow(message);
  });
});
