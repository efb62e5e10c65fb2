import { describe, expect, test } from '@jest/globals';
import { analysisOf, buyersOf, paint, tools } from './analyse-small-market.ts';
import type { OrderLine } from './order-lines.ts';

describe('the categories of a market', () => {
  test('add up to its revenue with postage, to the cent', async () => {
    const lines: OrderLine[] = [
      ...buyersOf('saw', 7, { amountMinor: 1_234 }),
      ...buyersOf('red', 6, { amountMinor: 333 }),
      ...buyersOf('odd', 2, { amountMinor: 77 }),
      { order: 'x', on: '2025-03-04', sku: 'unlisted', amountMinor: 19 },
      { order: 'x', on: '2025-03-04', sku: 'POST', amountMinor: 501, product: false },
      {
        order: 'C',
        on: '2025-03-04',
        customer: 'c1',
        sku: 'saw',
        amountMinor: -1_234,
        quantity: -1,
        kind: 'cancelled',
      },
    ];

    const {
      revenue,
      categories = [],
      otherRevenue,
    } = await analysisOf({
      markets: { de: lines },
      products: [tools, paint, { sku: 'odd', category: 'oddities' }],
    });

    const told = categories.reduce((sum, category) => sum + category.revenue.minor, 0);
    expect(told + (otherRevenue?.minor ?? 0)).toBe(revenue.minor);
    expect(revenue.minor).toBe(7 * 1_234 + 6 * 333 + 2 * 77 + 19 + 501 - 1_234);
    // oddities have two buyers: paint goes with them, or they could be told by difference
    expect(categories.map(({ category, folded }) => [category, folded])).toEqual([
      ['tools', undefined],
      // what is in no products file, and has no known buyer
      [null, undefined],
      [null, 2],
    ]);
  });

  test('know their reach, and their margin where costs are known', async () => {
    const content = {
      markets: {
        de: [...buyersOf('saw', 10, { amountMinor: 100 }), ...buyersOf('red', 5, { amountMinor: 100 })],
      },
      products: [{ ...tools, costMicros: 600_000 }, paint],
    };

    const { categories = [] } = await analysisOf(content);

    expect(categories[0]).toMatchObject({
      category: 'tools',
      orders: 10,
      buyers: 10,
      skus: 1,
      units: 10,
      // a unit for 1.00 that costs 0.60
      margin: expect.closeTo(0.4, 9),
      reach: { value: 1, high: 1 },
    });
    expect(categories[1]).toMatchObject({ category: 'paint', margin: null, reach: { value: 0.5 } });
  });

  test('are told apart where no order names a buyer: they are about nobody', async () => {
    const anonymous = (sku: string) => [1, 2, 3].map((i) => ({ order: `${sku}${i}`, on: '2025-03-03', sku }));

    const { categories = [] } = await analysisOf({
      markets: { de: [...anonymous('saw'), ...anonymous('red')] },
      products: [tools, paint],
    });

    expect(categories.map(({ category, buyers }) => [category, buyers])).toEqual([
      ['paint', 0],
      ['tools', 0],
    ]);
  });
});

describe('baskets', () => {
  test('are counted over orders, as by hand', async () => {
    // 20 orders: 10 with both, 2 with the saw alone, 8 with neither
    const lines = [
      ...buyersOf('saw', 12).map((line, i) => ({ ...line, order: `o${i}` })),
      ...buyersOf('red', 10).map((line, i) => ({ ...line, order: `o${i}` })),
      ...buyersOf('tape', 8, { customer: 't' }).map((line, i) => ({
        ...line,
        order: `p${i}`,
        customer: `t${i}`,
      })),
    ];

    const { baskets } = await analysisOf({ markets: { de: lines }, products: [{ ...tools, name: 'Saw' }] });

    expect(baskets?.orders).toBe(20);
    expect(baskets?.skus).toMatchObject({ items: 3, tested: 3 });
    expect(baskets?.skus.pairs).toHaveLength(1);
    expect(baskets?.skus.pairs[0]).toMatchObject({
      ...{ first: 'red', second: 'saw', secondName: 'Saw', firstOrders: 10, secondOrders: 12, together: 10 },
      ...{ support: 0.5, confidence: 1, confidenceBack: expect.closeTo(10 / 12, 12) },
      lift: { value: expect.closeTo((10 * 20) / (10 * 12), 12) },
      // all ten of ten reds with a saw: C(12,10) / C(20,10), over three pairs
      qValue: expect.closeTo((3 * 66) / 184_756, 12),
    });
  });

  test('of fewer than five buyers are not told', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => [
      { order: `o${i}`, on: '2025-03-03', customer: `c${i % 4}`, sku: 'saw' },
      { order: `o${i}`, on: '2025-03-03', customer: `c${i % 4}`, sku: 'red' },
    ]).flat();
    const others = [...buyersOf('saw', 9), ...buyersOf('red', 9), ...buyersOf('tape', 40)];

    const { baskets } = await analysisOf({ markets: { de: [...lines, ...others] } });

    expect(baskets?.skus).toMatchObject({ items: 3, pairs: [] });
  });
});

