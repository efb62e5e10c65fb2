import { describe, expect, test } from '@jest/globals';
import { DEFAULT_RULES, learnPolicy, orderCandidate } from '../../lib/operations/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, euro, someSettings } from './a-series.ts';

describe('orderCandidate', () => {
  test.each([
    ['its margin of 4.00 and half of that', DEFAULT_RULES, 6 * euro],
    [
      'its margin and the money that the merchant set',
      { ...DEFAULT_RULES, lostUnitCostMicros: euro },
      5 * euro,
    ],
  ])('counts a lost unit at %s', (_, rules, micros) => {
    const settings = someSettings({ rules });
    const { document } = learnPolicy(aSeries(), aForecast(), aMarket(), settings);
    const known = { document, forecast: aForecast() };

    const { need } = orderCandidate(aSeries(), known, aMarket(), { ...settings, now: settings.validUntil });

    expect(need?.lostUnit).toEqual({ micros, currency: 'EUR' });
  });

  test('orders nothing of a SKU whose history is too short for a policy, though it has a forecast: it lacks history', () => {
    const settings = someSettings();
    const fresh = { ...aSeries(), demand: [5, 4, 6], start: '2024-06-28' };
    const { document } = learnPolicy(fresh, aForecast(), aMarket(), settings);

    const known = { document, forecast: aForecast() };
    const order = orderCandidate(fresh, known, aMarket(), { ...settings, now: settings.validUntil });

    expect(order).toMatchObject({ need: null, missing: ['history'] });
  });
});
