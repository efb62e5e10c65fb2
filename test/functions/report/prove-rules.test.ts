import { tmpdir } from 'node:os';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { proveRules } from '../../../functions/report/prove-rules.ts';
import {
  addDays,
  type LoggedPrice,
  lakeKeys,
  type OrderReplay,
  type Proof,
  proofSchema,
  type ReportRequest,
} from '../../../lib/domain/index.ts';
import { createRandom } from '../../../lib/numeric/index.ts';
import { observedFile, priceLogFile, readPriceWeeks, writeOrderReplays } from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';
import { aSeries } from '../forecast/a-series.ts';

/** A day on which a block of price tests may begin. */
const asOf = '2025-06-26';
const PARQUET = 'application/vnd.apache.parquet';
const euro = 1_000_000;
const request = (night: string): ReportRequest => ({
  ...{ merchant: 'demo', market: 'de', asOf: night, runId: `de-${night}`, ready: true, series: 9, shards: 1 },
  ...{ manifest: { bucket: 'lake', key: 'm' }, forecast: [], learn: [] },
  segment: { buyers: 0, segments: 0 },
});

let bucket: ReturnType<typeof objectsInMemory>;
let proofs: Map<string, Proof>;
beforeEach(() => {
  bucket = objectsInMemory();
  proofs = new Map();
});

async function prove(night = asOf): Promise<Proof> {
  const place = { objects: bucket, temporaryDirectory: tmpdir() };
  await proveRules(
    {
      objects: bucket,
      priceWeeks: (run) => readPriceWeeks(place, run),
      proofs: {
        getAll: async (_, sks) =>
          new Map(sks.flatMap((sk) => (proofs.has(sk) ? [[sk, proofs.get(sk)!]] : []))),
        put: async ({ sk }, value) => {
          proofs.set(sk, proofSchema.parse(value));
        },
      },
      epochSeconds: () => 1_751_333_000,
    },
    request(night),
    aMarket(),
  );
  return proofs.get(`proof#${night}`)!;
}

const side = { soldUnits: 9, shortUnits: 0, stockOutDays: 0, orders: 1, meanStock: 5 };
const aReplay = (sku: string, night: string, gainMinor: number): OrderReplay => ({
  ...{ sku, asOf: night, weeks: 26, filledDays: 2 },
  learnt: { ...side, profitMinor: 182_000 + gainMinor },
  practice: { ...side, profitMinor: 182_000 },
});
const leaveReplays = (night: string, replays: readonly OrderReplay[]) =>
  writeOrderReplays(bucket, lakeKeys.replays('demo', 'de', night, 's00001'), replays);
const tenSkus = Array.from({ length: 10 }, (_, i) => `A-${i}`);

describe('the proof of the order rule', () => {
  test('says before the first replay what is needed for one', async () => {
    const { orders } = await prove();

    expect(orders).toMatchObject({ kind: 'noEvidence', skus: 0, withdrawn: false });
    expect(orders.text).toMatch(/39 weeks of history/);
  });

  test('pools the nights before, the newest replay of each SKU, with money a day of all of them', async () => {
    const later = addDays(asOf, -1);
    await leaveReplays(later, [
      ...tenSkus.map((sku) => aReplay(sku, later, 1820)),
      aReplay('B-1', later, -99_000),
    ]);
    await leaveReplays(asOf, [aReplay('B-1', asOf, 1820)]);

    const { orders } = await prove();

    // 18.20 EUR in 182 days are 10 minor units a day, of eleven SKUs that are all alike; on 1,820.00 each
    expect(orders).toMatchObject({
      ...{ kind: 'measured', skus: 11, weeks: 286, withdrawn: false, nightsAboveZero: 1, gainShare: 0.01 },
      ...{ gainPerDay: { minor: 110, currency: 'EUR' }, lower: { minor: 110 }, upper: { minor: 110 } },
    });
    expect(orders.text).toMatch(/1.1 EUR a day more .* it gains\.$/);
  });

  test('withdraws the rule where its bound falls below zero, and gives it back after seven nights', async () => {
    const night = (daysAgo: number) => addDays(asOf, -daysAgo);
    await leaveReplays(
      night(8),
      tenSkus.map((sku, i) => aReplay(sku, night(8), i * 1000 - 6000)),
    );
    const told = [(await prove(night(8))).orders];
    for (let daysAgo = 7; daysAgo >= 0; daysAgo--) {
      await leaveReplays(
        night(daysAgo),
        tenSkus.map((sku, i) => aReplay(sku, night(daysAgo), 500 + i)),
      );
      told.push((await prove(night(daysAgo))).orders);
    }

    expect(told.map(({ withdrawn }) => withdrawn)).toEqual([...new Array(7).fill(true), false, false]);
    expect(told[0]?.text).toMatch(/not proven to gain, so it acts by itself nowhere/);
  });

  test('writes the same when a night is repeated, also an older one', async () => {
    await leaveReplays(
      addDays(asOf, -1),
      tenSkus.map((sku, i) => aReplay(sku, addDays(asOf, -1), i * 100)),
    );
    const first = [await prove(addDays(asOf, -1)), await prove()];

    const again = [await prove(addDays(asOf, -1)), await prove()];

    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
  });
});

