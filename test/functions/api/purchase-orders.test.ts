import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  controlKeys,
  type DecisionGrant,
  type Deputy,
  nothingRead,
  type PurchaseOrder,
  purchaseOrderKeys,
  uploadKey,
} from '../../../lib/domain/index.ts';
import { draftOrders } from '../../../lib/operations/index.ts';
import type { HttpAnswer } from '../../../lib/runtime/http-answer.ts';
import { aCandidate, aDraftRequest } from '../../operations/a-candidate.ts';
import { germany, importText } from '../../stores/import-text.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { person } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const GET = 'GET /v1/purchase-orders/{order}';
const PATCH = 'PATCH /v1/purchase-orders/{order}';
const EXPORT = 'GET /v1/purchase-orders/{order}/export';
const path = { order: 'PO-1' };
const key = purchaseOrderKeys.order('demo', 'PO-1');
const change = { sku: 'A-1', units: 200, reason: 'the customer called' };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.stores.purchaseOrders.remove(key);
  await api.stores.purchaseOrders.put(key, aDraft());
});

const candidates = [
  aCandidate(),
  aCandidate({ sku: '=B,"1"', unitCost: { micros: 13_500, currency: 'EUR' } }),
];
function aDraft(): PurchaseOrder {
  const [draft] = draftOrders(aDraftRequest({ candidates })).drafts;
  if (draft === undefined) throw new Error('the candidates need nothing');
  return { ...draft, id: 'PO-1', status: 'draft' };
}

const patch = (etag: string | undefined, body: object, headers: Record<string, string> = {}) =>
  api.ask(PATCH, {
    path,
    body,
    headers: { ...(etag === undefined ? {} : { 'if-match': etag }), ...headers },
  });
const etagOf = (answer: HttpAnswer) => String(answer.headers?.etag);

