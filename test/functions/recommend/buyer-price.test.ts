import { inspect } from 'node:util';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createHandler } from '../../../functions/recommend/handler.ts';
import {
  type CustomerDocument,
  controlKeys,
  decisionClaimsSchema,
  insightKeys,
  parseAs,
  recommendationSchema,
  skuKey,
} from '../../../lib/domain/index.ts';
import { createCustomerNames, createNamesBefore } from '../../../lib/runtime/customer-names.ts';
import { createLogger } from '../../../lib/runtime/logger.ts';
import { createPseudonyms } from '../../../lib/runtime/pseudonyms.ts';
import { createSigner } from '../../../lib/runtime/signing.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import { createHotPathReader } from '../../../lib/stores/hot-path.ts';
import { openBuyers, openControls, openPolicies } from '../../../lib/stores/tables.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';
import { anEvent, bodyOf } from '../http-requests.ts';
import { invoker } from '../invoke.ts';
import { aBuyer, anInsufficientPolicy, aPolicy, markets, merchants } from '../stored-documents.ts';

const ROUTE = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
const SECRET = 'a-secret-of-pseudonyms';
const decisions = createSigner('decision', decisionClaimsSchema, async () => 'a-signing-secret');
const named = (merchant: string, code: string) => createPseudonyms(SECRET, merchant).pseudonymOf(code);

/** 10.00 for all, 9.00 from 100 units; gold pays 9.20, 8.50 from 50 units; K-1 and K-9 have a contract at 8.00. */
const prices = {
  priceList: [
    { priceGroup: '', minQuantity: 1, unitPriceMicros: 10_000_000 },
    { priceGroup: '', minQuantity: 100, unitPriceMicros: 9_000_000 },
    { priceGroup: 'gold', minQuantity: 1, unitPriceMicros: 9_200_000 },
    { priceGroup: 'gold', minQuantity: 50, unitPriceMicros: 8_500_000 },
  ],
  contracts: ['K-1', 'K-9'].map((code) => ({
    customer: named('demo', code),
    minQuantity: 1,
    unitPriceMicros: 8_000_000,
    validTo: null,
  })),
};

let dynamo: EmbeddedDynamo;
let handler: ReturnType<typeof createHandler>;

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  handler = createHandler({
    tenants: createTenants(merchants, markets),
    readRows: createHotPathReader(dynamo.client, tables),
    customerNames: createCustomerNames(async () => SECRET),
    decisions,
    now: () => '2025-02-01T09:00:00.000Z',
  });
  const policies = openPolicies({ client: dynamo.client, table: tables.policies, now: () => 0 });
  await policies.put(skuKey('demo', 'de', 'A-1'), aPolicy(prices));
  await policies.put(skuKey('demo', 'de', 'B-1'), { ...anInsufficientPolicy('B-1'), ...prices });
  await storeCustomer('demo', 'K-1', { ...aBuyer, priceGroup: 'gold' });
  await storeCustomer('demo', 'K-2', { kind: 'unsegmented', ...known, priceGroup: 'gold' });
  await storeCustomer('demo', 'K-3', aBuyer);
  await storeCustomer('other', 'X-1', { ...aBuyer, priceGroup: 'gold' });
});
afterAll(() => dynamo.stop());

const known = { runId: 'de-2025-01-31', asOf: '2025-01-31' };

/** A document without the name of its customer. */
type Nameless<Document> = Document extends unknown ? Omit<Document, 'customer'> : never;

async function storeCustomer(merchant: string, code: string, document: Nameless<CustomerDocument>) {
  const customer = named(merchant, code);
  await openBuyers({ client: dynamo.client, table: tables.insights, now: () => 0 }).put(
    insightKeys.buyer(merchant, 'de', customer),
    { ...document, customer },
  );
}

async function recommendation(query: Record<string, string>, sku = 'A-1') {
  const answer = await invoker(handler)(anEvent(ROUTE, { path: { market: 'de', sku }, query }));
  expect(answer.statusCode).toBe(200);
  return parseAs(recommendationSchema, bodyOf(answer), 'the answer');
}

const unknown = expect.objectContaining({
  code: 'unknownCustomer',
  text: expect.stringContaining('not known in the market'),
});

