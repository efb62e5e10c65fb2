import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/recommend/handler.ts';
import {
  decisionClaimsSchema,
  parseAs,
  recommendationsAnswerSchema,
  skuKey,
  UpstreamError,
} from '../../../lib/domain/index.ts';
import { createCustomerNames } from '../../../lib/runtime/customer-names.ts';
import { createSigner } from '../../../lib/runtime/signing.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import { createHotPathReader, type HotPathReader } from '../../../lib/stores/hot-path.ts';
import { openPolicies } from '../../../lib/stores/tables.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';
import { anEvent, bodyOf, demoClaims } from '../http-requests.ts';
import { invoker } from '../invoke.ts';
import { anInsufficientPolicy, aPolicy, markets, merchants } from '../stored-documents.ts';

const MANY = 'POST /v1/markets/{market}/recommendations';
const ONE = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
const decisions = createSigner('decision', decisionClaimsSchema, async () => 'a-signing-secret');

let dynamo: EmbeddedDynamo;
let invoke: ReturnType<typeof invoker>;
/** SKUs that cannot be read, reads under way, the most at a time, and what was logged. */
const broken = new Set<string>();
const reads = { now: 0, most: 0 };
const logged: string[] = [];

const counted =
  (read: HotPathReader): HotPathReader =>
  async (asked) => {
    if (broken.has(asked.sku)) throw new UpstreamError('the table policies-eu-1 gave nothing');
    reads.now++;
    reads.most = Math.max(reads.most, reads.now);
    try {
      return await read(asked);
    } finally {
      reads.now--;
    }
  };

const ask = (items: unknown, market = 'de') => invoke(anEvent(MANY, { path: { market }, body: { items } }));
const answerTo = async (items: unknown) => {
  const answer = await ask(items);
  expect(answer.statusCode).toBe(200);
  return parseAs(recommendationsAnswerSchema, bodyOf(answer), 'the answer');
};

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  invoke = invoker(
    createHandler({
      tenants: createTenants(merchants, markets),
      readRows: counted(createHotPathReader(dynamo.client, tables)),
      customerNames: createCustomerNames(async () => 'a-secret-of-pseudonyms'),
      decisions,
      now: () => '2025-02-01T09:00:00.000Z',
      log: { error: (message) => logged.push(message) },
    }),
  );
  const policies = openPolicies({ client: dynamo.client, table: tables.policies, now: () => 0 });
  await policies.putAll([
    { key: skuKey('demo', 'de', 'A-1'), value: aPolicy() },
    { key: skuKey('demo', 'de', 'B/2'), value: anInsufficientPolicy('B/2') },
    { key: skuKey('other', 'de', 'O-1'), value: aPolicy({ sku: 'O-1' }) },
  ]);
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  broken.clear();
  logged.length = 0;
  reads.most = 0;
});

describe('many recommendations', () => {
  test('are those of one SKU each, in the order of the questions', async () => {
    const { items, answered } = await answerTo([
      { sku: 'A-1', onHand: 3, onOrder: 0 },
      { sku: 'A-1' },
      { sku: 'B/2' },
    ]);
    const one = bodyOf(
      await invoke(
        anEvent(ONE, { path: { market: 'de', sku: 'A-1' }, query: { onHand: '3', onOrder: '0' } }),
      ),
    );

    expect(answered).toBe(3);
    expect(items.map(({ recommendation }) => recommendation?.kind)).toEqual([
      'ready',
      'ready',
      'insufficientData',
    ]);
    // an id is signed anew each time; what it claims is the same
    const { decisionId, ...rest } = one;
    const first = items[0]?.recommendation;
    if (first?.kind !== 'ready') throw new Error('not ready');
    expect(first).toMatchObject(rest);
    expect(await decisions.verify(first.decisionId)).toEqual(await decisions.verify(String(decisionId)));
  });

  test('go by what is said of each: stock, price, buyer and quantity', async () => {
    const { items } = await answerTo([
      { sku: 'A-1', onHand: 3, onOrder: 0, price: 9.99 },
      { sku: 'A-1', customer: 'K-1', quantity: 10 },
    ]);

    expect(items.map(({ recommendation }) => recommendation)).toMatchObject([
      { state: { onHand: 3, price: { micros: 9_990_000 } }, proposal: { orderUnits: 20 } },
      { reasons: expect.arrayContaining([expect.objectContaining({ code: 'unknownCustomer' })]) },
    ]);
  });

  test('carry a problem where one fails, and the others are answered', async () => {
    const answer = await answerTo([{ sku: 'A-1' }, { sku: 'D/9 ü' }, { sku: 'O-1' }]);

    expect(answer).toMatchObject({ answered: 1, refused: 2 });
    const [, missing, foreign] = answer.items;
    expect(missing).toEqual({
      sku: 'D/9 ü',
      problem: {
        ...{ type: 'urn:tradewind:problem:not-found', title: 'Not Found', status: 404 },
        detail: 'there is no SKU D/9 ü in the market de',
        instance: '/v1/markets/de/skus/D%2F9%20%C3%BC/recommendation',
      },
    });
    // another merchant's SKU is one that is not there
    expect(foreign?.problem?.status).toBe(404);
  });

  test('tell nothing of a table that fails, and log it', async () => {
    broken.add('A-1');

    const { items } = await answerTo([{ sku: 'A-1' }, { sku: 'B/2' }]);

    expect(items[0]?.problem).toMatchObject({
      status: 502,
      detail: expect.stringMatching(/^request .* failed$/),
    });
    expect(items[1]?.recommendation?.kind).toBe('insufficientData');
    expect(logged).toEqual(['an item of many failed']);
  });

  test('are read ten at a time', async () => {
    const { answered } = await answerTo(Array.from({ length: 100 }, () => ({ sku: 'A-1' })));

    expect(answered).toBe(100);
    expect(reads.most).toBeLessThanOrEqual(10);
    expect(reads.most).toBeGreaterThan(1);
  });

  test.each([
    ['none', []],
    ['more than a hundred', Array.from({ length: 101 }, () => ({ sku: 'A-1' }))],
    ['a stock below nothing', [{ sku: 'A-1', onHand: -1 }]],
    ['a number as text', [{ sku: 'A-1', onHand: '3' }]],
    ['something unknown', [{ sku: 'A-1', onhand: 3 }]],
  ])('are refused as a whole for %s', async (_, items) => {
    expect((await ask(items)).statusCode).toBe(422);
  });

  test('need the scope read, and a market of the caller', async () => {
    const event = (scope: string) =>
      anEvent(MANY, {
        path: { market: 'de' },
        body: { items: [{ sku: 'A-1' }] },
        claims: { ...demoClaims, scope },
      });

    expect((await invoke(event('ingest'))).statusCode).toBe(403);
    expect((await ask([{ sku: 'A-1' }], 'fr')).statusCode).toBe(404);
  });
});
