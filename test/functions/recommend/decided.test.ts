import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/recommend/handler.ts';
import {
  type Control,
  controlKeys,
  type Decision,
  decisionClaimsSchema,
  insightKeys,
  parseAs,
  recommendationSchema,
  skuKey,
  type Trial,
} from '../../../lib/domain/index.ts';
import { createCustomerNames } from '../../../lib/runtime/customer-names.ts';
import { createSigner } from '../../../lib/runtime/signing.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import { createHotPathReader } from '../../../lib/stores/hot-path.ts';
import { openControls, openDecisions, openPolicies } from '../../../lib/stores/tables.ts';
import { aDecision } from '../api/a-decision.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';
import { anEvent, bodyOf } from '../http-requests.ts';
import { invoker } from '../invoke.ts';
import { aPolicy, markets, merchants } from '../stored-documents.ts';

let dynamo: EmbeddedDynamo;
let invoke: ReturnType<typeof invoker>;
let now = '2025-02-01T09:00:00.000Z';

const contract = {
  ...{ customer: `c1-${'0'.repeat(32)}`, minQuantity: 0, unitPriceMicros: 9_000_000, validTo: null },
};
const approvals = [{ by: 'anna', at: '2025-02-01T08:00:00.000Z' }];
const effective = async (query: Record<string, string> = {}) => {
  const path = { market: 'de', sku: 'A-1' };
  const route = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
  const answer = await invoke(anEvent(route, { path, query }));
  const body = parseAs(recommendationSchema, bodyOf(answer), 'the answer');
  return { ...body.effective, micros: body.effective.price?.micros };
};
const at = (table: string) => ({ client: dynamo.client, table, now: () => 0 });
const decide = (given: Partial<Decision> = {}) =>
  openDecisions(at(tables.decisions)).put(
    skuKey('demo', 'de', 'A-1'),
    aDecision({ state: 'approved', approvals, ...given }),
  );
const control = (value: Control) =>
  openControls(at(tables.controls)).put(controlKeys.market('demo', 'de'), value);

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  invoke = invoker(
    createHandler({
      tenants: createTenants(merchants, markets),
      readRows: createHotPathReader(dynamo.client, tables),
      customerNames: createCustomerNames(async () => 'a-secret-of-pseudonyms'),
      decisions: createSigner('decision', decisionClaimsSchema, async () => 'a-signing-secret'),
      now: () => now,
    }),
  );
  await openPolicies(at(tables.policies)).put(
    skuKey('demo', 'de', 'A-1'),
    aPolicy({ contracts: [contract] }),
  );
});
beforeEach(async () => {
  now = '2025-02-01T09:00:00.000Z';
  await control({ mode: 'suggest', killed: false });
});
afterAll(() => dynamo.stop());

