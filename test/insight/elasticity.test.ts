import { describe, expect, test } from '@jest/globals';
import { type ElasticitySums, estimateElasticity } from '../../lib/insight/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';
import { readElasticity } from '../../lib/stores/market-elasticity.ts';
import { labelLines } from '../../lib/stores/market-labels.ts';
import { type LakeContent, withMarketLake } from './market-lake.ts';
import type { OrderLine } from './order-lines.ts';

const asOf = '2025-04-30';

const elasticityOf = (content: LakeContent) =>
  withMarketLake(content, async (sql) => {
    const window = { asOf, from: '2025-01-01' };
    const parts = await labelLines(sql, { market: 'de', window, exchanges: [{ currency: 'EUR', rate: 1 }] });
    return readElasticity(sql, asOf, parts);
  });

const aSale = (
  sku: string,
  customer: string,
  month: number,
  sold: { quantity: number; priceMicros: number },
): OrderLine => ({
  order: `${sku} ${customer} ${month}`,
  on: `2025-0${month}-15`,
  ...{ sku, customer },
  ...sold,
});

describe('readElasticity', () => {
  test('is what two-stage least squares with clustered errors gives in R', async () => {
    // R 4.2.2, lm with dummies of buyer × SKU and month on the same numbers; errors as sandwich 3.0-2 has them (vcovCL, HC0) by
    // SKU, times 12/11 · 143/140
    const lines: OrderLine[] = [];
    for (let month = 1; month <= 4; month++)
      for (let buyer = 1; buyer <= 3; buyer++)
        for (let sku = 1; sku <= 12; sku++) {
          const list = 1e6 * (10 + ((7 * sku + 3 * month + sku * month) % 11));
          const priceMicros = list + 500_000 * ((sku * buyer + 2 * month) % 5);
          const extra = (5 * sku + 2 * buyer + 3 * month + sku * buyer * month) % 17;
          const quantity = Math.floor(4e8 / priceMicros) + extra;
          lines.push(aSale(`s${sku}`, `b${buyer}`, month, { quantity, priceMicros }));
        }

    const { market } = await elasticityOf({ markets: { de: lines } });

    expect(market).toEqual({
      kind: 'estimated',
      elasticity: {
        value: expect.closeTo(-0.82265586542019, 9),
        low: expect.closeTo(-1.0126480136379, 9),
        high: expect.closeTo(-0.63266371720249, 9),
      },
      standardError: expect.closeTo(0.086321412639505, 9),
      observations: 144,
      skus: 12,
      instrumentF: expect.closeTo(4893.9760470885, 6),
    });
  });

  test('finds the answer to price where a buyer pays less for more, which a plain regression takes for it', async () => {
    const random = createRandom(5);
    const lines: OrderLine[] = [];
    for (let sku = 0; sku < 40; sku++) {
      const pricesByMonth = [1, 2, 3, 4].map(() => 10 * Math.exp(0.3 * standardNormal(random)));
      for (let buyer = 0; buyer < 12; buyer++) {
        const size = Math.exp(2 + standardNormal(random));
        pricesByMonth.forEach((list, at) => {
          // an answer of −1.5 to the list price; whoever happens to take much more than usual has 10 % off
          const chance = 0.3 * standardNormal(random);
          const units = size * 15 * (list / 10) ** -1.5 * Math.exp(chance);
          const quantity = Math.max(1, Math.round(units));
          const priceMicros = Math.round(1e6 * list * (chance > 0.3 ? 0.9 : 1));
          lines.push(aSale(`s${sku}`, `b${buyer}`, at + 1, { quantity, priceMicros }));
        });
      }
    }

    const { market } = await elasticityOf({ markets: { de: lines } });

    if (market.kind !== 'estimated') throw new Error(market.detail);
    expect(market.elasticity.low).toBeLessThan(-1.5);
    expect(market.elasticity.high).toBeGreaterThan(-1.5);
    expect(market.elasticity.high - market.elasticity.low).toBeLessThan(0.25);
  });

  test('compares a price with those of the same price list alone', async () => {
    // one buyer a list: nobody else paid its price
    const lines = ['b1', 'b2'].flatMap((customer) =>
      [1, 2, 3].map((month) => aSale('s', customer, month, { quantity: month, priceMicros: month * 1e6 })),
    );

    const { market } = await elasticityOf({ markets: { de: lines }, priceGroups: { b1: 'gold' } });

    expect(market).toMatchObject({ kind: 'unsaid', detail: expect.stringMatching(/of 0 SKUs moved/) });
  });

  test('has not enough price variation where prices never move, and in an empty market', async () => {
    const lines = Array.from({ length: 12 }, (_, sku) =>
      [1, 2, 3].flatMap((month) =>
        ['b1', 'b2'].map((buyer) => aSale(`s${sku}`, buyer, month, { quantity: month, priceMicros: 2e6 })),
      ),
    ).flat();

    for (const de of [lines, lines.slice(0, 1)])
      expect(await elasticityOf({ markets: { de } })).toMatchObject({
        market: { kind: 'unsaid', detail: expect.stringMatching(/^not enough price variation/) },
      });
  });
});

describe('estimateElasticity', () => {
  test('refuses an instrument that the price paid does not follow', () => {
    // Σ z·x = 1 over ten SKUs of 0.1 each but widely spread: its own first stage is noise
    const sums: ElasticitySums = {
      ...{ observations: 100, skus: 10, months: 3, a: -1, b: 1, c: 10 },
      ...{ aa: 1, ab: -1, bb: 5, bc: 1, cc: 10 },
    };

    expect(estimateElasticity(sums)).toMatchObject({
      kind: 'unsaid',
      detail: expect.stringMatching(/hardly follows/),
    });
  });
});