describe('the price position', () => {
  const priced = (market: string, price: number) =>
    Array.from({ length: 6 }, (_, i) => ({
      order: `${market}${i}`,
      on: '2025-03-03',
      customer: `${market}${i}`,
      sku: `s${i}`,
      priceMicros: (i + 1) * price,
      amountMinor: 100 * (i + 1),
    }));

  test('is against the middle of the other markets, at the uploaded rate', async () => {
    const { pricePosition } = await analysisOf({
      markets: { de: priced('de', 1_200_000), at: priced('at', 1_000_000), gb: priced('gb', 500_000) },
      rates: [
        { date: '2025-03-01', base: 'EUR', quote: 'GBP', rate: 0.6 },
        { date: '2025-03-20', base: 'EUR', quote: 'GBP', rate: 0.5 },
        { date: '2025-04-01', base: 'EUR', quote: 'GBP', rate: 9 },
      ],
    });

    // 0.50 pounds are 1.00 euros at the newest rate up to the date: the middle elsewhere is 1.00, here it is 1.20
    expect(pricePosition).toMatchObject({
      kind: 'measured',
      skus: 6,
      median: expect.closeTo(1.2, 8),
      index: { value: expect.closeTo(1.2, 8), low: expect.closeTo(1.2, 6), high: expect.closeTo(1.2, 6) },
      against: [
        { market: 'at', rate: 1, rateOf: null },
        { market: 'gb', rate: 2, rateOf: '2025-03-20' },
      ],
      leftOut: [],
    });
  });

  test('never makes a rate up', async () => {
    const { pricePosition } = await analysisOf({ markets: { de: priced('de', 1e6), gb: priced('gb', 1e6) } });

    expect(pricePosition).toEqual({
      kind: 'unknown',
      detail: 'no rate between GBP and EUR of the last month was uploaded',
    });
  });

  test('leaves markets of fewer than five buyers out: their prices would be told', async () => {
    const oneBuyer = priced('gb', 2_000_000).map((line) => ({ ...line, customer: 'g' }));

    const { pricePosition } = await analysisOf({
      markets: { de: priced('de', 1_200_000), at: priced('at', 1_000_000), gb: oneBuyer },
      rates: [{ date: '2025-03-20', base: 'EUR', quote: 'GBP', rate: 0.5 }],
    });

    expect(pricePosition).toMatchObject({
      ...{ kind: 'measured', median: expect.closeTo(1.2, 8), against: [{ market: 'at' }] },
      leftOut: [{ market: 'gb', detail: 'gb has fewer than five buyers in the last 90 days' }],
    });
  });

  test('is unknown in a market of fewer than five buyers', async () => {
    const oneBuyer = priced('de', 1e6).map((line) => ({ ...line, customer: 'd' }));

    const { pricePosition } = await analysisOf({ markets: { de: oneBuyer, at: priced('at', 1e6) } });

    expect(pricePosition).toEqual({
      kind: 'unknown',
      detail: 'de has fewer than five buyers in the last 90 days',
    });
  });

  test('is unknown where a market stands alone', async () => {
    expect((await analysisOf({ markets: { de: priced('de', 1e6) } })).pricePosition?.kind).toBe('unknown');
  });
});

describe('what sells here and not elsewhere', () => {
  test('is found by buyers, not by units, and few buyers are not told', async () => {
    const many = (sku: string, buyers: number) => buyersOf(sku, buyers, { quantity: 1 });
    const { differences } = await analysisOf({
      markets: {
        de: [...many('saw', 80), ...many('tape', 40), ...many('red', 3)],
        at: [...many('saw', 60), ...many('tape', 5), ...many('red', 55)],
      },
      products: [tools, paint],
    });

    if (differences?.kind !== 'compared') throw new Error('nothing was compared');
    expect(differences.against).toMatchObject([{ market: 'at', buyers: 60 }]);
    expect(differences.skusMore.map(({ name }) => name)).toEqual(['tape']);
    // red sells far less here, but to three buyers
    expect(differences.skusLess).toEqual([]);
    expect(differences.skusMore[0]).toMatchObject({ buyersHere: 40, buyersElsewhere: 5, reachHere: 0.5 });
  });
});

describe('a market of fewer than five buyers', () => {
  test('is no part of elsewhere: what it adds could be told from the figures of the other', async () => {
    const here = [...buyersOf('saw', 80), ...buyersOf('red', 40)];
    const at = [...buyersOf('saw', 60), ...buyersOf('red', 5)];
    const gb = buyersOf('red', 4).map((line, i) => ({ ...line, customer: `g${i % 3}` }));

    const { differences } = await analysisOf({
      markets: { de: here, at, gb },
      products: [tools, paint],
    });

    if (differences?.kind !== 'compared') throw new Error('nothing was compared');
    expect(differences.against).toMatchObject([{ market: 'at', buyers: 60 }]);
    const paints = differences.categories.find(({ name }) => name === 'paint');
    expect(paints).toMatchObject({ buyersElsewhere: 5, reachElsewhere: 5 / 60 });
  });
});

describe('positioning', () => {
  test('says to launch what is bought in a market alike and not here', async () => {
    const { positioning } = await analysisOf({
      markets: {
        de: buyersOf('saw', 50),
        at: [...buyersOf('saw', 40), ...buyersOf('red', 20)],
      },
      products: [tools, paint],
    });

    expect(positioning?.[0]).toMatchObject({
      advice: 'launch',
      of: 'category',
      name: 'paint',
      evidence: [
        'nobody here bought it in the year',
        expect.stringMatching(/^bought by 50 % \(35 to 65 %\) of the buyers in at/),
      ],
    });
  });

  test('is empty of launches where no other market is known', async () => {
    const { positioning } = await analysisOf({ markets: { de: buyersOf('saw', 50) }, products: [tools] });

    expect(positioning).toMatchObject([{ advice: 'hold', name: 'tools' }]);
  });
});
