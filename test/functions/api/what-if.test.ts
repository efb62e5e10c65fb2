import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KnownEffect, skuKey } from '../../../lib/domain/index.ts';
import { aForecast } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

const ROUTE = 'POST /v1/markets/{market}/skus/{sku}/what-if';
const DAYS = 56;
const anEffect = (given: Partial<KnownEffect>): KnownEffect => ({
  name: 'price',
  kind: 'price',
  coefficient: -2,
  standardError: 0,
  source: 'history',
  used: true,
  reference: 10_000_000,
  future: new Array<number>(DAYS).fill(10_000_000),
  text: 'price: 1 % lower sells 2.0 % more',
  ...given,
});
const effects = [
  anEffect({}),
  anEffect({
    name: 'Autumn sale',
    kind: 'event',
    coefficient: Math.log(1.5),
    standardError: 0.2,
    reference: 0,
    future: new Array<number>(DAYS).fill(0),
    text: 'Autumn sale: 50 % more',
  }),
];

/** A price that goes up for good after the week asked for, which the forecast does not rest on. */
const unused = anEffect({
  used: false,
  future: Array.from({ length: DAYS }, (_, day) => (day > 20 ? 12_000_000 : 10_000_000)),
});

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await api.stores.forecasts.putAll([
    { key: skuKey('demo', 'de', 'A-1'), value: aForecast({ effects }) },
    { key: skuKey('demo', 'de', 'A-2'), value: aForecast({ sku: 'A-2' }) },
    { key: skuKey('demo', 'de', 'A-4'), value: aForecast({ sku: 'A-4', effects: [unused] }) },
    {
      key: skuKey('demo', 'de', 'A-3'),
      value: {
        kind: 'insufficientData',
        sku: 'A-3',
        runId: 'de-2025-01-31',
        asOf: '2025-01-31',
        missing: ['history'],
        detail: '3 observed days',
      },
    },
  ]);
});
afterAll(async () => {
  await api.stop();
});

const ask = async (sku: string, body: object) => {
  const { statusCode, body: text } = await api.ask(ROUTE, { path: { market: 'de', sku }, body });
  return { status: statusCode, answer: JSON.parse(String(text)) };
};
const week = { from: '2025-02-03', to: '2025-02-09' };

describe('what if', () => {
  test('an effect is asked for that the forecast does not rest on: it counts on the days asked for alone', async () => {
    const { answer } = await ask('A-4', { ...week, priceChange: -0.05 });

    expect(answer.units.changed).toBeCloseTo(14 * 0.95 ** -2, 9);
    expect(answer.changed.mean.slice(9)).toEqual(answer.planned.mean.slice(9));
  });

  test('the price is 5 % lower in a week: that week sells more, the rest what is planned', async () => {
    const { status, answer } = await ask('A-1', { ...week, priceChange: -0.05 });

    expect(status).toBe(200);
    // 0.95^−2 = 1.108; two units a day on seven days
    expect(answer.units.planned).toBe(14);
    expect(answer.units.changed).toBeCloseTo(14 * 0.95 ** -2, 9);
    // 1 February is index 0
    expect(answer.changed.p90[2]).toBeCloseTo(3 * 0.95 ** -2, 9);
    expect(answer.changed.mean[1]).toBe(2);
    expect(answer.effect).toEqual({
      name: 'price',
      text: 'price: 1 % lower sells 2.0 % more',
      source: 'history',
    });
  });

  test('a price is named, in the market’s currency', async () => {
    const { answer } = await ask('A-1', { ...week, price: { micros: 12_500_000, currency: 'EUR' } });
    const wrong = await ask('A-1', { ...week, price: { micros: 12_500_000, currency: 'USD' } });

    expect(answer.units.changed).toBeCloseTo(14 * 0.64, 9);
    expect(wrong.status).toBe(422);
  });

  test('an event is held: P10 and P90 are as unsure as it is', async () => {
    const { answer } = await ask('A-1', { ...week, event: { name: 'Autumn sale', happens: true } });

    // mean 3, P90 4.5 = 3 + 1.5 before: the effect adds 1.2816 · 0.2 · 3 = 0.769
    expect(answer.changed.mean[2]).toBeCloseTo(3, 9);
    expect(answer.changed.p90[2]).toBeCloseTo(3 + Math.hypot(1.5, 0.76893), 4);
    expect(answer.changed.p10[2]).toBeCloseTo(3 - Math.hypot(1.5, 0.76893), 4);
  });

  test('is refused where nothing is known of it, with what is', async () => {
    const noEffects = await ask('A-2', { ...week, priceChange: -0.05 });
    const unknown = await ask('A-1', { ...week, event: { name: 'Fair', happens: true } });
    const past = await ask('A-1', { from: '2025-01-30', to: '2025-02-03', priceChange: 0.1 });
    const two = await ask('A-1', { ...week, priceChange: 0.1, event: { name: 'Fair', happens: true } });

    expect([noEffects.status, unknown.status, past.status, two.status]).toEqual([422, 422, 422, 422]);
    expect(unknown.answer.detail).toContain('it knows: price, Autumn sale');
    expect((await ask('A-3', { ...week, priceChange: 0.1 })).status).toBe(409);
    expect((await ask('A-9', { ...week, priceChange: 0.1 })).status).toBe(404);
  });
});

describe('a forecast cut to some days', () => {
  test('shows its parts and effects for those days too', async () => {
    const days = (units: number) => new Array<number>(DAYS).fill(units);
    const parts = { level: days(2), trend: days(0), season: days(0), events: days(0) };
    await api.stores.forecasts.putAll([
      { key: skuKey('demo', 'de', 'A-4'), value: aForecast({ sku: 'A-4', effects, parts }) },
    ]);

    const { body } = await api.ask('GET /v1/markets/{market}/forecasts/{sku}', {
      path: { market: 'de', sku: 'A-4' },
      query: { horizon: '3' },
    });

    const shown = JSON.parse(String(body));
    expect(shown.parts.level).toEqual([2, 2, 2]);
    expect(shown.effects[0].future).toEqual([10_000_000, 10_000_000, 10_000_000]);
  });
});
