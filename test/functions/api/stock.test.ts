import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/recommend/handler.ts';
import { type Market, skuKey } from '../../../lib/domain/index.ts';
import { createCustomerNames } from '../../../lib/runtime/customer-names.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import { createHotPathReader } from '../../../lib/stores/hot-path.ts';
import { tables } from '../embedded-dynamo.ts';
import { anEvent, bodyOf } from '../http-requests.ts';
import { invoker } from '../invoke.ts';
import { anInsufficientPolicy, aPolicy, markets, merchants } from '../stored-documents.ts';
import { type Api, decisionSigner, PSEUDONYM_SECRET, startApi } from './api-fixture.ts';

const PUT = 'PUT /v1/markets/{market}/stock';
const path = { market: 'de' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
}, 30_000);
afterAll(() => api.stop());
// every test says something of a SKU of its own, of a file of the day before: one unit a day sells, an order takes a week
let sku = '';
let count = 0;
beforeEach(async () => {
  sku = `S-${++count}`;
  api.announced.length = 0;
  api.clock.instant = '2025-02-01T09:00:00.000Z';
  await store(aPolicy({ sku }));
});
const store = (policy: ReturnType<typeof aPolicy>) =>
  api.stores.policies.put(skuKey('demo', 'de', policy.sku), policy);

const put = async (...levels: object[]) => bodyOf(await api.ask(PUT, { path, body: { levels } }));
const fileOf = (stockAsOf: string, onHand = 20) =>
  store(aPolicy({ sku, lastKnown: { onHand, onOrder: 0, stockAsOf, unitPriceMicros: 10_000_000 } }));

/** Ask the hot path. */
async function recommended(query: Record<string, string> = {}) {
  const handle = createHandler({
    tenants: createTenants(merchants, markets as Market[]),
    readRows: createHotPathReader(api.dynamo.client, tables),
    customerNames: createCustomerNames(async () => PSEUDONYM_SECRET),
    decisions: decisionSigner,
    now: () => api.clock.instant,
  });
  const route = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
  return bodyOf(await invoker(handle)(anEvent(route, { path: { ...path, sku }, query })));
}
const onHandSeen = async () => (await recommended()).state.onHand;

