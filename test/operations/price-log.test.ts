import { describe, expect, test } from '@jest/globals';
import { learnPolicy, recommend } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, euro, someSettings } from './a-series.ts';

describe('the price log of a learnt policy', () => {
  test('has a line for each rung, the one that is proposed with chance 1, and marks the price in force', () => {
    const { document, prices } = learnPolicy(aSeries(), aForecast(), aMarket(), someSettings());
    if (document.kind !== 'ready') throw new Error('a policy was expected');
    const now = '2024-07-01T00:00:00Z';

    const answer = recommend(document, { market: 'de', query: {}, now, guardPrice });

    expect(prices.map(({ unitPriceMicros }) => unitPriceMicros)).toEqual(document.priceMicros);
    expect(prices.reduce((sum, { chance }) => sum + chance, 0)).toBe(1);
    const proposed = prices.filter((price) => price.proposed);
    expect(proposed).toMatchObject([{ chance: 1, priceTest: false, unitCostMicros: 6 * euro }]);
    expect(answer).toMatchObject({ proposal: { price: { micros: proposed[0]?.unitPriceMicros } } });
    expect(prices.filter(({ inForce }) => inForce)).toMatchObject([{ unitPriceMicros: 10 * euro }]);
  });

  test('expects the forecast at the price in force, and fewer units at a dearer one', () => {
    const { prices } = learnPolicy(aSeries(), aForecast(), aMarket(), someSettings());
    const units = prices.map(({ expectedUnitsPerDay }) => expectedUnitsPerDay);

    expect(prices.find(({ inForce }) => inForce)?.expectedUnitsPerDay).toBeCloseTo(10, 6);
    expect(units).toEqual(units.toSorted((a, b) => b - a));
  });

  test('says nothing of a SKU without a policy', () => {
    expect(learnPolicy(aSeries({ stock: null }), aForecast(), aMarket(), someSettings()).prices).toEqual([]);
  });

  test('names no price as in force where the one that was lies outside its limits', () => {
    const product = { ...aSeries().product, ceilingPriceMicros: 9.5 * euro };

    const { prices } = learnPolicy(aSeries({ product }), aForecast(), aMarket(), someSettings());

    expect(prices.length).toBeGreaterThan(0);
    expect(prices.some(({ inForce }) => inForce)).toBe(false);
    expect(prices.reduce((sum, { chance }) => sum + chance, 0)).toBe(1);
  });
});
