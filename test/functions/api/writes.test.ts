import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogKey, runKey } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
const other = { ...demoClaims, merchant: 'other' };
const upload = (body: unknown, key?: string, claims = demoClaims) =>
  api.ask('POST /v1/uploads', {
    body,
    claims,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const run = (market: string, body: unknown, key?: string) =>
  api.ask('POST /v1/markets/{market}/runs', {
    path: { market },
    body,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const orders = { market: 'de', kind: 'orders', fileName: 'März 2025.csv' };

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('uploads', () => {
  test('gives a place for one file for 15 minutes, and shows it as awaited', async () => {
    const answer = await upload(orders);
    const { upload: made, put } = bodyOf(answer);
    const url = new URL(put.url);

    expect(answer.statusCode).toBe(201);
    expect(made).toMatchObject({ state: 'awaited', at: '2025-02-01T09:00:00.000Z' });
    expect(decodeURIComponent(url.pathname)).toBe(`/uploads/demo/de/orders/${made.upload}__März 2025.csv`);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
    expect(url.searchParams.get('X-Amz-Date')).toBe('20250201T090000Z');
    // a checksum in the address would be that of an empty file
    expect([...url.searchParams.keys()].filter((name) => name.includes('checksum'))).toEqual([]);
    expect(put).toMatchObject({ method: 'PUT', expiresAt: '2025-02-01T09:15:00.000Z' });
    const shown = await api.ask('GET /v1/uploads/{upload}', { path: { upload: made.upload } });
    expect(bodyOf(shown)).toEqual(made);
  });

  test('lists the newest first', async () => {
    api.clock.instant = '2025-02-01T10:00:00.000Z';
    const { upload: made } = bodyOf(await upload({ ...orders, market: '_all', kind: 'products' }));
    const { items } = bodyOf(await api.ask('GET /v1/uploads', {}));

    expect(items[0]).toEqual(made);
    expect(items).toHaveLength(2);
  });

  test("does not show another merchant's upload", async () => {
    const { upload: made } = bodyOf(await upload(orders));
    const theirs = await api.ask('GET /v1/uploads/{upload}', {
      path: { upload: made.upload },
      claims: other,
    });

    expect(theirs.statusCode).toBe(404);
  });

  test.each([
    [{ ...orders, market: 'us' }, 404],
    [{ ...orders, market: 'xx' }, 404],
    [{ ...orders, fileName: '../../other/de/orders/x.csv' }, 422],
    [{ ...orders, fileName: 'a\u0000.csv' }, 422],
    [{ ...orders, fileName: 'half a character \ud800.csv' }, 422],
    [null, 422],
    [{ ...orders, kind: 'invoices' }, 422],
    [{ ...orders, merchant: 'other' }, 422],
    [undefined, 422],
  ])('refuses %j', async (body, status) => {
    expect((await upload(body)).statusCode).toBe(status);
  });
});

describe('Idempotency-Key', () => {
  const replayed = (answer: { headers?: Record<string, unknown> | undefined }) =>
    answer.headers?.['idempotency-replayed'];

  test('replays the stored answer for a day, whatever the order of the members', async () => {
    const first = await upload(orders, 'key-1');
    const { fileName, kind, market } = orders;
    const second = await upload({ fileName, kind, market }, 'key-1');

    expect(replayed(first)).toBeUndefined();
    expect(replayed(second)).toBe('true');
    expect([second.statusCode, second.body]).toEqual([201, first.body]);

    api.clock.instant = '2025-02-02T10:00:00.000Z';
    expect((await upload(orders, 'key-1')).body).toBe(first.body);
    api.clock.instant = '2025-02-03T12:00:00.000Z';
    expect((await upload(orders, 'key-1')).body).not.toBe(first.body);
  });

  test('refuses another body and another market under a used key', async () => {
    await upload(orders, 'key-2');
    await run('de', { asOf: '2024-03-01' }, 'key-3');

    expect((await upload({ ...orders, kind: 'stock' }, 'key-2')).statusCode).toBe(422);
    expect((await run('jp', { asOf: '2024-03-01' }, 'key-3')).statusCode).toBe(422);
  });

  test('is one of the merchant and the route: the same key elsewhere is another', async () => {
    const mine = await upload(orders, 'key-4');
    const theirs = await upload(orders, 'key-4', other);
    const started = await run('de', { asOf: '2024-03-02' }, 'key-4');

    expect(replayed(theirs)).toBeUndefined();
    expect(theirs.body).not.toBe(mine.body);
    expect(started.statusCode).toBe(202);
  });

  test('lets one of many twins in flight through', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(orders, 'key-5')));
    const made = answers.filter(({ statusCode }) => statusCode === 201);

    expect(new Set(made.map(({ body }) => body)).size).toBe(1);
    expect(answers.every(({ statusCode }) => statusCode === 201 || statusCode === 409)).toBe(true);
    expect(made.filter((answer) => replayed(answer) === undefined)).toHaveLength(1);
  });

  test('does not keep an answer that failed', async () => {
    expect((await run('jp', {}, 'key-6')).statusCode).toBe(422);
    await storeOrders('jp', '2024-12-30');

    expect((await run('jp', {}, 'key-6')).statusCode).toBe(202);
  });

  test('must be visible ASCII', async () => {
    expect((await upload(orders, 'a b')).statusCode).toBe(422);
  });
});

describe('runs', () => {
  test('starts at the newest date of the orders, its own and those for all markets', async () => {
    await storeOrders('de', '2025-01-30');
    await storeOrders('_all', '2025-01-31');
    const answer = await run('de', undefined);

    expect(answer.statusCode).toBe(202);
    expect(bodyOf(answer)).toEqual({ runId: 'de-2025-01-31', market: 'de', asOf: '2025-01-31' });
    const location = new URL(String(answer.headers?.location), 'http://x/eu/v1/markets/de/runs');
    expect(location.pathname).toBe('/eu/v1/runs/de-2025-01-31');
    expect(api.started.at(-1)).toEqual({
      name: expect.stringMatching(/^demo-de-2025-01-31-[0-9a-f]{8}$/),
      input: { merchant: 'demo', market: 'de', asOf: '2025-01-31' },
    });
  });

  test('retries the shards of a run that failed, and no run of which none has', async () => {
    const name = { merchant: 'demo', market: 'de', asOf: '2025-02-02', runId: 'de-2025-02-02' };
    const summary = { forecasts: 1, policies: 1, buyers: 1, segments: 1, insufficientData: 0 };
    const row = { ...name, startedAt: '2025-02-03T02:00:00Z', series: 2, shards: 2 };
    const key = runKey('demo', name.runId);
    const put = (failedShards: { step: string; shard: string; reason: string }[]) =>
      api.stores.runs.put(key, {
        ...row,
        state: 'finishedWithFailures',
        summary: { ...summary, failedShards },
      });

    await put([]);
    const refused = await run('de', { asOf: name.asOf, retry: true });
    await put([{ step: 'learn', shard: 's00002', reason: 'out of memory' }]);
    const started = await run('de', { asOf: name.asOf, retry: true });
    await api.stores.runs.remove(key);

    expect([refused.statusCode, started.statusCode]).toEqual([409, 202]);
    expect(api.started.at(-1)?.input).toEqual({
      merchant: 'demo',
      market: 'de',
      asOf: name.asOf,
      retry: true,
    });
  });

  test('starts one of two twins', async () => {
    const before = api.started.length;
    const twins = await Promise.all([run('de', { asOf: '2024-05-01' }), run('de', { asOf: '2024-05-01' })]);

    expect(twins.map(({ statusCode }) => statusCode).sort()).toEqual([202, 409]);
    expect(api.started).toHaveLength(before + 1);
  });

  test('refuses a run that is under way, and takes it again when it has ended', async () => {
    const stored = { merchant: 'demo', market: 'de', asOf: '2024-06-01', runId: 'de-2024-06-01' };
    const progress = { startedAt: api.clock.instant, series: 1, shards: 1 };
    const key = runKey('demo', 'de-2024-06-01');
    await api.stores.runs.put(key, { ...stored, ...progress, state: 'running' });
    expect((await run('de', { asOf: '2024-06-01' })).statusCode).toBe(409);

    await api.stores.runs.put(key, { ...stored, ...progress, state: 'finished' });
    expect((await run('de', { asOf: '2024-06-01' })).statusCode).toBe(202);
  });

  test('takes a run again at once when the one that was just started has ended', async () => {
    expect((await run('de', { asOf: '2024-06-03' })).statusCode).toBe(202);
    expect((await run('de', { asOf: '2024-06-03' })).statusCode).toBe(409);

    const name = { merchant: 'demo', market: 'de', asOf: '2024-06-03', runId: 'de-2024-06-03' };
    const counts = { startedAt: api.clock.instant, series: 1, shards: 1 };
    await api.stores.runs.put(runKey('demo', 'de-2024-06-03'), { ...name, ...counts, state: 'finished' });

    expect((await run('de', { asOf: '2024-06-03' })).statusCode).toBe(202);
  });

  test('takes a run again that never ended, a day after its execution must have', async () => {
    const stored = { merchant: 'demo', market: 'de', asOf: '2024-06-04', runId: 'de-2024-06-04' };
    const startedAt = '2025-01-01T03:30:00Z';
    const row = { ...stored, startedAt, series: 1, shards: 1, state: 'running' } as const;
    await api.stores.runs.put(runKey('demo', 'de-2024-06-04'), row);

    expect((await run('de', { asOf: '2024-06-04' })).statusCode).toBe(202);
  });

  test('refuses a run of an older day than the results that are served', async () => {
    const name = { merchant: 'demo', market: 'de', asOf: '2024-06-05', runId: 'de-2024-06-05' };
    const counts = { startedAt: api.clock.instant, series: 1, shards: 1 };
    await api.stores.runs.put(runKey('demo', name.runId), { ...name, ...counts, state: 'finished' });
    const before = api.started.length;

    const answer = await run('de', { asOf: '2024-06-04' });

    expect(answer.statusCode).toBe(409);
    expect(bodyOf(answer)).toMatchObject({ detail: expect.stringContaining('served from 2024-06-05') });
    await api.stores.runs.remove(runKey('demo', name.runId));
    expect(api.started).toHaveLength(before);
  });

  test('refuses a day that has not come in the market, though it has elsewhere', async () => {
    const before = api.clock.instant;
    // 16:00 in London is 01:00 of the next day in Tokyo
    api.clock.instant = '2025-02-03T16:00:00.000Z';

    const statuses = [];
    for (const [market, asOf] of [
      ['de', '2025-02-04'],
      ['jp', '2025-02-04'],
      ['jp', '2025-02-05'],
      ['de', '9999-12-31'],
    ] as const)
      statuses.push((await run(market, { asOf })).statusCode);
    api.clock.instant = before;

    expect(statuses).toEqual([422, 202, 422, 422]);
  });

  test('may be asked for again at once when the start failed, and tells the request id alone', async () => {
    for (let attempt = 0; attempt < 2; attempt++) {
      const answer = await run('de', { asOf: '2025-01-15' });
      expect(answer.statusCode).toBe(500);
      expect(bodyOf(answer).detail).toBe('request request-1 failed');
    }
  });

  test.each([[{ asOf: 'yesterday' }], [{ asOf: '2025-02-30' }], [{ date: '2025-01-01' }]])(
    'refuses %j',
    async (body) => {
      expect((await run('de', body)).statusCode).toBe(422);
    },
  );
});

async function storeOrders(market: string, lastDate: string): Promise<void> {
  const name = `u-${market}`;
  await api.stores.catalog.put(catalogKey('demo', market, 'orders', name), {
    ...{ upload: name, market, kind: 'orders', key: 'k', sequence: '1', rows: 1 },
    ...{ firstDate: '2024-01-01', lastDate, schemaVersion: 1 },
  });
}
