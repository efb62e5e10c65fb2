import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Export, exportKey, exportKinds, exportViewSchema, parseAs } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

const ASK = 'POST /v1/markets/{market}/exports';
const SEE = 'GET /v1/exports/{export}';
const identifying = { ...demoClaims, scope: 'read identify' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(() => {
  api.clock.instant = '2025-02-01T09:00:00.000Z';
  api.wishes.length = 0;
  api.audit.length = 0;
});

const ask = (body: unknown, given: object = {}) => api.ask(ASK, { path: { market: 'de' }, body, ...given });
const asked = async (body: unknown, given: object = {}) => {
  const answer = await ask(body, given);
  expect(answer.statusCode).toBe(202);
  return parseAs(exportViewSchema, bodyOf(answer), 'the export');
};
const see = (id: string, given: object = {}) => api.ask(SEE, { path: { export: id }, ...given });

/** What the function of exports leaves of one that it made. */
const finish = async (id: string, given: Partial<Export> = {}) => {
  const stored = await api.stores.exports.get(exportKey('demo', id));
  if (stored === undefined) throw new Error(`there is no export ${id}`);
  await api.stores.exports.put(exportKey('demo', id), {
    ...stored.value,
    state: 'ready',
    finishedAt: '2025-02-01T09:00:07.000Z',
    file: {
      key: `exports/demo/${id}/de-forecasts-2025-02-01.csv`,
      ...{ rows: 3360, bytes: 400_000, columns: [{ name: 'sku', type: 'text' }] },
    },
    ...given,
  });
};

describe(ASK, () => {
  test('answers at once with a pending export, and tells the function that makes the file', async () => {
    const answer = await ask({ kind: 'forecasts', format: 'csv' });

    const view = bodyOf(answer);
    expect(answer.statusCode).toBe(202);
    expect(view).toMatchObject({
      ...{ market: 'de', kind: 'forecasts', format: 'csv', state: 'pending', customerCodes: false },
      ...{ rows: null, bytes: null, columns: null, link: null, expiresAt: '2025-02-08T09:00:00.000Z' },
    });
    expect(answer.headers).toMatchObject({ location: `../../exports/${view.export}` });
    expect(api.wishes).toEqual([{ merchant: 'demo', export: view.export }]);
  });

  test('takes effect once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'nightly-pull' };
    const first = await asked({ kind: 'policies', format: 'parquet' }, { headers });
    const second = await asked({ kind: 'policies', format: 'parquet' }, { headers });

    expect(second.export).toBe(first.export);
    expect(api.wishes).toHaveLength(1);
  });

  test('names the kinds that there are where it is asked for another', async () => {
    const answer = await ask({ kind: 'profits', format: 'csv' });

    expect(answer.statusCode).toBe(422);
    for (const kind of exportKinds) expect(bodyOf(answer).detail).toContain(`"${kind}"`);
    expect(api.wishes).toEqual([]);
  });

  test.each([
    [{ kind: 'forecasts', format: 'xlsx' }, '/format', /"csv"\|"parquet"/],
    [{ kind: 'policies', format: 'csv', asOf: '2025-01-31' }, '/asOf', /is known of forecasts, buyers/],
    [{ kind: 'forecasts', format: 'csv', asOf: '31.1.2025' }, '/asOf', /./],
    [{ kind: 'orders', format: 'csv', upload: 'u' }, '/upload', /rejects alone/],
    [{ kind: 'forecasts', format: 'csv', customerCodes: true }, '/customerCodes', /segments, buyers, orders/],
    [{ kind: 'forecasts', format: 'csv', market: 'jp' }, '', /Unrecognized key: "market"/],
  ])('refuses %j and says where', async (body, pointer, detail) => {
    const answer = await ask(body);

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
  });

  test('asks for rows that were refused of an upload of the caller’s own alone', async () => {
    const answer = await ask({ kind: 'rejects', format: 'csv', upload: '01J' });

    expect(answer.statusCode).toBe(404);
    expect(bodyOf(answer).detail).toBe('there is no upload 01J');
  });

  test('is for a market that the caller has, and a token that may read', async () => {
    const elsewhere = await api.ask(ASK, {
      path: { market: 'us' },
      body: { kind: 'forecasts', format: 'csv' },
    });
    const scopeless = await ask(
      { kind: 'forecasts', format: 'csv' },
      { claims: { ...demoClaims, scope: 'ingest' } },
    );

    expect([elsewhere.statusCode, scopeless.statusCode]).toEqual([404, 403]);
  });

  test('puts customers’ codes into a file for a token with identify alone', async () => {
    const body = { kind: 'buyers', format: 'csv', customerCodes: true };

    expect((await ask(body)).statusCode).toBe(403);
    expect((await asked(body, { claims: identifying })).customerCodes).toBe(true);
  });
});

