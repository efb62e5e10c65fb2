import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { catalogKey, nothingRead, type Upload, uploadKey } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const waiting: Upload = {
  upload: 'u1',
  market: 'de',
  kind: 'orders',
  fileName: 'o.csv',
  key: 'demo/de/orders/o.csv',
  sequence: '1',
  state: 'needsAnswer',
  at: '2025-02-01T08:00:00.000Z',
  ...nothingRead(),
  questions: [
    {
      question: 'dateOrder',
      about: 'dateOrder',
      text: 'Which comes first?',
      options: [
        { value: 'dayFirst', text: 'the day' },
        { value: 'monthFirst', text: 'the month' },
      ],
    },
  ],
};
const put = (given: Partial<Upload> = {}) =>
  api.stores.uploads.put(uploadKey('demo', 'u1'), { ...waiting, ...given });
const answer = (answers: unknown, more: { claims?: typeof demoClaims; key?: string } = {}) =>
  api.ask('POST /v1/uploads/{upload}/mapping', {
    path: { upload: 'u1' },
    body: { answers },
    ...(more.claims === undefined ? {} : { claims: more.claims }),
    ...(more.key === undefined ? {} : { headers: { 'idempotency-key': more.key } }),
  });
const rollBack = (claims = demoClaims) =>
  api.ask('DELETE /v1/uploads/{upload}', { path: { upload: 'u1' }, claims });

beforeEach(() => put());

describe('answers to an upload', () => {
  test('are kept with it, and ingest is told to read it again', async () => {
    const answered = await answer({ dateOrder: 'dayFirst', 'column.customer_id': 'Kunde' });

    expect(answered.statusCode).toBe(202);
    expect(bodyOf(answered)).toMatchObject({
      state: 'answered',
      answers: { dateOrder: 'dayFirst', 'column.customer_id': 'Kunde' },
    });
    expect(api.told.at(-1)).toBe('demo/de/_answers/u1');
  });

  test('sent twice under one key are one answer', async () => {
    const told = api.told.length;
    await answer({ dateOrder: 'dayFirst' }, { key: 'k-1' });
    const again = await answer({ dateOrder: 'dayFirst' }, { key: 'k-1' });

    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(api.told.length).toBe(told + 1);
  });

  test.each([
    ['an answer that is not offered', { dateOrder: 'yearFirst' }],
    ['a question that is none', { colour: 'red' }],
    ['a column that orders have not', { 'column.on_hand': 'x' }],
    ['no answer', {}],
    ['something else than texts', { dateOrder: 1 }],
  ])('refuse %s', async (_name, answers) => {
    expect((await answer(answers)).statusCode).toBe(422);
    expect((await api.stores.uploads.get(uploadKey('demo', 'u1')))?.value.state).toBe('needsAnswer');
  });

  test.each(['accepted', 'reading', 'rolledBack', 'awaited'] as const)(
    'come too late for an upload that is %s',
    async (state) => {
      await put({ state });

      expect((await answer({ dateOrder: 'dayFirst' })).statusCode).toBe(409);
    },
  );

  test("need the scope, and another merchant's upload is not there", async () => {
    const reader = { ...demoClaims, scope: 'read' };

    expect((await answer({ dateOrder: 'dayFirst' }, { claims: reader })).statusCode).toBe(403);
    expect(
      (await answer({ dateOrder: 'dayFirst' }, { claims: { ...demoClaims, merchant: 'other' } })).statusCode,
    ).toBe(404);
  });
});

describe('a roll-back', () => {
  const entry = catalogKey('demo', 'de', 'orders', 'u1');
  const inLake = async () => (await api.stores.catalog.get(entry)) !== undefined;
  beforeEach(() =>
    api.stores.catalog.put(entry, {
      upload: 'u1',
      market: 'de',
      kind: 'orders',
      key: 'lake/demo/de/orders/u1.parquet',
      sequence: '1',
      rows: 1,
      firstDate: null,
      lastDate: null,
      schemaVersion: 1,
    }),
  );

  test('takes the upload out of the catalog, and does so again without harm', async () => {
    await put({ state: 'accepted' });

    const first = await rollBack();
    const second = await rollBack();

    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(bodyOf(first)).toMatchObject({ state: 'rolledBack' });
    expect(await inLake()).toBe(false);
    // and readers outside are told
    expect(api.manifests.get('manifests/demo/de/orders/symlink.txt')).toBe('');
  });

  test.each(['reading', 'answered'] as const)('waits while the upload is %s', async (state) => {
    await put({ state });

    expect((await rollBack()).statusCode).toBe(409);
    expect(await inLake()).toBe(true);
  });

  test("needs the scope, and another merchant's upload is not there", async () => {
    expect((await rollBack({ ...demoClaims, scope: 'read' })).statusCode).toBe(403);
    expect((await rollBack({ ...demoClaims, merchant: 'other' })).statusCode).toBe(404);
    expect(await inLake()).toBe(true);
  });
});
