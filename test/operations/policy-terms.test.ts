import { describe, expect, test } from '@jest/globals';
import { recommendationSchema } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, learnPolicy, type PolicyRules, recommend } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, someSettings } from './a-series.ts';

/** The terms of tonight's answer for a SKU that sells 10 a day at 10.00 EUR and costs 6.00. */
function termsUnder(rules: Partial<PolicyRules>) {
  const settings = someSettings({ rules: { ...DEFAULT_RULES, ...rules } });
  const { document } = learnPolicy(aSeries(), aForecast(), aMarket(), settings);
  const answer = recommend(document, { market: 'de', query: {}, now: settings.validUntil, guardPrice });
  const { terms } = recommendationSchema.parse({ ...answer, decisionId: 'd' }) as { terms?: object };
  return terms;
}

const assumed = { currency: 'EUR', source: 'assumed' };
const set = { currency: 'EUR', source: 'merchant' };

describe('the money terms of an answer', () => {
  test('are worked out from usual rates where the merchant set none, and say so', () => {
    expect(termsUnder({})).toEqual({
      // 6.00 · 25 % · 7 / 365
      holding: { micros: 28_767, ...assumed },
      // half the margin of 4.00, a tenth of it
      lostUnit: { micros: 2_000_000, ...assumed },
      waitingUnit: { micros: 400_000, ...assumed, share: 0 },
      // K = h · weeks² · D / 2 = .028767 · 9 · 70 / 2
      order: { minor: 906, ...assumed },
      // 5 % of a week's margin, 4.00 · 70
      priceChange: { minor: 1400, ...assumed },
      leftUnit: { micros: 0, ...assumed },
      discount: { perWeek: 0.995, source: 'assumed' },
    });
  });

  test('are the merchant’s own where it set them', () => {
    const rules = {
      holdingRatePerYear: 0.365,
      lostUnitCostMicros: 1_250_000,
      backorderShare: 0.5,
      backorderCostMicros: 300_000,
      orderCostMinor: 4500,
      priceChangeCostMinor: 250,
      salvageRate: 0.3,
    };

    expect(termsUnder({ ...rules, setByMerchant: Object.keys(rules) })).toEqual({
      holding: { micros: 42_000, ...set },
      lostUnit: { micros: 1_250_000, ...set },
      waitingUnit: { micros: 300_000, ...set, share: 0.5 },
      order: { minor: 4500, ...set },
      priceChange: { minor: 250, ...set },
      leftUnit: { micros: 1_800_000, ...set },
      discount: { perWeek: 0.995, source: 'assumed' },
    });
  });

  test('are not in an answer from a row of an older night', () => {
    const { document } = learnPolicy(aSeries(), aForecast(), aMarket(), someSettings());
    const { terms, ...older } = document.kind === 'ready' ? document : { ...document, terms: undefined };

    const context = { market: 'de', query: {}, now: '2024-07-01T00:00:00Z', guardPrice };

    expect(terms).toBeDefined();
    expect(recommend(older as typeof document, context)).not.toHaveProperty('terms');
  });
});
