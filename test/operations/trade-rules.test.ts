import { describe, expect, test } from '@jest/globals';
import { ruleTerms } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, effectiveRules, rulesOf } from '../../lib/operations/index.ts';
import { aSeries } from './a-series.ts';

const { product } = aSeries();
const ofBolts = { sku: 'A-1', product: { ...product, category: 'Bolts' } };
const euros = (minor: number) => ({ minor, currency: 'EUR' });

describe('rulesOf', () => {
  test('is the default where nobody set anything', () => {
    expect(rulesOf({}, ofBolts, 'EUR')).toEqual({ rules: DEFAULT_RULES, warnings: [] });
    expect(rulesOf({ merchant: {}, market: {} }, ofBolts, 'EUR').rules).toEqual(DEFAULT_RULES);
  });

  test('takes the most particular of what is set: SKU, category, market, then merchant', () => {
    const merchant = {
      reviewDays: 1,
      holdingRatePerYear: 0.1,
      largestStep: 0.01,
      exceptions: [{ skus: ['A-1'], reviewDays: 2, minimumMarginRate: 0.2 }],
    };
    const market = {
      reviewDays: 3,
      discountPerWeek: 0.99,
      exceptions: [
        { categories: ['Bolts'], reviewDays: 4, largestStep: 0.04 },
        { skus: ['A-1'], reviewDays: 5 },
        { skus: ['A-1'], reviewDays: 6, serviceLevel: 0.6 },
        { categories: ['Nuts'], serviceLevel: 0.7 },
      ],
    };

    expect(rulesOf({ merchant, market }, ofBolts, 'EUR').rules).toEqual({
      ...DEFAULT_RULES,
      reviewDays: 5,
      largestStep: 0.04,
      serviceLevel: 0.6,
      discountPerWeek: 0.99,
      minimumMarginRate: 0.2,
      holdingRatePerYear: 0.1,
      serviceMeasure: 'serviceLevel',
      setByMerchant: expect.arrayContaining(['reviewDays', 'serviceLevel']),
    });
  });

  test('hands over money in the units of the engine, and names what the merchant set', () => {
    const market = {
      orderCost: euros(4500),
      priceChangeCost: euros(300),
      lostUnitCost: { micros: 1_500_000, currency: 'EUR' },
      backorderCost: { micros: 20_000, currency: 'EUR' },
    };

    expect(rulesOf({ market }, ofBolts, 'EUR').rules).toEqual({
      ...DEFAULT_RULES,
      orderCostMinor: 4500,
      priceChangeCostMinor: 300,
      lostUnitCostMicros: 1_500_000,
      backorderCostMicros: 20_000,
      setByMerchant: ['lostUnitCostMicros', 'backorderCostMicros', 'orderCostMinor', 'priceChangeCostMinor'],
    });
  });

  test('lets a rate of the market take the place of the money of all markets', () => {
    const merchant = { lostUnitCost: { micros: 1_500_000, currency: 'EUR' } };

    expect(rulesOf({ merchant, market: { lostUnitRate: 2 } }, ofBolts, 'EUR').rules).toMatchObject({
      lostUnitRate: 2,
      lostUnitCostMicros: null,
    });
  });

  test('knows no category of a SKU whose file names none', () => {
    const market = { exceptions: [{ categories: ['null', ''], learning: false }] };

    expect(rulesOf({ market }, aSeries(), 'EUR').rules.learning).toBe(true);
  });

  test('goes by the level of service that was set most particularly', () => {
    const measure = (market: object, merchant = {}) =>
      rulesOf({ merchant, market }, ofBolts, 'EUR').rules.serviceMeasure;

    expect(measure({ fillRate: 0.99 })).toBe('fillRate');
    expect(measure({ fillRate: 0.99 }, { serviceLevel: 0.9 })).toBe('fillRate');
    expect(measure({ serviceLevel: 0.9 }, { fillRate: 0.99 })).toBe('serviceLevel');
    expect(measure({ serviceMeasure: 'cost' }, { fillRate: 0.99 })).toBe('cost');
    expect(measure({ fillRate: 0.99, exceptions: [{ skus: ['A-1'], serviceLevel: 0.9 }] })).toBe(
      'serviceLevel',
    );
  });

  test('leaves out money of another currency, and says so', () => {
    const merchant = { orderCost: { minor: 1, currency: 'JPY' } };

    expect(rulesOf({ merchant }, ofBolts, 'EUR')).toEqual({
      rules: DEFAULT_RULES,
      warnings: ['orderCost is set in JPY, which the market does not trade in: set it for the market in EUR'],
    });
  });

  test('changes nothing of what it is given', () => {
    const market = { lostUnitRate: 1, exceptions: [{ skus: ['A-1'], learning: false }] };
    const before = structuredClone(market);

    rulesOf({ market }, ofBolts, 'EUR');

    expect(market).toEqual(before);
  });
});

describe('effectiveRules', () => {
  test('names every term once, each in words', () => {
    const { effective } = effectiveRules({}, 'EUR');

    expect(effective.map(({ term }) => term)).toEqual(ruleTerms);
    for (const { text } of effective) expect(text).toMatch(/\w/);
  });

  test('shows one of the two ways to say what a lost unit costs', () => {
    const merchant = { lostUnitRate: 0.3 };
    const market = { lostUnitCost: { micros: 1_500_000, currency: 'EUR' } };
    const of = (term: string) =>
      effectiveRules({ merchant, market }, 'EUR').effective.find((one) => one.term === term);

    expect(of('lostUnitRate')).toMatchObject({ value: null, text: 'lostUnitCost holds in its place' });
    expect(of('lostUnitCost')).toMatchObject({
      source: 'market',
      text: 'a lost unit costs 1.50 EUR besides its margin',
    });
  });

  test('says which level of service is not the measure', () => {
    const text = (term: string) =>
      effectiveRules({ market: { fillRate: 0.99 } }, 'EUR').effective.find((one) => one.term === term)?.text;

    expect(text('fillRate')).toBe('99 % of units served from the shelf');
    expect(text('serviceLevel')).toContain('not the measure now');
  });

  test('keeps money of any currency in the rules for all markets', () => {
    const { effective, notes } = effectiveRules({ merchant: { orderCost: euros(4500) } }, null);

    expect(notes).toEqual([]);
    expect(effective.find(({ term }) => term === 'orderCost')?.text).toBe('an order costs 45.00 EUR');
  });
});
