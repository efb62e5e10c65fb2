import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identityKey, insightKeys, routes, runKey, skuKey } from '../../../lib/domain/index.ts';
import { createPseudonyms } from '../../../lib/runtime/pseudonyms.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { aBuyer, aForecast, aPolicy } from '../stored-documents.ts';
import { type Api, PSEUDONYM_SECRET, startApi } from './api-fixture.ts';

let api: Api;
const de = { market: 'de' };
const other = { ...demoClaims, merchant: 'other' };

beforeAll(async () => {
  api = await startApi();
  const { policies, forecasts, buyers, runs } = api.stores;
  await policies.put(skuKey('demo', 'de', 'A-1'), aPolicy(), { numbers: { risk: 1 } });
  await policies.put(skuKey('other', 'de', 'O-1'), aPolicy({ sku: 'O-1' }), { numbers: { risk: 1 } });
  await forecasts.put(skuKey('demo', 'de', 'A-1'), aForecast());
  await buyers.put(insightKeys.buyer('demo', 'de', 'c_1'), { ...aBuyer, customer: 'c_1' });
  await runs.put(runKey('demo', 'de-2025-01-31'), {
    ...{ merchant: 'demo', market: 'de', asOf: '2025-01-31', runId: 'de-2025-01-31', state: 'running' },
    ...{ startedAt: '2025-02-01T03:30:00Z', series: 1, shards: 1 },
  });
});
afterAll(() => api.stop());

describe("another merchant's things", () => {
  test.each([
    ['GET /v1/markets/{market}', { market: 'jp' }],
    ['GET /v1/markets/{market}/skus', { market: 'jp' }],
    ['GET /v1/markets/{market}/skus/{sku}', { market: 'de', sku: 'A-1' }],
    ['GET /v1/markets/{market}/forecasts/{sku}', { market: 'de', sku: 'A-1' }],
    ['GET /v1/markets/{market}/customers/{customer}', { market: 'de', customer: 'c_1' }],
    ['GET /v1/markets/{market}/segments', { market: 'jp' }],
    ['GET /v1/markets/{market}/analysis', { market: 'jp' }],
    ['GET /v1/runs/{run}', { run: 'de-2025-01-31' }],
  ])('%s %j is answered with the body of what does not exist', async (routeKey, path) => {
    const own = await api.ask(routeKey, { path });
    const theirs = await api.ask(routeKey, { path, claims: other });
    const made = {
      ...path,
      ...Object.fromEntries(
        Object.entries(path)
          .slice(-1)
          .map(([name]) => [name, 'xx']),
      ),
    };
    const absent = await api.ask(routeKey, { path: made, claims: other });

    expect([own.statusCode, theirs.statusCode, absent.statusCode]).toEqual([200, 404, 404]);
    const [last = ''] = Object.values(path).slice(-1);
    expect(String(theirs.body).replaceAll(last, 'xx')).toBe(absent.body);
  });

  test('their lists hold none of it', async () => {
    const list = async (routeKey: string) =>
      bodyOf(await api.ask(routeKey, { path: de, claims: other })).items;
    expect(await list('GET /v1/runs')).toEqual([]);
    expect(await list('GET /v1/uploads')).toEqual([]);
    expect(await list('GET /v1/markets/{market}/skus')).toMatchObject([{ sku: 'O-1' }]);
    expect(await list('GET /v1/markets')).toMatchObject([{ market: 'de', lastRun: null }]);
  });
});

describe('customer codes', () => {
  const pseudonyms = createPseudonyms(PSEUDONYM_SECRET, 'demo');
  const ask = async (scope: string) =>
    bodyOf(
      await api.ask('GET /v1/markets/{market}/customers/{customer}', {
        path: { market: 'de', customer: 'c_1' },
        claims: { ...demoClaims, scope },
      }),
    );

  test('are shown to a token with the scope identify alone', async () => {
    const sealed = pseudonyms.seal('ACME-0042');
    await api.stores.identities.put(identityKey('demo', 'c_1'), { sealed, keyVersion: 1 });

    expect(await ask('read identify')).toMatchObject({ customer: 'c_1', customerCode: 'ACME-0042' });
    expect(await ask('read admin')).not.toHaveProperty('customerCode');
  });

  test('stand beside the contracts of a SKU, for identify alone', async () => {
    const contractsFor = async (scope: string) =>
      bodyOf(
        await api.ask('GET /v1/markets/{market}/skus/{sku}', {
          path: { market: 'de', sku: 'A-1' },
          claims: { ...demoClaims, scope },
        }),
      ).contracts;

    expect(await contractsFor('read identify')).toMatchObject([
      { customer: 'c_1', customerCode: 'ACME-0042' },
    ]);
    expect((await contractsFor('read admin'))[0]).not.toHaveProperty('customerCode');
  });

  test.each(routes.filter((one) => one.method === 'GET' && one.scope === 'read' && one.function === 'api'))(
    'are in no answer of $path without identify',
    async ({ method, path: route }) => {
      const path = { market: 'de', sku: 'A-1', customer: 'c_1', run: 'de-2025-01-31', upload: 'u-1' };

      const answer = await api.ask(`${method} ${route}`, {
        path,
        query: route.endsWith('/analysis') && !route.includes('{market}') ? { markets: 'de' } : {},
        claims: { ...demoClaims, scope: 'read decide ingest admin' },
      });

      expect(answer.body).not.toMatch(/customerCode|ACME/);
    },
  );
});

describe('scopes', () => {
  test.each([
    ['GET /v1/markets', 'ingest admin'],
    ['POST /v1/uploads', 'read admin'],
    ['POST /v1/markets/{market}/outcomes', 'read'],
    ['POST /v1/markets/{market}/runs', 'read ingest decide'],
  ])('%s refuses a token with %s alone', async (routeKey, scope) => {
    const answer = await api.ask(routeKey, { path: de, body: {}, claims: { ...demoClaims, scope } });
    expect(answer.statusCode).toBe(403);
  });
});

describe('names that are too long for anything to be called so', () => {
  const long = 'x'.repeat(201);

  test.each([
    ['GET /v1/markets/{market}', { market: long }],
    ['GET /v1/markets/{market}/skus/{sku}', { market: 'de', sku: long }],
    ['GET /v1/markets/{market}/forecasts/{sku}', { market: 'de', sku: long }],
    ['GET /v1/markets/{market}/customers/{customer}', { market: 'de', customer: long }],
    ['GET /v1/uploads/{upload}', { upload: long }],
    ['GET /v1/runs/{run}', { run: long }],
  ])('%s points to it and does not repeat it', async (routeKey, path) => {
    const answer = await api.ask(routeKey, { path });

    expect(answer.statusCode).toBe(422);
    const last = Object.keys(path).at(-1);
    expect(bodyOf(answer).errors).toEqual([{ pointer: `/path/${last}`, detail: expect.any(String) }]);
    expect(bodyOf(answer).detail).not.toContain('xxx');
  });

  test.each(['🙂'.repeat(200), 'é'.repeat(200)])(
    'one of 200 characters is merely not there: %s',
    async (sku) => {
      const answer = await api.ask('GET /v1/markets/{market}/customers/{customer}', {
        path: { market: 'de', customer: sku },
      });
      expect(answer.statusCode).toBe(404);
    },
  );
});