describe('a buyer who has opted out of decisions by machine', () => {
  test('is charged what is agreed with it, is told why, and nothing is proposed for it', async () => {
    await storeCustomer('demo', 'K-4', { ...aBuyer, priceGroup: 'gold', automated: false });
    await storeCustomer('demo', 'K-5', { ...aBuyer, automated: false });
    const controls = openControls({ client: dynamo.client, table: tables.controls, now: () => 0 });
    await controls.put(controlKeys.market('demo', 'de'), { mode: 'automatic', killed: false });

    const answers = [await recommendation({ customer: 'K-4' }), await recommendation({ customer: 'K-5' })];

    await controls.remove(controlKeys.market('demo', 'de'));
    expect(answers.map(({ effective }) => [effective.price?.micros, effective.source])).toEqual([
      [9_200_000, 'priceGroup'],
      [10_000_000, 'current'],
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ proposal: null });
      expect(answer.reasons[0]?.text).toContain('has opted out of decisions by machine');
    }
  });
});

describe('a buyer while all are renamed to a new key', () => {
  const secret = JSON.stringify({
    version: 2,
    key: 'another-secret-of-them',
    previous: { version: 1, key: SECRET },
  });
  const [before, now] = [named('demo', 'K-7'), createPseudonyms(secret, 'demo').pseudonymOf('K-7')];

  test.each([
    ['nothing is renamed yet', before, [[before, before]]],
    [
      'its own row is renamed before the policy',
      before,
      [
        [before, now],
        [now, now],
      ],
    ],
    ['the policy is renamed before its own row', now, [[before, before]]],
    [
      'both are renamed, and the old name is not forgotten',
      now,
      [
        [before, now],
        [now, now],
      ],
    ],
  ])(
    'is charged by its contract, asked for by code or by the old pseudonym, where %s',
    async (_, inPolicy, rows) => {
      const changing = createHandler({
        tenants: createTenants(merchants, markets),
        readRows: createHotPathReader(dynamo.client, tables),
        customerNames: createCustomerNames(async () => secret),
        namesBefore: createNamesBefore(async () => secret),
        decisions,
        now: () => '2025-02-01T09:00:00.000Z',
      });
      const contracts = [{ customer: inPolicy, minQuantity: 1, unitPriceMicros: 7_000_000, validTo: null }];
      const policies = openPolicies({ client: dynamo.client, table: tables.policies, now: () => 0 });
      await policies.put(skuKey('demo', 'de', 'C-1'), aPolicy({ ...prices, sku: 'C-1', contracts }));
      const buyers = openBuyers({ client: dynamo.client, table: tables.insights, now: () => 0 });
      for (const name of [before, now]) await buyers.remove(insightKeys.buyer('demo', 'de', name));
      for (const [at = '', customer = ''] of rows)
        await buyers.put(insightKeys.buyer('demo', 'de', at), { ...aBuyer, customer });

      const asked = ['K-7', before].map((customer) =>
        invoker(changing)(anEvent(ROUTE, { path: { market: 'de', sku: 'C-1' }, query: { customer } })),
      );

      // by the old pseudonym alone nobody can tell that a policy has the new one, until its own row does
      const known =
        inPolicy === now && rows.length === 1 ? ['contract', 'current'] : ['contract', 'contract'];
      const sources = (await Promise.all(asked)).map(
        (answer) => parseAs(recommendationSchema, bodyOf(answer), 'it').effective.source,
      );
      expect(sources).toEqual(known);
    },
  );
});

