import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { controlKeys, type KnownEffect, purchaseOrderKeys, skuKey } from '../../../lib/domain/index.ts';
import { draftOrders } from '../../../lib/operations/index.ts';
import { aCandidate, aDraftRequest } from '../../operations/a-candidate.ts';
import { aForecast, anInsufficientPolicy, aPolicy } from '../stored-documents.ts';
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
  const given = aPolicy();
  const replenishment = { ...given.replenishment, dailyDemand: 2 };
  const demand = { ...given.demand, meanPerDay: 2 };
  const known = { ...given, replenishment, demand, landedCostMicros: 6_000_000 };
  await api.stores.policies.putAll([
    { key: skuKey('demo', 'de', 'A-1'), value: known },
    { key: skuKey('demo', 'de', 'A-2'), value: anInsufficientPolicy('A-2') },
    {
      key: skuKey('demo', 'de', 'A-5'),
      value: { ...known, sku: 'A-5', lastKnown: { ...known.lastKnown, onOrder: 40 } },
    },
  ]);
  await api.stores.forecasts.putAll([
    { key: skuKey('demo', 'de', 'A-5'), value: aForecast({ sku: 'A-5', effects }) },
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

const forLonger = { leadTimeDays: 21 };

describe('what if the stock were held otherwise', () => {
  test('another service level raises the reorder point and the order; demand stays', async () => {
    const { status, answer } = await ask('A-1', { serviceLevel: 0.99 });

    expect(status).toBe(200);
    const { planned, changed } = answer.replenishment;
    // P95 and P99 of 14 days are 39 and 44, their mean 28; the lead time varies by a day of 2 units
    expect(planned.reorderPoint).toBeCloseTo(28 + Math.hypot(11, 1.6449 * 2), 0);
    expect(Math.abs(changed.reorderPoint - (28 + Math.hypot(16, 2.3263 * 2)))).toBeLessThan(2);
    // three weeks of 2 a day above the reorder point, 20 on hand, packs of 5
    expect(planned.orderUnits).toBe(65);
    expect(changed.orderUnits).toBe(70);
    expect(answer.changed).toEqual(answer.planned);
    expect(answer.effect).toBeNull();
    expect(answer.units).toEqual({ planned: 112, changed: 112 });
  });

  test('a longer lead time needs more stock, and orders arrive later', async () => {
    const { answer } = await ask('A-1', forLonger);

    const { planned, changed } = answer.replenishment;
    expect(planned.leadTime.meanDays).toBe(7);
    expect(changed.leadTime.meanDays).toBe(21);
    expect(changed.reorderPoint).toBeGreaterThan(planned.reorderPoint + 25);
    // 20 on hand at 2 a day: below either reorder point, gone on the tenth day
    expect([planned.latestOrderDate, planned.stockOutDate]).toEqual(['2025-01-31', '2025-02-10']);
    expect(answer.projection.planned.ordered.date).toBe('2025-02-07');
    expect(answer.projection.changed.ordered.date).toBe('2025-02-21');
  });

  test('with a price beside it, both change', async () => {
    const all = { from: '2025-02-01', to: '2025-03-28' };
    const { answer } = await ask('A-1', { ...all, priceChange: 0.1, serviceLevel: 0.95 });

    const slower = 1.1 ** -2;
    expect(answer.replenishment.changed.dailyDemand).toBeCloseTo(2 * slower, 2);
    expect(answer.replenishment.changed.reorderPoint).toBeLessThan(answer.replenishment.planned.reorderPoint);
    // 4.00 a unit on 2 a day at 10.00; 5.00 at 11.00
    expect(answer.margin.currency).toBe('EUR');
    expect(answer.margin.plannedMinor[0]).toBe(800);
    expect(answer.margin.changedMinor[0]).toBe(Math.round(2 * slower * 500));
  });

  test('stock goes day by day from what is on hand', async () => {
    const { answer } = await ask('A-1', forLonger);

    expect(answer.projection.from).toBe('2025-02-01');
    expect(answer.projection.onHand).toBe(20);
    expect(answer.projection.planned.p50).toHaveLength(56);
    // the median of 14 days is one unit below their mean
    expect(answer.projection.planned.p50[4]).toBeCloseTo(10 + Math.sqrt(5 / 14), 0);
    expect(answer.projection.planned.p50[20]).toBe(0);
    expect(answer.projection.planned.arrivals).toEqual([]);
  });

  test('what is on order comes as approved purchase orders say, the rest after one lead time', async () => {
    const [draft] = draftOrders(aDraftRequest({ candidates: [aCandidate({ sku: 'A-5' })] })).drafts;
    if (draft === undefined) throw new Error('the candidate needs nothing');
    const lines = draft.lines.map((line) => ({ ...line, units: 15 }));
    const id = 'DE-MAIN-S-1-EUR-20250120-x';
    const placed = { location: 'de-main', supplier: 'S-1', expectedArrival: '2025-02-04' };
    await api.stores.purchaseOrders.put(purchaseOrderKeys.order('demo', id), {
      ...{ ...draft, ...placed, id, lines, status: 'approved' },
    });

    const { answer } = await ask('A-5', forLonger);

    const known = { date: '2025-02-04', units: 15, known: true };
    const rest = (date: string) => ({ date, units: 25, known: false });
    expect(answer.projection.planned.arrivals).toEqual([known, rest('2025-02-07')]);
    expect(answer.projection.changed.arrivals).toEqual([known, rest('2025-02-21')]);
    expect(answer.notes).toContainEqual({
      code: 'arrivalsAssumed',
      text: expect.stringContaining('after one lead time'),
    });
  });

  test('tells which rule the figures are of, in the language asked for', async () => {
    const { answer } = await ask('A-1', { serviceLevel: 0.99 });
    const { body } = await api.ask(ROUTE, {
      path: { market: 'de', sku: 'A-1' },
      query: { language: 'zh' },
      body: { serviceLevel: 0.99 },
    });

    // the learnt table of two price levels orders nothing at 20 on hand
    expect(answer.replenishment.proposal).toEqual({ orderUnits: 0, by: 'learnt' });
    expect(answer.notes[0]).toEqual({ code: 'textbook', text: expect.stringContaining('textbook rule') });
    expect(JSON.parse(String(body)).notes[0].text).toContain('教科书规则');
  });

  test('tells no stock and no margin without a policy, and why', async () => {
    const { status, answer } = await ask('A-2', { serviceLevel: 0.99 });

    expect(status).toBe(200);
    expect([answer.replenishment, answer.projection, answer.margin]).toEqual([null, null, null]);
    expect(answer.notes).toEqual([{ code: 'noPolicy', text: expect.stringContaining('no policy') }]);
    expect(answer.planned.mean).toHaveLength(56);
  });

  test('proposes no order where recommendations are off', async () => {
    await api.stores.controls.put(controlKeys.market('demo', 'de'), {
      ...{ mode: 'off', killed: false },
    });

    const { answer } = await ask('A-1', forLonger);

    await api.stores.controls.remove(controlKeys.market('demo', 'de'));
    expect(answer.replenishment.proposal).toBeNull();
    expect(answer.replenishment.planned.orderUnits).toBe(65);
  });

  test('days are refused without a price or event, and a price without days', async () => {
    const none = await ask('A-1', week);
    const noDays = await ask('A-1', { priceChange: 0.1 });
    const low = await ask('A-1', { serviceLevel: 0.3 });

    expect([none.status, noDays.status, low.status]).toEqual([422, 422, 422]);
    expect(noDays.answer.detail).toContain('from and to are needed');
  });
});

describe('a forecast cut to some days', () => {
  test('shows its parts, effects and marks for those days too', async () => {
    const days = (units: number) => new Array<number>(DAYS).fill(units);
    const parts = { level: days(2), trend: days(0), season: days(0), events: days(0) };
    const anEvent = (from: string) => ({ name: 'Fair', kind: 'promotion' as const, from, to: from });
    const marks = {
      prices: [{ on: '2025-02-04', fromMicros: 10_000_000, toMicros: 11_000_000 }],
      events: [anEvent('2025-01-10'), anEvent('2025-02-03'), anEvent('2025-02-04')],
    };
    await api.stores.forecasts.putAll([
      { key: skuKey('demo', 'de', 'A-4'), value: aForecast({ sku: 'A-4', effects, parts, marks }) },
    ]);

    const { body } = await api.ask('GET /v1/markets/{market}/forecasts/{sku}', {
      path: { market: 'de', sku: 'A-4' },
      query: { horizon: '3' },
    });

    const shown = JSON.parse(String(body));
    expect(shown.parts.level).toEqual([2, 2, 2]);
    // three days from 1 February on
    expect(shown.marks).toEqual({ prices: [], events: marks.events.slice(0, 2) });
    expect(shown.effects[0].future).toEqual([10_000_000, 10_000_000, 10_000_000]);
  });
});