describe('a decision that was approved', () => {
  test.each(['approved', 'changed'] as const)('is in force on the next request: %s', async (state) => {
    await decide({ state });
    expect(await effective()).toMatchObject({ micros: 11_000_000, source: 'approved' });
  });

  test.each(['proposed', 'rejected', 'expired', 'applied', 'observed'] as const)(
    'is not where it is %s',
    async (state) => {
      await decide({ state });
      expect(await effective()).toMatchObject({ micros: 10_000_000, source: 'current' });
    },
  );

  test('is not from its end on, nor while the kill switch is on, nor where recommendations are off', async () => {
    await decide();
    now = '2025-02-03T00:00:00.000Z';
    expect(await effective()).toMatchObject({ source: 'current' });
    now = '2025-02-01T09:00:00.000Z';
    for (const stopped of [
      { mode: 'automatic', killed: true },
      { mode: 'off', killed: false },
    ] as const) {
      await control(stopped);
      expect(await effective()).toMatchObject({ micros: 10_000_000, source: 'current' });
    }
  });

  test('is not on the very next request after a stop, while a night is writing', async () => {
    await decide();
    let writing = true;
    const night = (async () => {
      while (writing) await decide();
    })();

    await control({ mode: 'automatic', killed: true });
    const next = await effective();
    writing = false;
    await night;

    expect(next).toMatchObject({ micros: 10_000_000, source: 'current' });
    expect(await effective()).toMatchObject({ micros: 10_000_000, source: 'current' });
  });

  test('yields to a contract, and is held once more to the limits from the live price', async () => {
    await decide({ price: { micros: 12_000_000, currency: 'EUR' } });
    expect(await effective({ customer: contract.customer })).toMatchObject({ source: 'contract' });
    expect((await effective({ price: '9' })).micros).toBe(10_800_000);
  });

  test('orders what was missing, and not again what has come on order since', async () => {
    await decide({ orderUnits: 20, stock: { onHand: 20, onOrder: 0 } });
    expect((await effective()).orderUnits).toBe(20);
    expect((await effective({ onHand: '20', onOrder: '20' })).orderUnits).toBe(0);
  });

  test('alone puts a price in force where limits of approving are set, also in automatic mode', async () => {
    await control({ mode: 'automatic', killed: false, approval: {} });
    await decide({ state: 'proposed' });
    expect(await effective()).toMatchObject({ source: 'current' });
    await decide({ approvals: [{ by: 'tradewind', at: '2025-02-01T03:00:00.000Z' }] });
    expect(await effective()).toMatchObject({ micros: 11_000_000, source: 'automatic' });
  });

  test('by Tradewind holds only while the mode is automatic', async () => {
    await decide({ approvals: [{ by: 'tradewind', at: '2025-02-01T03:00:00.000Z' }] });
    await control({ mode: 'suggest', killed: false, approval: {} });
    expect(await effective()).toMatchObject({ micros: 10_000_000, source: 'current' });
  });

  test('by a person holds for a buyer who opted out of decisions by machine, by Tradewind it does not', async () => {
    const customer = `c1-${'7'.repeat(32)}`;
    await storeBuyer(customer, { automated: false });
    await control({ mode: 'automatic', killed: false, approval: {} });

    await decide();
    expect(await effective({ customer })).toMatchObject({ micros: 11_000_000, source: 'approved' });
    await decide({ approvals: [{ by: 'tradewind', at: '2025-02-01T03:00:00.000Z' }] });
    expect(await effective({ customer })).toMatchObject({ micros: 10_000_000, source: 'current' });
    expect(await effective()).toMatchObject({ micros: 11_000_000, source: 'automatic' });
  });

  test('puts nothing in force where people alone operate the SKU: in the holdout, and while an experiment says so', async () => {
    const policies = openPolicies(at(tables.policies));
    const store = (trial?: Trial) =>
      policies.put(
        skuKey('demo', 'de', 'A-1'),
        aPolicy({ contracts: [contract], ...(trial === undefined ? {} : { trial }) }),
      );
    await decide();

    await store({ arm: 'human', holdout: true });
    expect(await effective()).toMatchObject({ micros: 10_000_000, source: 'current' });
    await store({ arm: 'human', holdout: false, experiment: 'exp-1' });
    await control({ mode: 'suggest', killed: false, experiments: ['exp-1'] });
    expect(await effective()).toMatchObject({ micros: 10_000_000, source: 'current' });
    // the experiment has ended: its arm says nothing any more
    await control({ mode: 'suggest', killed: false, experiments: [] });
    expect(await effective()).toMatchObject({ micros: 11_000_000, source: 'approved' });
    await store();
  });

  test('puts nothing in force for a buyer whom people alone serve, and does for all others', async () => {
    const customer = `c1-${'8'.repeat(32)}`;
    await storeBuyer(customer, { trial: { arm: 'human', holdout: false, experiment: 'exp-1' } });
    await control({ mode: 'suggest', killed: false, experiments: ['exp-1'] });
    await decide();

    expect(await effective({ customer })).toMatchObject({ micros: 10_000_000, source: 'current' });
    expect(await effective()).toMatchObject({ micros: 11_000_000, source: 'approved' });
  });
});

/** Keep what the hot path reads of a buyer. */
async function storeBuyer(customer: string, body: object): Promise<void> {
  const { pk, sk } = insightKeys.buyer('demo', 'de', customer);
  const Item = { pk: { S: pk }, sk: { S: sk }, body: { S: JSON.stringify(body) } };
  await dynamo.client.send(new PutItemCommand({ TableName: tables.insights, Item }));
}
