import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/recommend/handler.ts';
import {
  type Control,
  controlKeys,
  type DecisionClaims,
  decisionClaimsSchema,
  type PolicyDocument,
  parseAs,
  problemSchema,
  recommendationSchema,
  skuKey,
} from '../../../lib/domain/index.ts';
import { createCustomerNames } from '../../../lib/runtime/customer-names.ts';
import type { HttpAnswer } from '../../../lib/runtime/http-answer.ts';
import { createSigner } from '../../../lib/runtime/signing.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import { createHotPathReader } from '../../../lib/stores/hot-path.ts';
import { openControls, openPolicies } from '../../../lib/stores/tables.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';
import { type Asked, anEvent, bodyOf, demoClaims } from '../http-requests.ts';
import { invoker } from '../invoke.ts';
import { anInsufficientPolicy, aPolicy, markets, merchants } from '../stored-documents.ts';

const ROUTE = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
const now = () => '2025-02-01T09:00:00.000Z';
const decisions = createSigner('decision', decisionClaimsSchema, async () => 'a-signing-secret');

let dynamo: EmbeddedDynamo;
let invoke: ReturnType<typeof invoker>;

const ask = (asked: Asked = {}): Promise<HttpAnswer> =>
  invoke(anEvent(ROUTE, { path: { market: 'de', sku: 'A-1' }, ...asked }));
const recommendation = async (asked: Asked = {}) => {
  const answer = await ask(asked);
  expect(answer.statusCode).toBe(200);
  return parseAs(recommendationSchema, bodyOf(answer), 'the answer');
};
const storePolicy = (merchant: string, policy: PolicyDocument) =>
  openPolicies({ client: dynamo.client, table: tables.policies, now: () => 0 }).put(
    skuKey(merchant, 'de', policy.sku ?? ''),
    policy,
  );
const storeControl = (control: Control) =>
  openControls({ client: dynamo.client, table: tables.controls, now: () => 0 }).put(
    controlKeys.merchant('demo'),
    control,
  );

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  invoke = invoker(
    createHandler({
      tenants: createTenants(merchants, markets),
      readRows: createHotPathReader(dynamo.client, tables),
      customerNames: createCustomerNames(async () => 'a-secret-of-pseudonyms'),
      decisions,
      now,
    }),
  );
  await storePolicy('demo', aPolicy());
  await storePolicy('demo', anInsufficientPolicy('B/2'));
  await storePolicy('other', aPolicy({ sku: 'O-1' }));
});
afterAll(() => dynamo.stop());

describe('recommend', () => {
  test('takes what the query leaves out from the last upload', async () => {
    const answer = await recommendation();

    // 20 units are two lots of ten: level 2, whose best action keeps the order at 0 and raises the price to 11.00
    expect(answer).toMatchObject({
      kind: 'ready',
      mode: 'suggest',
      state: { onHand: 20, onOrder: 0, stockLevel: 2 },
      effective: { price: { micros: 10_000_000, currency: 'EUR' }, source: 'current' },
      proposal: { price: { micros: 11_000_000, currency: 'EUR' }, orderUnits: 0 },
      stale: false,
    });
  });

  test('judges the state of the query', async () => {
    const answer = await recommendation({ query: { onHand: '3', onOrder: '0' } });

    expect(answer).toMatchObject({ state: { onHand: 3, stockLevel: 0 }, proposal: { orderUnits: 20 } });
  });

  test('signs a decision id that carries what was judged', async () => {
    const answer = await recommendation({ query: { onHand: '3' } });
    if (answer.kind !== 'ready') throw new Error('not ready');

    const expected: DecisionClaims = {
      merchant: 'demo',
      market: 'de',
      sku: 'A-1',
      policyVersion: 'v1',
      query: { onHand: 3 },
      orderUnits: 20,
      priceMicros: 11_000_000,
      issuedAt: now(),
      runId: 'de-2025-01-31',
      control: { mode: 'suggest', killed: false },
    };
    expect(await decisions.verify(answer.decisionId)).toEqual(expected);
  });

  test('says what is missing for a SKU without cost, and finds a SKU with a slash', async () => {
    const answer = await recommendation({ path: { market: 'de', sku: 'B/2' } });

    expect(answer).toMatchObject({
      kind: 'insufficientData',
      missing: ['unit_cost'],
      effective: { price: { micros: 5_000_000 } },
      fallback: { orderUnits: 0 },
    });
  });

  test('withholds its proposal on the very next request after the kill switch', async () => {
    await storeControl({ mode: 'automatic', killed: true });
    const killed = await recommendation();
    await storeControl({ mode: 'automatic', killed: false });
    const back = await recommendation();

    expect(killed).toMatchObject({ killed: true, proposal: null, effective: { source: 'current' } });
    expect(back).toMatchObject({ killed: false, proposal: { orderUnits: 0 } });
  });

  test('puts request id and safety headers on answers and on problems', async () => {
    for (const answer of [await ask(), await ask({ claims: null })])
      expect(answer.headers).toMatchObject({
        'x-request-id': 'request-1',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': expect.stringContaining('max-age='),
      });
  });
});

