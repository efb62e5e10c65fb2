import { describe, expect, test } from '@jest/globals';
import { addDays } from '../../lib/domain/index.ts';
import { createRandom, type Random, standardNormal } from '../../lib/numeric/index.ts';
import { readElasticity } from '../../lib/stores/market-elasticity.ts';
import { labelLines } from '../../lib/stores/market-labels.ts';
import { type LakeContent, withMarketLake } from './market-lake.ts';
import type { OrderLine } from './order-lines.ts';

const asOf = '2025-12-31';

const elasticityOf = (content: LakeContent) =>
  withMarketLake(content, async (sql) => {
    const window = { asOf, from: '2025-01-01' };
    const exchanges = [{ currency: 'EUR', rate: 1 }];
    const parts = await labelLines(sql, { market: 'de', window, exchanges });
    return readElasticity(sql, asOf, parts);
  });

/** A sale in the fortnight that ends so many fortnights before the date. */
const aSale = (
  sku: string,
  customer: string,
  fortnightsAgo: number,
  sold: { quantity: number; priceMicros: number },
): OrderLine => ({
  order: `${sku} ${customer} ${fortnightsAgo}`,
  on: addDays(asOf, -14 * fortnightsAgo - 3),
  ...{ sku, customer },
  ...sold,
});

/** Forty SKUs with a list price that moves at random, twelve buyers; what they take answers to it with −1.5. */
function movingPrices(
  random: Random,
  sale: (usual: {
    units: number;
    list: number;
    chance: number;
    sku: number;
    buyer: number;
    fortnight: number;
  }) => {
    quantity: number;
    priceMicros: number;
  },
): OrderLine[] {
  const lines: OrderLine[] = [];
  for (let sku = 0; sku < 40; sku++)
    for (let fortnight = 0; fortnight < 13; fortnight++) {
      const list = 10 * Math.exp(0.3 * standardNormal(random));
      for (let buyer = 0; buyer < 12; buyer++) {
        const chance = 0.3 * standardNormal(random);
        const units = 100 * (1 + buyer) * (list / 10) ** -1.5 * Math.exp(chance);
        lines.push(
          aSale(`s${sku}`, `b${buyer}`, fortnight, sale({ units, list, chance, sku, buyer, fortnight })),
        );
      }
    }
  return lines;
}

describe('readElasticity', () => {
  test('is what least squares with fixed effects and clustered errors gives in R', async () => {
    // R 4.2.2: lm(log(units) ~ log(price) + sku + fortnight); errors as sandwich 3.0-2 has them by SKU (vcovCL, HC0), times
    // 12/11 · 155/143. Each buyer has a discount of its own, one is away now and then: neither moves the list's price
    const lines: OrderLine[] = [];
    for (let fortnight = 0; fortnight <= 12; fortnight++)
      for (let sku = 1; sku <= 12; sku++)
        for (let buyer = 1; buyer <= 3; buyer++) {
          if (buyer === 3 && (sku + fortnight) % 4 === 0) continue;
          const list = 1e6 * (10 + ((7 * sku + 3 * fortnight + sku * fortnight + (fortnight % 3)) % 11));
          const extra = (5 * sku + 2 * buyer + 3 * fortnight + sku * buyer * fortnight) % 17;
          const quantity = Math.floor(4e8 / list) + extra;
          const priceMicros = list * (1 - 0.05 * buyer);
          lines.push(aSale(`s${sku}`, `b${buyer}`, 12 - fortnight, { quantity, priceMicros }));
        }

    const { market } = await elasticityOf({ markets: { de: lines } });

    expect(market).toEqual({
      kind: 'estimated',
      elasticity: {
        value: expect.closeTo(-0.77910899954262, 8),
        low: expect.closeTo(-0.91162429860494, 8),
        high: expect.closeTo(-0.64659370048029, 8),
      },
      standardError: expect.closeTo(0.060207266030276, 8),
      observations: 156,
      skus: 12,
    });
  });

  const estimated = async (content: LakeContent) => {
    const { market } = await elasticityOf(content);
    if (market.kind !== 'estimated') throw new Error(market.detail);
    return market.elasticity;
  };

  test('does not take quantity breaks of single buyers for an answer to price', async () => {
    // whoever happens to take much more than usual has 20 % off
    const lines = movingPrices(createRandom(5), ({ units, list, chance }) => ({
      quantity: Math.round(units),
      priceMicros: Math.round(1e6 * list * (chance > 0.3 ? 0.8 : 1)),
    }));

    const { low, high } = await estimated({ markets: { de: lines } });

    expect([low < -1.5, high > -1.5, high - low < 0.25]).toEqual([true, true, true]);
  });

  test('does not take large buyers with low prices for an answer to price', async () => {
    // the largest pays half, and buys in some fortnights alone
    const lines = movingPrices(createRandom(6), ({ units, list, buyer }) => ({
      quantity: Math.round(units * (buyer === 11 ? 30 : 1)),
      priceMicros: Math.round(1e6 * list * (buyer === 11 ? 0.5 : 1)),
    })).filter(({ customer, on }) => customer !== 'b11' || on.endsWith('8'));

    const { low, high } = await estimated({ markets: { de: lines } });

    expect([low < -1.5, high > -1.5]).toEqual([true, true]);
  });

  test('leaves fortnights with a promotion out', async () => {
    // in one fortnight a promotion halves the price and trebles what the price alone would sell
    const isPromoted = (sku: number, fortnight: number) => sku < 20 && fortnight === 4;
    const lines = movingPrices(createRandom(7), ({ units, list, sku, fortnight }) => ({
      quantity: Math.round(units * (isPromoted(sku, fortnight) ? 3 * 2 ** 1.5 : 1)),
      priceMicros: Math.round(1e6 * list * (isPromoted(sku, fortnight) ? 0.5 : 1)),
    }));
    const promotions = Array.from({ length: 20 }, (_, sku) => ({
      sku: `s${sku}`,
      from: addDays(asOf, -60),
      to: addDays(asOf, -58),
    }));

    const known = await estimated({ markets: { de: lines }, promotions });
    const unknown = await estimated({ markets: { de: lines } });

    expect([known.low < -1.5, known.high > -1.5]).toEqual([true, true]);
    expect(unknown.high).toBeLessThan(-1.5);
  });

  test('has not enough price variation where prices never move, and in an empty market', async () => {
    const lines = Array.from({ length: 12 }, (_, sku) =>
      Array.from({ length: 13 }, (_, fortnight) =>
        ['b1', 'b2'].map((buyer) =>
          aSale(`s${sku}`, buyer, fortnight, { quantity: 1 + fortnight, priceMicros: 2e6 }),
        ),
      ),
    ).flat(2);

    for (const de of [lines, lines.slice(0, 1)])
      expect(await elasticityOf({ markets: { de } })).toMatchObject({
        market: { kind: 'unsaid', detail: expect.stringMatching(/^not enough price variation/) },
      });
  });
});
