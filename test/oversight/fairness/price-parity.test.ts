import { describe, expect, test } from '@jest/globals';
import { type ChargedLine, comparePrices } from '../../../lib/oversight/index.ts';

const aLine = (buyer: string, euro: number, change: Partial<ChargedLine> = {}): ChargedLine => ({
  ...{ market: 'de', sku: 'S1', buyer, volumeBand: '10k–50k', terms: 'net 30', units: 10 },
  ...{ unitPriceMicros: euro * 1e6, listPriceMicros: 10e6, source: 'list' },
  ...change,
});

describe('comparePrices', () => {
  test('finds the widest gap between comparable buyers, and that nothing explains it', () => {
    const report = comparePrices([aLine('a', 10), aLine('b', 8), aLine('c', 9)], 0.1);

    expect(report.compared).toBe(1);
    expect(report.largest).toMatchObject({ buyers: 3, dearest: { buyer: 'a' }, cheapest: { buyer: 'b' } });
    // 10 over 8
    expect(report.largest!.gap).toBeCloseTo(0.25, 12);
    expect(report.largest!.reason).toBe(
      'the cheapest bought by the list price, the dearest by the list price: nothing that was agreed explains it',
    );
    expect(report.alarms).toEqual([report.largest]);
  });

  test('names what was agreed as the reason, and raises no alarm for it', () => {
    const lines = [aLine('a', 10), aLine('b', 7, { source: 'contract' })];

    const { largest, largestUnexplained, alarms } = comparePrices(lines, 0.1);

    expect(largest!.reason).toBe('the cheapest bought by a contract, the dearest by the list price');
    expect({ largestUnexplained, alarms }).toEqual({ largestUnexplained: null, alarms: [] });
  });

  test('finds an unexplained gap beside a wider one that a contract explains', () => {
    const lines = [
      aLine('a', 10),
      aLine('b', 8.5, { source: 'priceGroup' }),
      aLine('c', 6, { source: 'contract' }),
    ];

    const { largest, largestUnexplained, alarms } = comparePrices(lines, 0.1);

    expect(largest!.cheapest.buyer).toBe('c');
    expect(largestUnexplained!.gap).toBeCloseTo(10 / 8.5 - 1, 12);
    expect(largestUnexplained!.reason).toContain(
      'by its price group, the dearest by the list price: nothing',
    );
    expect(alarms).toHaveLength(1);
  });

  test.each([
    ['market', { market: 'fr' }],
    ['SKU', { sku: 'S2' }],
    ['volume band', { volumeBand: '50k+' }],
    ['terms', { terms: 'prepaid' }],
  ])('does not compare buyers of another %s', (_, change) => {
    expect(comparePrices([aLine('a', 10), aLine('b', 5, change)], 0.1)).toMatchObject({
      compared: 0,
      largest: null,
    });
  });

  test('takes a list price that moved between two purchases for no gap', () => {
    const later = aLine('b', 10.8, { listPriceMicros: 12e6 });

    expect(comparePrices([aLine('a', 9), later], 0.1).largest).toMatchObject({
      gap: 0,
      reason: 'all paid alike',
    });
  });

  test("weighs a buyer's purchases by their units", () => {
    const lines = [aLine('a', 10, { units: 1 }), aLine('a', 8, { units: 99 }), aLine('b', 8)];

    // (10 + 99 · 8) / 100 = 8.02 over 8
    expect(comparePrices(lines, 0.1).largest!.gap).toBeCloseTo(0.0025, 12);
  });

  test('has nothing to compare of one buyer or none', () => {
    expect(comparePrices([], 0.1).compared).toBe(0);
    expect(comparePrices([aLine('a', 10), aLine('a', 5)], 0.1).compared).toBe(0);
  });

  test('refuses a line without a price', () => {
    expect(() => comparePrices([aLine('a', 0)], 0.1)).toThrow('line 0 (S1)');
  });
});
