import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { controlKeys, type EffectiveTerm, type TradeRules } from '../../../lib/domain/index.ts';
import type { HttpAnswer } from '../../../lib/runtime/http-answer.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

const GET = 'GET /v1/markets/{market}/rules';
const PUT = 'PUT /v1/markets/{market}/rules';
const path = { market: 'de' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.stores.tradeRules.remove(controlKeys.merchantRules('demo'));
  for (const market of ['de', 'jp'])
    await api.stores.tradeRules.remove(controlKeys.marketRules('demo', market));
});

const set = (rules: unknown, etag = '"0"', claims = demoClaims, market = 'de') =>
  api.ask(PUT, { path: { market }, headers: { 'if-match': etag }, body: rules, claims });
const setForAll = (rules: unknown, etag = '"0"', claims = demoClaims) =>
  api.ask('PUT /v1/rules', { headers: { 'if-match': etag }, body: rules, claims });
const etagOf = (answer: HttpAnswer) => String(answer.headers?.etag);
const termOf = (answer: HttpAnswer, term: keyof TradeRules) =>
  bodyOf(answer).effective.find((one: EffectiveTerm) => one.term === term);

describe('the rules of a market', () => {
  test('are none at first, and the answer says by what the run goes then', async () => {
    const answer = await api.ask(GET, { path });

    expect(etagOf(answer)).toBe('"0"');
    expect(bodyOf(answer)).toMatchObject({
      market: 'de',
      rules: {},
      notes: [],
      author: null,
      changedAt: null,
    });
    expect(termOf(answer, 'serviceLevel')).toEqual({
      term: 'serviceLevel',
      value: 0.95,
      source: 'default',
      text: 'no stock-out in 95 % of order cycles',
    });
    expect(termOf(answer, 'orderCost')).toMatchObject({ value: null, source: 'default' });
  });

  test('are set with the version that was read, and tell who set them', async () => {
    const orderCost = { minor: 4500, currency: 'EUR' };

    const made = await set({ orderCost, largestStep: 0.05 });

    expect(made.statusCode).toBe(200);
    expect(etagOf(made)).toBe('"1"');
    expect(bodyOf(made)).toMatchObject({
      rules: { orderCost, largestStep: 0.05 },
      author: 'client-1',
      changedAt: '2025-02-01T09:00:00.000Z',
    });
    expect(termOf(made, 'orderCost')).toMatchObject({
      value: orderCost,
      source: 'market',
      text: 'an order costs 45.00 EUR',
    });
    expect(await api.ok(GET, { path })).toEqual(bodyOf(made));
  });

  test('hold before those for all markets, which hold before the defaults', async () => {
    await setForAll({ holdingRatePerYear: 0.2, largestStep: 0.2 });

    const answer = await set({ largestStep: 0.05 });

    expect(termOf(answer, 'largestStep')).toMatchObject({ value: 0.05, source: 'market' });
    expect(termOf(answer, 'holdingRatePerYear')).toMatchObject({ value: 0.2, source: 'merchant' });
    expect(termOf(answer, 'reviewDays')).toMatchObject({ value: 7, source: 'default' });
  });

  test('replace what was set: a term that is left out is not set any more', async () => {
    await set({ largestStep: 0.05, reviewDays: 3 });

    const answer = await set({ reviewDays: 3 }, '"1"');

    expect(etagOf(answer)).toBe('"2"');
    expect(termOf(answer, 'largestStep')).toMatchObject({ source: 'default' });
  });

  test('are not changed without a version, nor over one that nobody has seen', async () => {
    await set({ reviewDays: 3 });

    expect((await set({ reviewDays: 4 }, '"0"')).statusCode).toBe(412);
    expect((await api.ask(PUT, { path, body: { reviewDays: 4 } })).statusCode).toBe(428);
    expect((await api.ok(GET, { path })).rules).toEqual({ reviewDays: 3 });
  });

  test('take one of two that are set at once', async () => {
    const answers = await Promise.all([set({ reviewDays: 3 }), set({ reviewDays: 4 })]);

    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
  });

  test('refuse money that the market does not trade in, and say which it does', async () => {
    const answer = await set({
      exceptions: [{ skus: ['A-1'], lostUnitCost: { micros: 5, currency: 'USD' } }],
    });

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).detail).toContain('money in USD, and the market de trades in EUR');
  });

  test.each([
    [{ serviceLevel: 95 }, '/serviceLevel', 'between 0.5 and 0.9999'],
    [{ reviewDays: 2.5 }, '/reviewDays', 'whole number from 1 to 91'],
    [{ orderCost: { minor: -1, currency: 'EUR' } }, '/orderCost/minor', 'whole number from 0'],
    [{ serviceLevel: 0.9, fillRate: 0.9 }, '', 'say by serviceMeasure'],
    [{ lostUnitRate: 1, lostUnitCost: { micros: 1, currency: 'EUR' } }, '', 'keep one'],
    [{ exceptions: [{ learning: false }] }, '/exceptions/0', 'whom it is for'],
  ])('say of %j what to do', async (rules, pointer, advice) => {
    const answer = await set(rules);

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors).toEqual([{ pointer, detail: expect.stringContaining(advice) }]);
  });

  test('refuse what is no term', async () => {
    expect((await set({ holdingRate: 0.2 })).statusCode).toBe(422);
  });

  test('are of the merchant alone, and of its own markets', async () => {
    await set({ reviewDays: 3 });
    const other = { ...demoClaims, merchant: 'other' };

    expect((await api.ok(GET, { path, claims: other })).rules).toEqual({});
    expect((await set({}, '"0"', other, 'jp')).statusCode).toBe(404);
  });

  test('are set by who may decide there, those for all markets by who may decide everywhere', async () => {
    const there = { ...demoClaims, scope: 'read decide:de' };

    expect((await set({}, '"0"', there)).statusCode).toBe(200);
    expect((await set({}, '"0"', there, 'jp')).statusCode).toBe(403);
    expect((await setForAll({}, '"0"', there)).statusCode).toBe(403);
  });

  test('leave mode and kill switch, which lie in the same table, as they are', async () => {
    const control = { mode: 'automatic' as const, killed: true };
    await api.stores.controls.put(controlKeys.market('demo', 'de'), control);

    await set({ reviewDays: 3 });

    expect((await api.stores.controls.get(controlKeys.market('demo', 'de')))?.value).toEqual(control);
  });
});

describe('the rules for all markets', () => {
  test('may speak of any money that one of them trades in; elsewhere it does not hold, and the market says so', async () => {
    await setForAll({ orderCost: { minor: 4500, currency: 'EUR' } });

    const answer = await api.ask(GET, { path: { market: 'jp' } });

    expect(termOf(answer, 'orderCost')).toMatchObject({ value: null, source: 'default' });
    expect(bodyOf(answer).notes).toEqual([
      'orderCost is set in EUR, which the market does not trade in: set it for the market in JPY',
    ]);
    expect((await setForAll({ orderCost: { minor: 1, currency: 'USD' } }, '"1"')).statusCode).toBe(422);
  });

  test('are shown as they were set, with the version to change them by', async () => {
    await setForAll({ learning: false });

    const answer = await api.ask('GET /v1/rules');

    expect(etagOf(answer)).toBe('"1"');
    expect(bodyOf(answer)).toMatchObject({ market: null, rules: { learning: false } });
    expect(termOf(answer, 'learning')).toMatchObject({ value: false, source: 'merchant' });
  });
});
