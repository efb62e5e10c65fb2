import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogKey, insightKeys, type LakeFile } from '../../../lib/domain/index.ts';
import { bodyOf } from '../http-requests.ts';
import { aBuyer } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
const de = { market: 'de' };
const ok: Api['ok'] = (...asked) => api.ok(...asked);

const aLakeFile = (given: Partial<LakeFile>): LakeFile => ({
  upload: 'u-1',
  market: 'jp',
  kind: 'orders',
  key: 'k',
  sequence: '1',
  rows: 1,
  firstDate: '2024-01-01',
  lastDate: '2024-12-31',
  schemaVersion: 1,
  ...given,
});

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('insights', () => {
  test('a market without orders says so, one with orders waits for its run', async () => {
    const path = { market: 'jp' };
    expect(await ok('GET /v1/markets/{market}/analysis', { path })).toMatchObject({
      kind: 'insufficientData',
      missing: ['orders'],
      asOf: '2025-02-01',
    });

    const query = { language: 'zh' };
    expect((await ok('GET /v1/markets/{market}/analysis', { path, query })).detail).toBe(
      '市场jp没有订单：请先上传',
    );

    await api.stores.catalog.put(catalogKey('demo', 'jp', 'orders', 'u-1'), aLakeFile({}));

    for (const what of ['analysis', 'segments'])
      expect(await ok(`GET /v1/markets/{market}/${what}`, { path })).toMatchObject({
        missing: ['run'],
        asOf: '2024-12-31',
      });
  });

  test('says that a run is missing where segments were stored by an earlier version', async () => {
    const earlier = {
      ...{ kind: 'ready', runId: 'de-2025-01-30', asOf: '2025-01-30', k: 2, reason: 'best silhouette' },
      ...{ scores: [{ k: 2, inertia: 1, silhouette: 0.5 }], inertia: 1, features: ['recency'], seed: 1 },
      segments: [
        {
          ...{ segment: 's-1', name: 'large', description: 'buy much', buyers: 9, revenueShare: 1 },
          ...{ recencyDays: 3, ordersPerYear: 4, yearRevenue: { minor: 1, currency: 'EUR' } },
          centroid: { recency: 0 },
        },
      ],
    };
    await api.stores.insights.put(insightKeys.segmentation('demo', 'de'), earlier);

    expect(await ok('GET /v1/markets/{market}/segments', { path: de })).toMatchObject({
      ...{ kind: 'insufficientData', missing: ['run'], asOf: '2025-01-30' },
      detail: expect.stringContaining('earlier version'),
    });
  });

  test('shows a stored segmentation and a buyer', async () => {
    await api.stores.segmentations.put(insightKeys.segmentation('demo', 'de'), {
      kind: 'ready',
      runId: 'de-2025-01-31',
      asOf: '2025-01-31',
      buyers: 0,
      revenue: { minor: 0, currency: 'EUR' },
      k: 2,
      reason: 'best silhouette',
      scores: [],
      inertia: 1,
      features: ['recency'],
      weights: [],
      leftOut: [],
      segments: [],
      previous: null,
      changes: [],
      moves: [],
      stayed: 0,
      segmentsEver: 0,
      seed: 1,
    });
    await api.stores.buyers.put(insightKeys.buyer('demo', 'de', 'c_1'), {
      ...aBuyer,
      ...{ customer: 'c_1', priceGroup: 'gold' },
    });

    expect(await ok('GET /v1/markets/{market}/segments', { path: de })).toMatchObject({ k: 2 });
    expect(
      await ok('GET /v1/markets/{market}/customers/{customer}', { path: { ...de, customer: 'c_1' } }),
    ).toMatchObject({ customer: 'c_1', recencyDays: 3, priceGroup: 'gold' });
  });

  test('says of a known customer without an order that it is in no segment yet', async () => {
    const known = { customer: 'c_2', runId: 'de-2025-01-31', asOf: '2025-01-31', priceGroup: 'gold' };
    const key = insightKeys.buyer('demo', 'de', 'c_2');
    await api.stores.buyers.put(key, { kind: 'unsegmented', ...known });

    const answer = await api.ask('GET /v1/markets/{market}/customers/{customer}', {
      path: { ...de, customer: 'c_2' },
    });

    expect(answer.statusCode).toBe(404);
    expect(bodyOf(answer)).toMatchObject({ detail: 'the customer c_2 is in no segment of de yet' });
  });

  test('shows a customer without a segment as soon as there is something to offer it', async () => {
    const night = { runId: 'de-2025-01-31', asOf: '2025-01-31' };
    const offers = [
      { sku: 'A-1', kind: 'new' as const, score: 1, reason: 'open quote of 40 until 2025-02-12' },
    ];
    const customer = 'c_3';
    await api.stores.buyers.put(insightKeys.buyer('demo', 'de', customer), {
      ...{ kind: 'unsegmented', customer },
      ...night,
    });
    await api.stores.advice.put(insightKeys.advice('demo', 'de', customer), { customer, ...night, offers });
    const show = async () =>
      api.ask('GET /v1/markets/{market}/customers/{customer}', { path: { ...de, customer } });

    expect(bodyOf(await show())).toEqual({ kind: 'unsegmented', customer, ...night, offers });

    // of a night before the one that wrote the customer
    const old = { customer, ...night, asOf: '2025-01-30', offers };
    await api.stores.advice.put(insightKeys.advice('demo', 'de', customer), old);
    expect((await show()).statusCode).toBe(404);
  });
});

describe('a market whose run found nothing to sell', () => {
  test('says everywhere what its analysis lacked', async () => {
    const lack = {
      ...({ kind: 'insufficientData', runId: 'jp-2025-01-31', asOf: '2025-01-31' } as const),
      ...{ missing: ['orders'], detail: 'there are no orders up to 2025-01-31' },
    };
    await api.stores.analyses.put(insightKeys.analysis('demo', 'jp'), lack);

    const path = { market: 'jp' };
    expect(bodyOf(await api.ask('GET /v1/markets/{market}/segments', { path }))).toEqual(lack);
    expect(bodyOf(await api.ask('GET /v1/markets/{market}/customers', { path }))).toMatchObject({
      items: [],
      detail: lack.detail,
    });
  });
});

describe('a buyer who opts out of decisions by machine', () => {
  const route = '/v1/markets/{market}/customers/{customer}/automation';
  const path = { market: 'de', customer: 'c-out' };

  test('is marked for the very next request, keeps its choice, and may come back', async () => {
    const key = insightKeys.buyer('demo', 'de', 'c-out');
    await api.stores.buyers.put(key, { ...aBuyer, customer: 'c-out' });
    expect(await ok(`GET ${route}`, { path })).toMatchObject({ automated: true, changedAt: null });

    await ok(`PUT ${route}`, { path, body: { automated: false } });

    expect(await ok(`GET ${route}`, { path })).toMatchObject({
      ...{ customer: 'c-out', automated: false, changedAt: expect.any(String) },
      text: expect.stringContaining('has opted out'),
    });
    expect((await api.stores.buyers.get(key))?.value).toMatchObject({ automated: false });
    await ok(`PUT ${route}`, { path, body: { automated: true } });
    expect((await api.stores.buyers.get(key))?.value).not.toHaveProperty('automated');
  });

  test('must be known in the market', async () => {
    const unknown = { market: 'de', customer: 'c-nobody' };

    const answer = await api.ask(`PUT ${route}`, { path: unknown, body: { automated: false } });

    expect(answer.statusCode).toBe(404);
  });
});