describe('recommend refuses', () => {
  const problemOf = async (asked: Asked) => {
    const answer = await ask(asked);
    expect(answer.headers?.['content-type']).toBe('application/problem+json');
    return parseAs(problemSchema, bodyOf(answer), 'the problem');
  };

  test("another merchant's SKU with the body of one that does not exist", async () => {
    const path = { market: 'de', sku: 'O-1' };
    const theirs = await problemOf({ path });
    await storePolicy('other', aPolicy({ sku: 'O-2' }));
    const absent = await problemOf({ path: { market: 'de', sku: 'O-3' } });

    expect(theirs.status).toBe(404);
    expect(JSON.stringify(theirs).replaceAll('O-1', 'O-3')).toBe(JSON.stringify(absent));
  });

  test.each([
    ['is at home in another region', 'us'],
    ['does not exist', 'xx'],
    ['is no market at all', '../de'],
  ])('a market that %s', async (_, market) => {
    expect((await problemOf({ path: { market, sku: 'A-1' } })).status).toBe(404);
  });

  test("a market that is another merchant's alone", async () => {
    const claims = { ...demoClaims, merchant: 'other' };
    expect((await problemOf({ path: { market: 'jp', sku: 'A-1' }, claims })).status).toBe(404);
  });

  test('a token without the scope, and no token', async () => {
    expect((await problemOf({ claims: { ...demoClaims, scope: 'ingest' } })).status).toBe(403);
    const answer = await ask({ claims: null });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers?.['www-authenticate']).toBe('Bearer');
  });

  test.each([
    ['onHand', '-1'],
    ['onHand', ''],
    ['price', '0'],
    ['quantity', 'many'],
    ['onOrder', '1,2'],
    ['customer', ' '],
    ['customer', 'K'.repeat(201)],
  ])('the query %s=%s, with a pointer', async (name, value) => {
    const problem = await problemOf({ query: { [name]: value } });

    expect(problem.status).toBe(422);
    expect(problem.errors).toEqual([{ pointer: `/query/${name}`, detail: expect.any(String) }]);
  });

  test('a query parameter that it does not know', async () => {
    const problem = await problemOf({ query: { merchant: 'other' } });

    expect(problem.status).toBe(422);
    expect(problem.detail).toContain('merchant');
  });

  test('an unreadable row, telling the request id and nothing of the table', async () => {
    const key = skuKey('demo', 'de', 'broken');
    const broken = { ...aPolicy({ sku: 'broken' }), top: 'nonsense' };
    // a row that no version of ours would write
    await storeAnything(key, broken);

    const problem = await problemOf({ path: { market: 'de', sku: 'broken' } });

    expect(problem).toMatchObject({ status: 502, detail: 'request request-1 failed' });
  });
});

async function storeAnything(key: { pk: string; sk: string }, value: unknown): Promise<void> {
  const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
  const Item = { pk: { S: key.pk }, sk: { S: key.sk }, body: { S: JSON.stringify(value) } };
  await dynamo.client.send(new PutItemCommand({ TableName: tables.policies, Item }));
}
