import { describe, expect, test } from '@jest/globals';
import type { SegmentProfile } from '../../lib/clustering/segment-profile.ts';
import { segmentStrategy } from '../../lib/clustering/segment-strategy.ts';

const spread = (median: number, market = median) => ({ lower: median, median, upper: median, market });

/** A segment like its market: a tenth of the buyers with a tenth of the revenue, every 30 days and regular. */
const aProfile = (
  changes: Partial<SegmentProfile> = {},
  figures: SegmentProfile['figures'] = {},
): SegmentProfile => ({
  ...{ buyers: 100, buyersShare: 0.1, revenueMinor: 1_000_000, revenueShare: 0.1, categories: [] },
  ...{ growth: 0, marketGrowth: 0, returnsShare: 0.01, marketReturnsShare: 0.01 },
  ...{ discountShare: null, marketDiscountShare: null, priceResponse: null },
  ...changes,
  figures: {
    recencyDays: spread(10),
    ordersPerYear: spread(12),
    cadenceDays: spread(30),
    gapVariation: spread(0.4),
    tenureDays: spread(700),
    orderDays: spread(24),
    skusPerOrder: spread(8),
    ...figures,
  },
});

describe('segmentStrategy', () => {
  test.each([
    [-1.4, 0.2, 'high'],
    [-0.7, 0.2, 'medium'],
    // a weak answer proves nothing, and one of ±0.98 is none
    [-0.1, 0.2, 'unknown'],
    [-1.4, 0.5, 'unknown'],
  ])(
    'with an answer to price of %d ± 1.96 × %d calls the sensitivity %s',
    (elasticity, standardError, level) => {
      const { priceSensitivity } = segmentStrategy(
        aProfile({ priceResponse: { elasticity, standardError, buyers: 40 } }),
      );

      expect(priceSensitivity.level).toBe(level);
      expect(priceSensitivity.evidence).toContain(`${elasticity.toFixed(1).replace('-', '−')} ± `);
      expect(priceSensitivity.elasticity === undefined).toBe(standardError > 0.4);
    },
  );

  test.each([
    [0.12, 'high'],
    [0.05, 'medium'],
    [0.01, 'low'],
  ])(
    'by prices %d below list where the market pays 5 %% less calls the sensitivity %s',
    (discountShare, level) => {
      const { priceSensitivity } = segmentStrategy(aProfile({ discountShare, marketDiscountShare: 0.05 }));

      expect(priceSensitivity.level).toBe(level);
      expect(priceSensitivity.evidence).toMatch(
        /^they pay \d+ % below list price, the market 5 % below list price/,
      );
    },
  );

  test('is honest where nothing tells', () => {
    expect(segmentStrategy(aProfile()).priceSensitivity).toMatchObject({
      level: 'unknown',
      evidence:
        'too few of them bought an article again at another price to tell how units answer; no list prices are known to hold what they pay against',
    });
  });

  test('contacts in the rhythm of orders, never more than weekly, and the lapsed once', () => {
    expect(segmentStrategy(aProfile()).contact).toEqual({
      everyDays: 30,
      advice: 'remind shortly before the next order is due',
      evidence: 'orders every 30 days, varying by 40 %, last order 10 days ago',
    });
    expect(segmentStrategy(aProfile({}, { cadenceDays: spread(2) })).contact.everyDays).toBe(7);
    expect(segmentStrategy(aProfile({}, { gapVariation: spread(0.9) })).contact.advice).toContain(
      'silent for 60 days',
    );
    expect(segmentStrategy(aProfile({}, { recencyDays: spread(200) })).contact).toMatchObject({
      everyDays: null,
      evidence: 'last order 200 days ago, when they used to order every 30 days',
    });
  });

  test('calls one-time buyers in half of the market’s interval', () => {
    const once = {
      orderDays: spread(1),
      ordersPerYear: spread(1),
      cadenceDays: spread(40, 50),
      recencyDays: spread(40),
    };

    expect(segmentStrategy(aProfile({}, once)).contact).toMatchObject({
      everyDays: 25,
      evidence: 'ordered once so far, last order 40 days ago; the market’s middle buyer orders every 50 days',
    });
  });

  test('serves by what a buyer is worth and how far its rhythm can be planned for', () => {
    const fillRate = (changes: Partial<SegmentProfile>, figures: SegmentProfile['figures'] = {}) =>
      segmentStrategy(aProfile(changes, figures)).service.fillRate;

    expect(fillRate({ revenueShare: 0.3 })).toBe(0.98);
    expect(fillRate({ revenueShare: 0.3 }, { gapVariation: spread(1) })).toBe(0.96);
    expect(fillRate({})).toBe(0.96);
    expect(fillRate({ revenueShare: 0.02 }, { gapVariation: spread(1) })).toBe(0.91);
    expect(fillRate({}, { recencyDays: spread(200) })).toBe(0.9);
  });

  test('offers by categories, baskets, growth and returns against the market, with the figures', () => {
    const { offers } = segmentStrategy(
      aProfile(
        {
          categories: [
            { category: 'Tools', share: 0.5, marketShare: 0.3 },
            { category: 'Paint', share: 0.1, marketShare: 0.4 },
            { category: null, share: 0.4, marketShare: 0.3 },
          ],
          ...{ growth: -0.3, marketGrowth: 0.1, returnsShare: 0.08, marketReturnsShare: 0.02 },
        },
        { skusPerOrder: spread(4, 9), returnsShare: { ...spread(0), upper: 0.05 } },
      ),
    );

    expect(offers.map(({ evidence }) => evidence)).toEqual([
      '50 % of what they buy, 30 % in the market',
      '10 % of what they buy, 40 % in the market',
      '4 articles an order, the market’s middle buyer has 9',
      'revenue of the half-year −30 % against the one before, the market +10 %',
      '8 % of sales were returned or cancelled, 2 % in the market',
    ]);
  });

  test('makes nothing of returns that a few buyers alone gave back, and says when nothing is special', () => {
    const { offers } = segmentStrategy(
      aProfile({ returnsShare: 0.4, marketReturnsShare: 0.02 }, { returnsShare: spread(0) }),
    );

    expect(offers).toEqual([
      {
        advice: 'each buyer’s own list of offers: what is due again, and what similar buyers take',
        evidence: 'categories, baskets, growth and returns are about the market’s',
      },
    ]);
  });
});
