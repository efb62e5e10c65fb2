import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KnownEffect, type StoredForecast, skuKey } from '../../../lib/domain/index.ts';
import { aForecast, aPolicy } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

const ROUTE = 'POST /v1/markets/{market}/skus/{sku}/what-if';
const DAYS = 56;

/** Buyers face 9.00 on average, where the list says 10.00: their groups have prices of their own. */
const price: KnownEffect = {
  ...{ name: 'price', kind: 'price', coefficient: -2, standardError: 0, source: 'history', used: true },
  reference: 9_000_000,
  future: new Array<number>(DAYS).fill(9_000_000),
  text: 'price: 1 % lower sells 2.0 % more',
};
const marks = { prices: [{ on: '2025-01-10', fromMicros: 9_500_000, toMicros: 10_000_000 }], events: [] };
const days = { from: '2025-02-01', to: '2025-03-28' };
const euros = (micros: number) => ({ ...days, price: { micros, currency: 'EUR' } });
const madeBy = { author: 'anna', madeAt: '2025-01-31T09:00:00Z', madeOn: '2025-01-31' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
  const known = aPolicy({ landedCostMicros: 6_000_000 });
  const limits = { ...known.limits, floorMicros: 8_000_000, ceilingMicros: 20_000_000 };
  const demand = { ...known.demand, meanPerDay: 2 };
  const replenishment = { ...known.replenishment, dailyDemand: 2 };
  const store = async (sku: string, forecast: Partial<StoredForecast>) => {
    await api.stores.policies.put(skuKey('demo', 'de', sku), {
      ...{ ...known, sku, limits, demand, replenishment },
    });
    await api.stores.forecasts.put(skuKey('demo', 'de', sku), aForecast({ sku, marks, ...forecast }));
  };
  await store('A-1', { effects: [price] });
  await store('A-2', { effects: [price] });
  await store('A-3', { mean: new Array<number>(DAYS).fill(0), leadTimeDemand: nothing });
  await api.stores.adjustments.putAll(
    [
      { sku: 'A-2', factor: 2 },
      { sku: 'A-3', unitsPerDay: 5 },
    ].map(({ sku, ...change }) => ({
      key: skuKey('demo', 'de', sku),
      value: {
        ...{ sku, serve: 'always' as const },
        entries: [{ ...days, ...change, reason: 'a fair next door', ...madeBy }],
      },
    })),
  );
});
afterAll(async () => {
  await api.stop();
});

const nothing = { days: 14, mean: 0, p50: 0, p90: 0, p95: 0, p99: 0 };

const ask = async (sku: string, body: object) => {
  const { body: text } = await api.ask(ROUTE, { path: { market: 'de', sku }, body });
  return JSON.parse(String(text));
};
const codesOf = ({ notes }: { notes: { code: string }[] }) => notes.map(({ code }) => code);
const sum = (daily: number[]) => daily.reduce((total, one) => total + one, 0);

describe('a price asked for as it stands in the list', () => {
  test('changes nothing where it is today’s, though buyers pay less on average', async () => {
    const { units, margin, replenishment, planned, changed } = await ask('A-1', euros(10_000_000));

    expect(units).toEqual({ planned: 112, changed: 112 });
    expect(changed).toEqual(planned);
    expect(margin.changedMinor).toEqual(margin.plannedMinor);
    expect(replenishment.changed).toEqual(replenishment.planned);
  });

  test('moves what buyers pay by as much as it differs from today’s', async () => {
    const named = await ask('A-1', euros(11_000_000));
    const relative = await ask('A-1', { ...days, priceChange: 0.1 });

    expect(named.units.changed).toBeCloseTo(112 * 1.1 ** -2, 6);
    expect(named.units.changed).toBeCloseTo(relative.units.changed, 6);
    // two units a day that bring 9.00 − 6.00; at 9.90 they bring 3.90
    expect(named.margin.plannedMinor[0]).toBe(600);
    expect(named.margin.changedMinor[0]).toBe(Math.round(2 * 1.1 ** -2 * 390));
  });

  test('never sells fewer units the lower it is', async () => {
    const answers = await Promise.all(
      [9_999_999, 9_500_000, 9_000_000, 8_000_000].map((micros) => ask('A-1', euros(micros))),
    );

    const sold = answers.map(({ units }) => units.changed);
    expect(Math.min(...sold)).toBeGreaterThan(112);
    expect(sold).toEqual([...sold].sort((a, b) => a - b));
  });

  test('is told where nothing is known of such a price, or it could not be charged', async () => {
    const known = await ask('A-1', euros(9_500_000));
    const unknown = await ask('A-1', euros(12_000_000));
    const wild = await ask('A-1', { ...days, priceChange: 9 });
    const today = await ask('A-1', { serviceLevel: 0.99 });

    // 9.50 was charged in January, and the policy weighs 10.00 and 11.00
    expect(codesOf(known)).not.toContain('priceUnknown');
    expect(codesOf(unknown)).toContain('priceUnknown');
    expect(codesOf(unknown)).not.toContain('priceOutOfBounds');
    expect(codesOf(wild).slice(0, 2)).toEqual(['priceUnknown', 'priceOutOfBounds']);
    expect(codesOf(today)).not.toContain('priceUnknown');
  });
});

describe('what a person knows better', () => {
  test('is planned with, and stock and margin with it', async () => {
    const plain = await ask('A-1', { serviceLevel: 0.95 });
    const { planned, units, replenishment, margin, notes } = await ask('A-2', { serviceLevel: 0.95 });

    expect(units).toEqual({ planned: 224, changed: 224 });
    expect([planned.mean[0], planned.p90[0]]).toEqual([4, 6]);
    expect(replenishment.planned.dailyDemand).toBeCloseTo(4, 9);
    expect(replenishment.planned.reorderPoint).toBeCloseTo(2 * plain.replenishment.planned.reorderPoint, -1);
    expect(sum(margin.plannedMinor)).toBe(2 * sum(plain.margin.plannedMinor));
    expect(notes).toContainEqual({ code: 'adjusted', text: expect.stringContaining('adjustments') });
    expect(codesOf(plain)).not.toContain('adjusted');
  });

  test('carries on under another price', async () => {
    const { units } = await ask('A-2', euros(11_000_000));

    expect(units.changed).toBeCloseTo(224 * 1.1 ** -2, 6);
  });

  test('counts where nothing would be asked for', async () => {
    const { units, replenishment } = await ask('A-3', { serviceLevel: 0.95 });

    expect(units.planned).toBe(5 * DAYS);
    expect(replenishment.planned.reorderPoint).toBeGreaterThanOrEqual(5 * 14);
  });
});