describe('the proof of the price rule', () => {
  /** Each night of 13 weeks a price of 9 or 10 is drawn evenly, charged, and sells what it truly sells. */
  async function leaveWeeks(given: { chance?: number; followed?: number; truly: (price: number) => number }) {
    const { chance = 0.5, followed = 1, truly } = given;
    const random = createRandom(3);
    let charged = tenSkus.map(() => 10);
    for (let week = 13; week >= 0; week--) {
      const night = addDays(asOf, -7 * week);
      // what was charged in the week that ends tonight sold what it sells
      const records = tenSkus.map((sku, i) =>
        aSeries({ sku, start: addDays(night, -27), demand: new Array(28).fill(truly(charged[i]!)) }),
      );
      await bucket.put(
        lakeKeys.observed('demo', 'de', night, 's00001'),
        observedFile(records, night),
        PARQUET,
      );
      const drawn = tenSkus.map(() => (random() < chance ? 10 : 9));
      const rows = tenSkus.flatMap((sku, i) =>
        [9, 10].map(
          (price, rung): LoggedPrice => ({
            ...{ sku, policyVersion: 'v', rung, unitPriceMicros: price * euro, unitCostMicros: 6 * euro },
            ...{
              chance: rung === 1 ? chance : 1 - chance,
              drawn: true,
              proposed: price === drawn[i],
              priceTest: true,
            },
            ...{ inForce: price === charged[i], expectedUnitsPerDay: price === 9 ? 15 : 10 },
          }),
        ),
      );
      await bucket.put(lakeKeys.priceLog('demo', 'de', night, 's00001'), priceLogFile(rows), PARQUET);
      charged = drawn.map((price, i) => (random() < followed ? price : charged[i]!));
    }
  }

  test('says that nothing was logged yet', async () => {
    const { prices } = await prove();

    expect(prices).toMatchObject({ kind: 'noEvidence', skus: 0, weeks: 0 });
    expect(prices.text).toMatch(/^No week is over/);
  });

  test('makes nothing up where every price was proposed with certainty', async () => {
    await leaveWeeks({ chance: 1, truly: () => 10 });

    const { prices } = await prove();

    expect(prices).toMatchObject({ kind: 'noEvidence', skus: 10, weeks: 130 });
    expect(prices.text).toMatch(/without price tests nothing tells/);
  });

  test('goes by what came, not by what the policy promised itself', async () => {
    // the log expects 15 units at 9.00, a margin of 45; truly 12 come, a margin of 36, and at 10.00 one of 40
    await leaveWeeks({ truly: (price) => (price === 9 ? 12 : 10) });

    const { prices } = await prove();

    expect(prices).toMatchObject({ kind: 'measured', skus: 10, withdrawn: true });
    if (prices.kind !== 'measured') return;
    // where 10.00 was in force 400 a day and SKU less, where 9.00 was the same: half of ten SKUs' 4,000 at even draws
    expect(prices.upper.minor).toBeLessThan(0);
    expect(prices.lower.minor).toBeLessThan(-2000);
    expect(Math.abs(prices.gainPerDay.minor + 2000)).toBeLessThan(1000);
    expect(prices.text).toMatch(/it loses, so it acts by itself nowhere/);
  });

  test('says nothing where people charged only some of the drawn prices', async () => {
    await leaveWeeks({ followed: 0.3, truly: () => 10 });

    const { prices } = await prove();

    expect(prices.kind).toBe('noEvidence');
    expect(prices.text).toMatch(/what people chose among draws/);
  });
});