describe('a stock level', () => {
  test('is what the very next recommendation goes by, and the SKU shows', async () => {
    const answer = await put({ sku, onHand: 3, onOrder: 5, countedAt: '2025-02-01T08:00:00Z' });

    const { state } = await recommended();
    const shown = await api.ok('GET /v1/markets/{market}/skus/{sku}', { path: { ...path, sku } });
    expect(answer).toMatchObject({ taken: 1, older: 0, refused: 0 });
    expect(state).toMatchObject({ onHand: 3, onOrder: 5 });
    expect(shown.stock).toEqual({
      ...{ onHand: 3, onOrder: 5, asOf: '2025-02-01', countedAt: '2025-02-01T08:00:00Z' },
      location: 'de-main',
    });
  });

  test('yields to what the request itself says, and leaves units on order as they were known', async () => {
    await put({ sku, onHand: 3 });

    const { state } = await recommended({ onHand: '7' });

    expect(state).toMatchObject({ onHand: 7, onOrder: 0 });
  });

  test('stands in the decision id, so that the answer can be replayed without it', async () => {
    await put({ sku, onHand: 3 });

    const { decisionId } = await recommended();

    expect((await decisionSigner.verify(decisionId)).query).toMatchObject({ onHand: 3 });
  });

  test.each([
    ['of the day before', '2025-01-31', 3],
    ['of its own day that came after it', '2025-02-01', 20],
    ['of a later day', '2025-02-02', 20],
  ])('stands until a stock file %s is known', async (_, file, seen) => {
    await put({ sku, onHand: 3 });

    await fileOf(file);

    expect(await onHandSeen()).toBe(seen);
  });

  test('stands over a file of its own day that was known when it was said', async () => {
    await fileOf('2025-02-01');

    await put({ sku, onHand: 3 });

    expect(await onHandSeen()).toBe(3);
  });

  test('counted before the newest file is older, and changes nothing', async () => {
    const answer = await put({ sku, onHand: 3, countedAt: '2025-01-30T08:00:00Z' });

    expect(answer.results).toEqual([{ sku, state: 'older' }]);
    expect(await onHandSeen()).toBe(20);
  });

  test('counted later stands, whichever of two comes first', async () => {
    await put({ sku, onHand: 3, countedAt: '2025-02-01T08:30:00Z' });

    const late = await put({ sku, onHand: 9, countedAt: '2025-02-01T08:00:00Z' });

    expect(late.results).toEqual([{ sku, state: 'older' }]);
    expect(await onHandSeen()).toBe(3);
  });

  test('sent again says the same', async () => {
    const level = { sku, onHand: 3, countedAt: '2025-02-01T08:30:00Z' };

    const [first, again] = [await put(level), await put(level)];

    expect(again).toEqual(first);
  });

  test('of a day in the market’s own calendar: late in the evening of UTC it is tomorrow in Berlin', async () => {
    await fileOf('2025-02-01');

    await put({ sku, onHand: 3, countedAt: '2025-01-31T23:30:00Z' });

    expect(await onHandSeen()).toBe(3);
  });

  test('is refused alone where it can not be, and the others are taken', async () => {
    const { results, ...totals } = await put(
      { sku, onHand: 3 },
      { sku: 'unknown', onHand: 1 },
      { sku: 'S-1', onHand: 1, countedAt: '2025-02-01T10:00:00Z' },
    );

    expect(totals).toEqual({ taken: 1, older: 0, refused: 2 });
    expect(results.map(({ problem }: { problem?: { status: number } }) => problem?.status)).toEqual([
      undefined,
      404,
      422,
    ]);
    expect(results[2].problem.detail).toContain('say when it was counted');
  });

  test('may be of five hundred SKUs, each named once', async () => {
    const levels = (length: number) =>
      Array.from({ length }, (_, place) => ({ sku: `N-${place}`, onHand: 1 }));
    const status = async (given: object[]) =>
      (await api.ask(PUT, { path, body: { levels: given } })).statusCode;

    expect(await status(levels(500))).toBe(200);
    expect(await status(levels(501))).toBe(422);
    expect(await status([...levels(1), ...levels(1)])).toBe(422);
    expect(await status([])).toBe(422);
  });

  test('of a SKU without a policy is shown, though nothing can be projected', async () => {
    await api.stores.policies.put(skuKey('demo', 'de', sku), anInsufficientPolicy(sku));

    const { results } = await put({ sku, onHand: 3 });

    const { stock } = await api.ok('GET /v1/markets/{market}/skus/{sku}', { path: { ...path, sku } });
    expect(results).toEqual([{ sku, state: 'taken', stockOutDate: null, short: false }]);
    expect(stock.onHand).toBe(3);
  });
});

describe('stock.out', () => {
  const told = () => api.announced.filter(({ type }) => type === 'stock.out');

  // one unit a day, a week to arrive: seven units last until the order is there
  test.each([
    [6, true, '2025-02-07'],
    [7, false, '2025-02-08'],
  ])('of %s units when an order takes a week: %s', async (onHand, short, stockOutDate) => {
    const { results } = await put({ sku, onHand });

    expect(results[0]).toMatchObject({ short, stockOutDate });
    expect(told().map(({ data }) => data)).toEqual(
      short ? [{ skus: [{ sku, onHand, onOrder: null, stockOutDate, leadTimeDays: 7 }] }] : [],
    );
  });

  test('counts units on order as there in time', async () => {
    await put({ sku, onHand: 1, onOrder: 50 });

    expect(told()).toEqual([]);
  });

  test('is told once a day of a SKU, and again on the next', async () => {
    await put({ sku, onHand: 3 });
    await put({ sku, onHand: 2 });
    const today = told().length;
    api.clock.instant = '2025-02-02T09:00:00.000Z';
    await put({ sku, onHand: 1 });

    expect([today, told().length]).toEqual([1, 2]);
  });

  test('that the bus did not take is told again with the request, under the same id', async () => {
    api.bus.up = false;
    const failed = await api.ask(PUT, { path, body: { levels: [{ sku, onHand: 3 }] } });
    api.bus.up = true;
    await put({ sku, onHand: 3 });

    expect(failed.statusCode).toBeGreaterThanOrEqual(500);
    expect(told()).toHaveLength(1);
  });

  test('of many SKUs is few events', async () => {
    const levels = Array.from({ length: 120 }, (_, place) => ({ sku: `M-${place}`, onHand: 1 }));
    for (const level of levels) await store(aPolicy({ sku: level.sku }));

    await put(...levels);

    expect(told().map((event) => (event.type === 'stock.out' ? event.data.skus.length : 0))).toEqual([
      50, 50, 20,
    ]);
  });
});