describe(SEE, () => {
  test('gives a link to the file that is good for a quarter of an hour, and another one each time', async () => {
    const { export: id } = await asked({ kind: 'forecasts', format: 'csv' });
    await finish(id);

    const first = bodyOf(await see(id));
    api.clock.instant = '2025-02-01T10:00:00.000Z';
    const second = bodyOf(await see(id));

    expect(first).toMatchObject({
      ...{ state: 'ready', rows: 3360, bytes: 400_000, columns: [{ name: 'sku', type: 'text' }] },
      ...{ fileName: 'de-forecasts-2025-02-01.csv' },
      link: { expiresAt: '2025-02-01T09:15:00.000Z' },
    });
    const url = new URL(first.link.url);
    expect(url.pathname).toBe(`/lake/exports/demo/${id}/de-forecasts-2025-02-01.csv`);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
    expect(second.link.expiresAt).toBe('2025-02-01T10:15:00.000Z');
    expect(second.link.url).not.toBe(first.link.url);
    // whoever asked, the store's own names stay inside
    expect(Object.keys(first)).not.toEqual(expect.arrayContaining(['file', 'by', 'requestId']));
  });

  test('says why a file could not be made', async () => {
    const { export: id } = await asked({ kind: 'forecasts', format: 'csv' });
    await finish(id, { state: 'failed', reason: 'there is no run as of 2020-01-01', file: undefined });

    expect(bodyOf(await see(id))).toMatchObject({
      ...{ state: 'failed', reason: 'there is no run as of 2020-01-01', link: null },
    });
  });

  test('gives up what no function has finished when every try is over', async () => {
    const { export: id } = await asked({ kind: 'forecasts', format: 'csv' });

    api.clock.instant = '2025-02-01T10:30:00.000Z';
    const waiting = bodyOf(await see(id));
    api.clock.instant = '2025-02-01T10:30:01.000Z';
    const over = bodyOf(await see(id));

    expect(waiting.state).toBe('pending');
    expect(over).toMatchObject({ state: 'failed', reason: expect.stringMatching(/ask for it again$/) });
  });

  test('has no other merchant’s export, in the words of one that nobody has', async () => {
    const { export: id } = await asked({ kind: 'forecasts', format: 'csv' });
    const absent = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

    const others = await see(id, { claims: { ...demoClaims, merchant: 'other' } });
    const missing = await see(absent);

    expect([others.statusCode, missing.statusCode]).toEqual([404, 404]);
    const { instance: _, detail: __, ...problem } = bodyOf(others);
    expect(bodyOf(missing)).toMatchObject(problem);
    expect(bodyOf(others).detail).toBe(`there is no export ${id}`);
    expect(bodyOf(missing).detail).toBe(`there is no export ${absent}`);
  });

  test('forgets an export with its file, after seven days', async () => {
    const { export: id } = await asked({ kind: 'forecasts', format: 'csv' });

    api.clock.instant = '2025-02-08T09:00:00.000Z';

    expect((await see(id)).statusCode).toBe(404);
  });

  test('links to customers’ codes for a token with identify alone, and the log says who got one', async () => {
    const body = { kind: 'buyers', format: 'csv', customerCodes: true };
    const { export: id } = await asked(body, { claims: identifying });
    await finish(id);

    const refused = await see(id);
    expect(refused.statusCode).toBe(403);
    expect(api.audit).toEqual([]);

    const answer = bodyOf(await see(id, { claims: identifying }));
    expect(answer.link.url).toContain(id);
    expect(api.audit).toEqual([
      [
        'link to customer codes given',
        { merchant: 'demo', client: 'client-1', requestId: 'request-1', export: id },
      ],
    ]);
  });
});