describe('a draft', () => {
  test('is listed without its lines, and shown with them', async () => {
    const list = await api.ok('GET /v1/purchase-orders', { query: { status: 'draft', location: 'hamburg' } });
    const none = await api.ok('GET /v1/purchase-orders', { query: { status: 'approved' } });

    expect(list.items).toMatchObject([{ id: 'PO-1', totals: { lines: 2 } }]);
    expect(list.items[0]).not.toHaveProperty('lines');
    expect(none.items).toEqual([]);
    expect((await api.ok(GET, { path })).lines).toHaveLength(2);
  });

  test('is changed with a reason, against the version that was read', async () => {
    const changed = await patch('"1"', { lines: [change] });

    expect(changed.statusCode).toBe(200);
    expect(etagOf(changed)).toBe('"2"');
    expect(bodyOf(changed).lines).toContainEqual(
      expect.objectContaining({
        ...{ sku: 'A-1', units: 200 },
        edited: { from: 320, by: 'client-1', at: api.clock.instant, reason: 'the customer called' },
      }),
    );
    expect((await patch('"1"', { lines: [change] })).statusCode).toBe(412);
    expect((await patch(undefined, { lines: [change] })).statusCode).toBe(428);
  });

  test.each([
    ['no change at all', {}],
    ['no reason', { lines: [{ sku: 'A-1', units: 1 }] }],
    ['units below 0', { lines: [{ ...change, units: -1 }] }],
    ['units above a thousand million', { lines: [{ ...change, units: 1e9 + 1 }] }],
    ['a SKU twice', { lines: [change, change] }],
    ['a SKU of another supplier', { lines: [{ ...change, sku: 'X' }] }],
    ['a state that no person gives', { status: 'received' }],
  ])('refuses %s', async (_, body) => {
    expect((await patch('"1"', body)).statusCode).toBe(422);
  });

  test('gives one answer to a change that is sent twice under one key', async () => {
    const headers = { 'idempotency-key': `k-${Math.round(performance.now())}` };
    const first = await patch('"1"', { lines: [change] }, headers);
    const second = await patch('"1"', { lines: [change] }, headers);

    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(second.headers?.['idempotency-replayed']).toBe('true');
    expect((await patch('"1"', { lines: [{ ...change, units: 1 }] }, headers)).statusCode).toBe(422);
  });

  test('does not exist for another merchant, and is changed by nobody without the scope', async () => {
    const other = { ...demoClaims, merchant: 'other' };
    const asked = [
      await api.ask(GET, { path, claims: other }),
      await api.ask(PATCH, {
        path,
        claims: other,
        body: { status: 'approved' },
        headers: { 'if-match': '"1"' },
      }),
      await api.ask(EXPORT, { path, claims: other }),
    ];

    expect(asked.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect((await api.ok('GET /v1/purchase-orders', { claims: other })).items).toEqual([]);
    const reader = { ...demoClaims, scope: 'read' };
    const refused = await api.ask(PATCH, { path, claims: reader, body: { status: 'approved' } });
    expect(refused.statusCode).toBe(403);
  });
});

describe('approval', () => {
  test('names who gave it, closes the lines, and may be taken back', async () => {
    const approved = await patch('"1"', { lines: [change], status: 'approved' });

    expect(bodyOf(approved)).toMatchObject({ status: 'approved', approved: { by: 'client-1' } });
    expect((await patch('"2"', { lines: [change] })).statusCode).toBe(409);
    expect((await patch('"2"', { status: 'approved' })).statusCode).toBe(409);
    expect(bodyOf(await patch('"2"', { status: 'cancelled' }))).toMatchObject({ status: 'cancelled' });
  });

  test('is refused to an order of nothing', async () => {
    const lines = candidates.map(({ sku }) => ({ ...change, sku, units: 0 }));

    expect((await patch('"1"', { lines, status: 'approved' })).statusCode).toBe(409);
  });
});

describe('who may approve an order', () => {
  const of = (sub: string) => person(sub);
  const approve = (sub: string, etag = '"1"') =>
    api.ask(PATCH, { path, body: { status: 'approved' }, headers: { 'if-match': etag }, claims: of(sub) });
  const rights = controlKeys.rights('demo');
  const market = controlKeys.market('demo', 'de');
  const grant = (people: DecisionGrant[], deputies: Deputy[] = []) =>
    api.stores.rights.put(rights, {
      rights: { people, deputies },
      ...{ author: 'carl', changedAt: '2025-01-01T00:00:00Z' },
    });
  afterEach(async () => {
    await api.stores.rights.remove(rights);
    await api.stores.controls.remove(market);
  });

  test('stands by name, not by the app that asked for the token', async () => {
    expect(bodyOf(await approve('anna'))).toMatchObject({
      status: 'approved',
      approved: { by: 'anna' },
      approvals: [{ by: 'anna' }],
    });
  });

  test.each<[string, DecisionGrant]>([
    ['only decides on prices', { person: 'anna', subjects: ['price'] }],
    ['decides in another market', { person: 'anna', markets: ['gb'] }],
    ['decides on a category, which an order has not', { person: 'anna', categories: ['Hinges'] }],
    ['decides up to less than it costs', { person: 'anna', upTo: [{ minor: 1, currency: 'EUR' }] }],
  ])('is not who %s', async (_, grantOfAnna) => {
    await grant([grantOfAnna]);

    expect((await approve('anna')).statusCode).toBe(403);
    expect((await api.ok(GET, { path })).status).toBe('draft');
  });

  test('are two from an amount on, the first leaves it a draft', async () => {
    await twoPersons();

    const first = await approve('anna');
    expect(bodyOf(first)).toMatchObject({ status: 'draft', approvals: [{ by: 'anna' }] });
    expect((await approve('anna', '"2"')).statusCode).toBe(403);
    expect(bodyOf(await approve('bert', '"2"'))).toMatchObject({
      status: 'approved',
      approvals: [{ by: 'anna' }, { by: 'bert' }],
    });
  });

  test('are not a deputy and the one they stand for', async () => {
    await twoPersons();
    await grant(
      [{ person: 'anna' }],
      [{ person: 'bert', standsFor: 'anna', from: '2000-01-01', to: '2999-01-01' }],
    );
    await approve('anna');

    expect((await approve('bert', '"2"')).statusCode).toBe(403);
  });

  test('agreed to another order, where a line was changed after', async () => {
    await twoPersons();
    await approve('anna');
    await patch('"2"', { lines: [change] });

    expect(bodyOf(await approve('bert', '"3"'))).toMatchObject({
      status: 'draft',
      approvals: [{ by: 'bert' }],
    });
  });

  const twoPersons = () =>
    api.stores.controls.put(market, {
      ...{ mode: 'suggest', killed: false },
      approval: { twoPersonsFrom: { minor: 100, currency: 'EUR' } },
    });
});

describe('the export', () => {
  const exported = async () => String((await api.ask(EXPORT, { path })).body);
  const read = (text: string) =>
    importText(text, {
      kind: 'purchase_orders',
      fileName: 'po.csv',
      market: germany,
      query: `SELECT order_id, sku, quantity,
      strftime(ordered_on, '%Y-%m-%d') AS ordered_on, strftime(due_on, '%Y-%m-%d') AS due_on, unit_cost_micros
      FROM rows ORDER BY sku`,
    });
  const said = [
    { sku: '=B,"1"', quantity: 320, unit_cost_micros: 13_500n },
    { sku: 'A-1', quantity: 320, unit_cost_micros: 2_000_000n },
  ].map((row) => ({ order_id: 'PO-1', ...row, ordered_on: '2024-07-03', due_on: '2024-07-17' }));
  const plain = (rows: readonly object[]) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell)])));

  test('waits for the approval, and is noted once', async () => {
    expect((await api.ask(EXPORT, { path })).statusCode).toBe(409);
    await patch('"1"', { status: 'approved' });

    const answer = await api.ask(EXPORT, { path });

    expect(answer.headers?.['content-disposition']).toBe('attachment; filename="PO-1.csv"');
    expect(await api.ok(GET, { path })).toMatchObject({ status: 'exported', exported: { by: 'client-1' } });
    expect(await exported()).toBe(answer.body);
  });

  test('uploaded again as purchase orders says the same, code by code and cost by cost', async () => {
    await patch('"1"', { status: 'approved' });
    const text = await exported();

    const { result, rows } = await read(text);

    // a spreadsheet would run the code that starts with "="
    expect(text).toContain(`"'=B,""1"""`);
    expect(result).toMatchObject({ state: 'accepted', rows: { read: 2, accepted: 2 } });
    expect(plain(rows)).toEqual(plain(said));
  });

  test("comes in the layout of the merchant's own files, and is read again as they are", async () => {
    const own =
      'Order ID;Buyer note;SKU;Quantity;unit cost;Ordered On;Due On\nX-1;n;A-1;12,5;1234,56;2024-01-02;2024-01-09\n';
    const { result } = await read(own);
    await api.stores.uploads.put(uploadKey('demo', 'u-9'), {
      ...nothingRead(),
      ...{
        upload: 'u-9',
        market: 'de',
        kind: 'purchase_orders',
        fileName: 'po.csv',
        key: 'k',
        sequence: '1',
      },
      ...{ state: 'accepted', at: api.clock.instant, reading: result.reading },
    });
    await patch('"1"', { status: 'approved' });

    const text = await exported();

    const [header, , second] = text.slice(1).split('\r\n');
    expect(header).toBe('Order ID;Buyer note;SKU;Quantity;unit cost;Ordered On;Due On');
    expect(second).toBe('PO-1;;A-1;320;2,00;2024-07-03;2024-07-17');
    expect(plain((await read(text)).rows)).toEqual(plain(said));
  });
});
