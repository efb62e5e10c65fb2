import { describe, expect, test } from '@jest/globals';
import { type ConversionCounts, conversionOf } from '../../lib/insight/index.ts';

const counts = (given: Partial<ConversionCounts> = {}): ConversionCounts => ({
  ...{ from: '2025-03-03', to: '2025-05-31' },
  looks: { looked: 0, ordered: 0 },
  quotes: { quoted: 0, won: 0, buyers: 0 },
  ...{ skuLooks: [], skuQuotes: [] },
  ...given,
});

describe('conversionOf', () => {
  test('gives shares with their Wilson intervals', () => {
    const { looks, quotes } = conversionOf(
      counts({ looks: { looked: 10, ordered: 1 }, quotes: { quoted: 20, won: 20, buyers: 9 } }),
    )!;

    // Wilson's interval of 1 in 10 and of 20 in 20 (Brown, Cai and DasGupta 2001, equation 4, by hand)
    expect(looks?.share.value).toBe(0.1);
    expect(looks?.share.low).toBeCloseTo(0.0179, 4);
    expect(looks?.share.high).toBeCloseTo(0.4042, 4);
    expect(quotes?.share.low).toBeCloseTo(0.8389, 4);
    expect(quotes?.share.high).toBe(1);
  });

  test('withholds what rests on fewer than five buyers, however many quotes they had', () => {
    const told = conversionOf(
      counts({
        looks: { looked: 4, ordered: 4 },
        quotes: { quoted: 50, won: 10, buyers: 4 },
        skuLooks: [
          { sku: 'A', looked: 4, ordered: 1 },
          { sku: 'B', looked: 5, ordered: 0 },
        ],
        skuQuotes: [{ sku: 'A', quoted: 9, won: 1, buyers: 4 }],
      }),
    );

    expect(told).toMatchObject({ looks: null, quotes: null, quotedMost: [] });
    expect(told?.lookedAt.map(({ sku }) => sku)).toEqual(['B']);
  });

  test('lists the twenty products of most buyers, by name where as many', () => {
    const skuLooks = Array.from({ length: 30 }, (_, i) => ({
      ...{ sku: `S${String(i).padStart(2, '0')}`, looked: i < 15 ? 9 : 5, ordered: 1 },
    })).toReversed();

    const { lookedAt } = conversionOf(counts({ looks: { looked: 9, ordered: 1 }, skuLooks }))!;

    expect(lookedAt).toHaveLength(20);
    expect([lookedAt[0]?.sku, lookedAt[15]?.sku]).toEqual(['S00', 'S15']);
  });

  test('is nothing where neither looks nor quotes were uploaded', () => {
    expect(conversionOf(counts())).toBeUndefined();
  });
});
