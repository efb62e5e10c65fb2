import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { skuKey } from '../../../lib/domain/index.ts';
import type { HttpAnswer } from '../../../lib/runtime/http-answer.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { aForecast } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

const GET = 'GET /v1/markets/{market}/forecasts/{sku}/adjustments';
const PUT = 'PUT /v1/markets/{market}/forecasts/{sku}/adjustments';
const FORECAST = 'GET /v1/markets/{market}/forecasts/{sku}';
const path = { market: 'de', sku: 'A/1' };
const catalogue = { from: '2025-02-03', to: '2025-02-04', factor: 2, reason: 'catalogue goes out' };
const holiday = { from: '2025-02-10', to: '2025-02-14', unitsPerDay: 0, reason: 'customer shuts' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
// as a forecast of 2025-01-31 finds it
beforeEach(async () => {
  api.clock.instant = '2025-02-01T09:00:00.000Z';
  await api.stores.adjustments.remove(skuKey('demo', 'de', 'A/1'));
  await api.stores.forecasts.put(skuKey('demo', 'de', 'A/1'), aForecast({ sku: 'A/1' }));
});

const change = (etag: string, adjustments: object[], more: object = {}) =>
  api.ask(PUT, { path, headers: { 'if-match': etag }, body: { adjustments, ...more } });
const etagOf = (answer: HttpAnswer) => String(answer.headers?.etag);

describe('a person’s adjustments', () => {
  test('are none at first, are made with the version that was read, and show at once beside the forecast', async () => {
    const first = await api.ask(GET, { path });
    expect(bodyOf(first)).toEqual({ sku: 'A/1', serve: 'whenItPays', adjustments: [], past: [] });

    const made = await change(etagOf(first), [catalogue]);

    expect(made.statusCode).toBe(200);
    expect(etagOf(made)).toBe('"1"');
    expect(bodyOf(made).adjustments).toEqual([
      { ...catalogue, author: 'client-1', madeAt: '2025-02-01T09:00:00.000Z', madeOn: '2025-02-01' },
    ]);
    const forecast = bodyOf(await api.ask(FORECAST, { path, query: { horizon: '5' } }));
    // the forecast starts on the first of February: two units a day, one to three
    expect(forecast.mean).toEqual([2, 2, 2, 2, 2]);
    expect(forecast.adjusted).toEqual({
      mean: [2, 2, 4, 4, 2],
      p10: [1, 1, 2, 2, 1],
      p50: [2, 2, 4, 4, 2],
      p90: [3, 3, 6, 6, 3],
    });
    expect(forecast.adjustments).toHaveLength(1);
  });

  test('keep author and time of what stays, and who took back what is left out', async () => {
    await change('"0"', [catalogue, holiday]);
    api.clock.instant = '2025-02-02T10:00:00.000Z';

    const answer = await api.ask(PUT, {
      path,
      headers: { 'if-match': '"1"' },
      claims: { ...demoClaims, client_id: 'client-2', scope: 'read decide:de' },
      body: { adjustments: [holiday], serve: 'always' },
    });

    expect(bodyOf(answer)).toEqual({
      sku: 'A/1',
      serve: 'always',
      adjustments: [
        { ...holiday, author: 'client-1', madeAt: '2025-02-01T09:00:00.000Z', madeOn: '2025-02-01' },
      ],
      past: [
        {
          ...catalogue,
          author: 'client-1',
          madeAt: '2025-02-01T09:00:00.000Z',
          madeOn: '2025-02-01',
          withdrawnAt: '2025-02-02T10:00:00.000Z',
          withdrawnOn: '2025-02-02',
          withdrawnBy: 'client-2',
        },
      ],
    });
  });

  test('all go with an empty list, and the forecast is the night’s again', async () => {
    await change('"0"', [catalogue]);

    const answer = await change('"1"', []);

    expect(bodyOf(answer)).toMatchObject({ adjustments: [], past: [{ withdrawnBy: 'client-1' }] });
    expect(bodyOf(await api.ask(FORECAST, { path }))).not.toHaveProperty('adjusted');
  });

  test('end by themselves and stay in the history, so that their worth can be told', async () => {
    await change('"0"', [catalogue]);
    api.clock.instant = '2025-02-05T09:00:00.000Z';
    await api.stores.forecasts.put(
      skuKey('demo', 'de', 'A/1'),
      aForecast({ sku: 'A/1', asOf: '2025-02-04' }),
    );

    const later = await change('"1"', [holiday]);

    expect(bodyOf(later)).toMatchObject({ adjustments: [holiday], past: [catalogue] });
    expect(bodyOf(later).past[0]).not.toHaveProperty('withdrawnAt');
  });

  test('lay on the forecast without them where the night’s already has them', async () => {
    const daily = (units: number) => Array<number>(56).fill(units);
    const unadjusted = { mean: daily(2), p10: daily(1), p50: daily(2), p90: daily(3) };
    const contest = { served: 'adjustments', reason: 'a person asked for it', contestants: [], unadjusted };
    await api.stores.forecasts.put(
      skuKey('demo', 'de', 'A-2'),
      aForecast({ sku: 'A-2', mean: daily(4), contest }),
    );
    const other = { market: 'de', sku: 'A-2' };
    await api.ask(PUT, { path: other, headers: { 'if-match': '"0"' }, body: { adjustments: [catalogue] } });

    const forecast = bodyOf(await api.ask(FORECAST, { path: other, query: { horizon: '3' } }));

    expect([forecast.mean, forecast.adjusted.mean, forecast.contest.unadjusted.mean]).toEqual([
      [4, 4, 4],
      [2, 2, 4],
      [2, 2, 2],
    ]);
  });

  test('that hold are never forgotten, however often others were changed', async () => {
    let etag = etagOf(await change('"0"', [holiday]));
    for (let draft = 0; draft < 5; draft++) {
      const others = Array.from({ length: 49 }, (_, place) => ({
        ...catalogue,
        factor: 1 + place + draft / 9,
      }));
      etag = etagOf(await change(etag, [holiday, ...others]));
    }

    const { adjustments, past } = bodyOf(await change(etag, [holiday]));

    expect(adjustments).toMatchObject([holiday]);
    expect(past).toHaveLength(199);
  });
});

describe('a change of adjustments is refused', () => {
  test('without If-Match by 428, and with a version that is no longer by 412: nobody overwrites unseen', async () => {
    const blind = await api.ask(PUT, { path, body: { adjustments: [catalogue] } });
    await change('"0"', [catalogue]);
    const stale = await change('"0"', [holiday]);

    expect([blind.statusCode, stale.statusCode]).toEqual([428, 412]);
    expect(bodyOf(await api.ask(GET, { path })).adjustments).toMatchObject([catalogue]);
  });

  test('for one of two that wrote at the same time', async () => {
    const answers = await Promise.all([change('"0"', [catalogue]), change('"0"', [holiday])]);

    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
  });

  test.each([
    [{ ...catalogue, reason: ' ' }, '/adjustments/0/reason'],
    [{ ...catalogue, unitsPerDay: 3 }, '/adjustments/0'],
    [{ from: '2025-02-03', to: '2025-02-04', reason: 'no change at all' }, '/adjustments/0'],
    [{ ...catalogue, to: '2025-02-02' }, '/adjustments/0/to'],
    [{ ...catalogue, to: '2026-02-04' }, '/adjustments/0/to'],
    [{ ...catalogue, from: '2025-01-30', to: '2025-01-31' }, '/adjustments/0/to'],
    [{ ...catalogue, factor: -1 }, '/adjustments/0/factor'],
    [{ ...catalogue, from: '2025-02-30' }, '/adjustments/0/from'],
    [{ ...catalogue, author: 'me' }, '/adjustments/0'],
  ])('for %j by 422, which points to %s', async (adjustment, pointer) => {
    const answer = await change('"0"', [adjustment]);

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors.map((issue: { pointer: string }) => issue.pointer)).toContain(pointer);
  });

  test('for a token that may only read or decides elsewhere by 403, for what does not exist by 404', async () => {
    const body = { adjustments: [catalogue] };
    const headers = { 'if-match': '"0"' };
    const statusFor = async (scope: string, sku = 'A/1', merchant = 'demo') => {
      const claims = { ...demoClaims, scope, merchant };
      return (await api.ask(PUT, { path: { market: 'de', sku }, headers, claims, body })).statusCode;
    };

    expect(await statusFor('read')).toBe(403);
    expect(await statusFor('read decide:jp')).toBe(403);
    expect(await statusFor('read decide', 'NONE')).toBe(404);
    expect(await statusFor('read decide', 'A/1', 'other')).toBe(404);
  });
});
