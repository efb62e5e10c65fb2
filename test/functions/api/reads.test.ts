import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { controlKeys, type Run, runKey, skuKey } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { aForecast, anInsufficientPolicy, aPolicy } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
const de = { market: 'de' };
const ok: Api['ok'] = (...asked) => api.ok(...asked);

const aRun = (given: Partial<Run> = {}): Run => ({
  merchant: 'demo',
  market: 'de',
  asOf: '2025-01-31',
  runId: 'de-2025-01-31',
  state: 'running',
  startedAt: '2025-02-01T03:30:00Z',
  series: 3,
  shards: 2,
  ...given,
});
beforeAll(async () => {
  api = await startApi();
  const { policies, forecasts, runs } = api.stores;
  const rows = [
    { sku: 'A-1', policy: aPolicy(), risk: 100 },
    { sku: 'A-2', policy: aPolicy({ sku: 'A-2' }), risk: 300 },
    { sku: 'B/3', policy: anInsufficientPolicy('B/3'), risk: 0 },
  ];
  for (const { sku, policy, risk } of rows)
    await policies.put(skuKey('demo', 'de', sku), policy, { numbers: { risk } });
  await policies.put(skuKey('other', 'de', 'O-1'), aPolicy({ sku: 'O-1' }), { numbers: { risk: 900 } });
  await forecasts.put(skuKey('demo', 'de', 'A-1'), aForecast());
  await runs.put(runKey('demo', 'de-2025-01-31'), aRun());
  await runs.put(runKey('demo', 'de-at-2025-01-31'), aRun({ market: 'de-at', runId: 'de-at-2025-01-31' }));
});
afterAll(() => api.stop());

describe('health and document', () => {
  test('are there without a token', async () => {
    expect(await ok('GET /v1/health', { claims: null })).toEqual({ status: 'ok' });
    const document = await ok('GET /v1/openapi.json', { claims: null });
    expect(document.openapi).toBe('3.1.1');
  });
});

describe('markets', () => {
  test("lists the merchant's markets of this region with mode and last run", async () => {
    const { items } = await ok('GET /v1/markets');

    expect(items.map(({ market }: { market: string }) => market)).toEqual(['de', 'jp']);
    expect(items[0]).toMatchObject({
      currency: 'EUR',
      mode: 'suggest',
      killed: false,
      lastRun: { runId: 'de-2025-01-31', state: 'running' },
    });
    expect(items[1].lastRun).toBeNull();
  });

  test('shows the stricter of two modes, and a kill of either', async () => {
    await api.stores.controls.put(controlKeys.merchant('demo'), { mode: 'automatic', killed: true });
    await api.stores.controls.put(controlKeys.market('demo', 'jp'), { mode: 'off', killed: false });

    expect(await ok('GET /v1/markets/{market}', { path: { market: 'jp' } })).toMatchObject({
      mode: 'off',
      killed: true,
    });

    await api.stores.controls.remove(controlKeys.merchant('demo'));
    await api.stores.controls.remove(controlKeys.market('demo', 'jp'));
  });
});

