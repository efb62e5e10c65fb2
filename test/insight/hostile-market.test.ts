import { describe, expect, test } from '@jest/globals';
import { analysisOf, buyersOf, paint, tools } from './analyse-small-market.ts';
import type { OrderLine } from './order-lines.ts';

describe('a hostile market', () => {
  test.each([
    ['one buyer', [{ order: '1', on: '2025-03-03', customer: 'c' }]],
    ['no known buyer', [{ order: '1', on: '2025-03-03' }]],
    ['a quote in a SKU and a category', buyersOf("o'clock", 6)],
    [
      'returns beyond sales',
      [
        { order: '1', on: '2025-03-03', customer: 'c' },
        {
          order: '2',
          on: '2025-03-03',
          customer: 'c',
          quantity: -9,
          amountMinor: -900,
          kind: 'return' as const,
        },
      ],
    ],
  ])('of %s is analysed', async (_, lines: OrderLine[]) => {
    const { orders } = await analysisOf({
      markets: { de: lines, at: buyersOf('saw', 6) },
      products: [{ sku: "o'clock", category: "o'clock" }],
    });

    expect(orders).toBe(
      new Set(lines.filter(({ kind }) => kind === undefined).map(({ order }) => order)).size,
    );
  });

  test('knows nothing of what came after the date', async () => {
    const before = { de: [...buyersOf('saw', 50), ...buyersOf('red', 9)], at: buyersOf('red', 20) };
    const later = buyersOf('red', 90, { on: '2025-04-01', priceMicros: 9e6 });
    const rates = [{ date: '2025-04-01', base: 'EUR', quote: 'GBP', rate: 0.5 }];
    const products = [tools, paint];

    const then = await analysisOf({ markets: before, products });
    const now = await analysisOf({
      markets: { de: [...before.de, ...later], at: [...before.at, ...later] },
      products,
      rates,
      promotions: [{ category: 'tools', from: '2025-04-01', to: '2025-04-09' }],
    });

    expect(JSON.stringify(now)).toBe(JSON.stringify(then));
  });

  test('gives the same bytes when it is read again', async () => {
    const content = {
      markets: { de: [...buyersOf('saw', 50), ...buyersOf('red', 9)], at: buyersOf('red', 20) },
      products: [tools, paint],
    };

    expect(JSON.stringify(await analysisOf(content))).toBe(JSON.stringify(await analysisOf(content)));
  });
});