describe('the price to a buyer', () => {
  test.each([
    ['the contract, before the price group', { customer: 'K-1' }, 8, 'contract'],
    ['the contract, before the quantity break', { customer: 'K-1', quantity: '150' }, 8, 'contract'],
    ['the contract of a customer without a document', { customer: 'K-9' }, 8, 'contract'],
    ['the price group, also before the first order', { customer: 'K-2' }, 9.2, 'priceGroup'],
    ["the group's quantity break", { customer: 'K-2', quantity: '50' }, 8.5, 'quantityBreak'],
    ["the group's price below its break", { customer: 'K-2', quantity: '49' }, 9.2, 'priceGroup'],
    ["the list's quantity break, without a group", { customer: 'K-3', quantity: '100' }, 9, 'quantityBreak'],
    ["the list's quantity break, without a customer", { quantity: '100' }, 9, 'quantityBreak'],
  ])('is %s', async (_, query, expected, source) => {
    for (const sku of ['A-1', 'B-1']) {
      const { effective, reasons } = await recommendation(query, sku);

      expect(effective).toMatchObject({ price: { micros: expected * 1_000_000, currency: 'EUR' }, source });
      const text = expect.stringContaining(`${expected.toFixed(2)} EUR`);
      expect(reasons).toContainEqual(expect.objectContaining({ code: source, text }));
      expect(reasons).not.toContainEqual(unknown);
    }
  });

  test('is that for all where a known customer has no group', async () => {
    const { effective, reasons } = await recommendation({ customer: 'K-3' });

    expect(effective).toMatchObject({ price: { micros: 10_000_000 }, source: 'current' });
    expect(reasons).toEqual((await recommendation({})).reasons);
  });

  test('is that for all where the customer is unknown, which is said', async () => {
    const { effective, reasons } = await recommendation({ customer: 'K-404' });
    const many = await recommendation({ customer: 'K-404', quantity: '100' });

    expect(effective).toMatchObject({ price: { micros: 10_000_000 }, source: 'current' });
    expect(reasons).toContainEqual(unknown);
    expect(many.effective).toMatchObject({ price: { micros: 9_000_000 }, source: 'quantityBreak' });
    expect(many.reasons).toContainEqual(unknown);
  });

  test.each([
    ['code', 'X-1'],
    ['pseudonym', named('other', 'X-1')],
  ])("is that for all where the customer is another merchant's, named by %s", async (_, customer) => {
    const { effective, reasons } = await recommendation({ customer });

    expect(effective).toMatchObject({ price: { micros: 10_000_000 }, source: 'current' });
    expect(reasons).toContainEqual(unknown);
  });
});

describe('a customer', () => {
  test('may be named by code, with blanks around it, or by pseudonym', async () => {
    const byCode = await recommendation({ customer: 'K-2' });

    expect(await recommendation({ customer: ' K-2 ' })).toEqual(byCode);
    expect(await recommendation({ customer: named('demo', 'K-2') })).toEqual(byCode);
  });

  test('is in the decision id by pseudonym, and by code nowhere in the answer', async () => {
    const answer = await recommendation({ customer: 'K-1', quantity: '2' });
    if (answer.kind !== 'ready') throw new Error('not ready');

    const { query } = await decisions.verify(answer.decisionId);
    expect(query).toEqual({ customer: named('demo', 'K-1'), quantity: 2 });
    const payload = Buffer.from(answer.decisionId.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.stringify(answer) + payload).not.toContain('K-1');
  });

  test('is read in the one BatchGetItem, and no row of it where none is named', async () => {
    const asked: string[][] = [];
    dynamo.client.middlewareStack.add(
      (next, { commandName }) =>
        (call) => {
          // every command of this client in this file after the set-up names its items by table
          const { RequestItems } = call.input as { RequestItems: Record<string, unknown> };
          asked.push([String(commandName), ...Object.keys(RequestItems)]);
          return next(call);
        },
      { step: 'initialize', name: 'count' },
    );

    await recommendation({ customer: 'K-1' });
    await recommendation({});
    dynamo.client.middlewareStack.remove('count');

    expect(asked).toEqual([
      ['BatchGetItemCommand', 'policies', 'decisions', 'controls', 'insights'],
      ['BatchGetItemCommand', 'policies', 'decisions', 'controls'],
    ]);
  });

  test('is not named in the log when its row is unreadable', async () => {
    const { pk, sk } = insightKeys.buyer('demo', 'de', named('demo', 'K-7'));
    const Item = { pk: { S: pk }, sk: { S: sk }, body: { S: '{"priceGroup":7}' } };
    await dynamo.client.send(new PutItemCommand({ TableName: tables.insights, Item }));
    const logger = createLogger();
    const logged = jest.spyOn(logger, 'error').mockImplementation(() => undefined);

    const event = anEvent(ROUTE, { path: { market: 'de', sku: 'A-1' }, query: { customer: 'K-7' } });
    const answer = await invoker(handler, logger)(event);

    expect(answer.statusCode).toBe(502);
    expect(logged).toHaveBeenCalledTimes(1);
    expect(inspect(logged.mock.calls, { depth: 9 }) + answer.body).not.toContain('K-7');
  });
});