describe('skus', () => {
  const list = (query: Record<string, string>) => ok('GET /v1/markets/{market}/skus', { path: de, query });
  const codesOf = ({ items }: { items: { sku: string }[] }) => items.map(({ sku }) => sku);

  test('lists what to act on first', async () => {
    const { items, cursor } = await list({});

    expect(items.map(({ sku }: { sku: string }) => sku)).toEqual(['A-2', 'A-1', 'B/3']);
    expect(cursor).toBeUndefined();
    expect(items[1]).toEqual({
      sku: 'A-1',
      name: 'Hinge',
      kind: 'ready',
      attention: ['price'],
      moneyAtRisk: { minor: 100, currency: 'EUR' },
      onHand: 20,
      daysOfCover: 20,
      price: { micros: 10_000_000, currency: 'EUR' },
      proposedPrice: { micros: 11_000_000, currency: 'EUR' },
      orderUnits: 0,
      // 28 days of 2 units; the P90 of 14 days lies 8 above their mean and its median 1 below, both grow by √2
      next28Days: {
        p10: expect.closeTo(56 - 8 * Math.SQRT2),
        p50: expect.closeTo(56 - Math.SQRT2),
        p90: expect.closeTo(56 + 8 * Math.SQRT2),
      },
      asOf: '2025-01-31',
      missing: [],
    });
    expect(items[2]).toMatchObject({ kind: 'insufficientData', missing: ['unit_cost'], next28Days: null });
  });

  test('walks through pages by the link, each SKU once', async () => {
    const seen: string[] = [];
    let query: Record<string, string> = { order: 'sku', limit: '1' };
    for (let page = 0; page < 5; page++) {
      const answer = await api.ask('GET /v1/markets/{market}/skus', { path: de, query });
      seen.push(...bodyOf(answer).items.map(({ sku }: { sku: string }) => sku));
      const link = answer.headers?.link;
      if (link === undefined) break;
      const [, next = ''] = /^<\?(.*)>; rel="next"$/.exec(String(link)) ?? [];
      query = Object.fromEntries(new URLSearchParams(next));
    }
    expect(seen).toEqual(['A-1', 'A-2', 'B/3']);
  });

  test('lists by a beginning of the article code, in the order of codes, page by page', async () => {
    const first = await list({ prefix: 'A-', limit: '1' });
    const second = await list({ prefix: 'A-', limit: '1', cursor: first.cursor });
    const none = await list({ prefix: 'a-' });

    expect([first, second, none].map(codesOf)).toEqual([['A-1'], ['A-2'], []]);
  });

  test('lists only what asks for a person for one thing, and goes on where a page that little fits ended', async () => {
    const all = await list({ filter: 'price' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ filter: 'price', limit: '1', ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...codesOf(page));
      cursor = page.cursor;
    } while (cursor !== undefined);

    expect(codesOf(all)).toEqual(['A-2', 'A-1']);
    expect(seen).toEqual(['A-2', 'A-1']);
    expect(codesOf(await list({ filter: 'drift' }))).toEqual([]);
  });

  test('refuses a cursor of another filter', async () => {
    const { cursor } = await list({ filter: 'price', limit: '1' });

    const answer = await api.ask('GET /v1/markets/{market}/skus', {
      path: de,
      query: { filter: 'drift', cursor },
    });

    expect(answer.statusCode).toBe(404);
  });

  test.each([
    [{ limit: '0' }, '/query/limit'],
    [{ limit: '201' }, '/query/limit'],
    [{ limit: '1.5' }, '/query/limit'],
    [{ order: 'name' }, '/query/order'],
    [{ filter: 'late' }, '/query/filter'],
    [{ prefix: '' }, '/query/prefix'],
  ])('refuses %j', async (query, pointer) => {
    const answer = await api.ask('GET /v1/markets/{market}/skus', { path: de, query });

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors).toEqual([{ pointer, detail: expect.any(String) }]);
  });

  test('refuses a cursor of another merchant and of another order', async () => {
    const { cursor } = await list({ limit: '1' });
    const theirs = await api.ask('GET /v1/markets/{market}/skus', {
      path: de,
      query: { cursor },
      claims: { ...demoClaims, merchant: 'other' },
    });
    const reordered = await api.ask('GET /v1/markets/{market}/skus', {
      path: de,
      query: { cursor, order: 'sku' },
    });

    const madeUp = await api.ask('GET /v1/markets/{market}/skus', { path: de, query: { cursor: 'made-up' } });

    expect([theirs, reordered, madeUp].map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });

  test('shows one SKU with what its advice rests on', async () => {
    const detail = await ok('GET /v1/markets/{market}/skus/{sku}', { path: { ...de, sku: 'A-1' } });

    expect(detail).toMatchObject({
      sku: 'A-1',
      market: 'de',
      stock: { onHand: 20, onOrder: 0, asOf: '2025-01-31', location: 'de-main' },
      moneyAtRisk: { minor: 100, currency: 'EUR' },
      replenishment: { reorderPoint: 12 },
      forecast: { kind: 'ready' },
      decision: null,
      policyVersion: 'v1',
    });
  });

  test('shows a SKU without cost, its name with a slash', async () => {
    const detail = await ok('GET /v1/markets/{market}/skus/{sku}', { path: { ...de, sku: 'B/3' } });

    expect(detail).toMatchObject({
      kind: 'insufficientData',
      stock: null,
      replenishment: null,
      warnings: ['there is no cost'],
    });
  });

  test('cuts a forecast to the days asked for', async () => {
    const path = { ...de, sku: 'A-1' };
    const forecast = await ok('GET /v1/markets/{market}/forecasts/{sku}', { path, query: { horizon: '3' } });

    expect(forecast.p90).toEqual([3, 3, 3]);
    expect(forecast.leadTimeDemand.days).toBe(14);
  });
});

describe('runs', () => {
  test('shows progress by step and shard, and its segment step', async () => {
    await api.stores.progress.done('demo', 'de-2025-01-31', 'forecast', 's-0001');
    await api.stores.progress.done('demo', 'de-2025-01-31', 'forecast', 's-0001');

    expect(await ok('GET /v1/runs/{run}', { path: { run: 'de-2025-01-31' } })).toMatchObject({
      state: 'running',
      progress: {
        forecast: { of: 2, done: ['s-0001'] },
        segment: { of: 1, done: [] },
        learn: { of: 2, done: [] },
      },
    });
  });

  test('lists runs, the progress items apart', async () => {
    const { items } = await ok('GET /v1/runs');
    expect(items.map(({ runId }: Run) => runId)).toEqual(['de-at-2025-01-31', 'de-2025-01-31']);
  });
});
