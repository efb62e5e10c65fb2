import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHandler } from '../../../functions/recommend/handler.ts';
import {
  type Control,
  type DecisionClaims,
  decisionClaimsSchema,
  type PolicyDocument,
  parseAs,
  recommendationSchema,
  servePolicy,
  storePolicy,
} from '../../../lib/domain/index.ts';
import { replayDecision } from '../../../lib/operations/index.ts';
import { guardPrice } from '../../../lib/oversight/index.ts';
import { createCustomerNames } from '../../../lib/runtime/customer-names.ts';
import { createSigner } from '../../../lib/runtime/signing.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import { readAuditedPolicy } from '../../../lib/stores/index.ts';
import { aSeries } from '../../operations/a-series.ts';
import { anEvent, bodyOf } from '../http-requests.ts';
import { invoker } from '../invoke.ts';
import { aWorld, shard } from '../learn/a-world.ts';
import { markets, merchants } from '../stored-documents.ts';

const ROUTE = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
const decisions = createSigner('decision', decisionClaimsSchema, async () => 'a-signing-secret');
const customer = `c1-${'0'.repeat(32)}`;
const series = [
  aSeries({ contracts: [{ customer, minQuantity: 1, unitPriceMicros: 7_000_000, validTo: null }] }),
  aSeries({ sku: 'A"2', priceList: [{ priceGroup: 'gold', minQuantity: 10, unitPriceMicros: 9_000_000 }] }),
];
const world = aWorld(series);

type Rows = { policy: PolicyDocument; control: Control | undefined; priceGroup: string | undefined };

/** Answer over HTTP from rows that are at hand, and read the token back. */
async function answerFrom({ policy, control, priceGroup }: Rows, query: Record<string, string>) {
  const handler = createHandler({
    tenants: createTenants(merchants, markets),
    readRows: async () => ({
      policy: servePolicy(storePolicy(policy)),
      merchantControl: undefined,
      marketControl: control,
      customer: priceGroup === undefined ? undefined : { priceGroup },
      decision: undefined,
      stockLevel: undefined,
    }),
    customerNames: createCustomerNames(async () => 'a-secret-of-pseudonyms'),
    decisions,
    now: () => '2024-07-01T09:00:00.000Z',
  });
  const path = { market: 'de', sku: policy.sku ?? '' };
  const answer = parseAs(
    recommendationSchema,
    bodyOf(await invoker(handler)(anEvent(ROUTE, { path, query }))),
    'it',
  );
  if (answer.kind !== 'ready') throw new Error(answer.detail);
  const { decisionId, ...said } = answer;
  return { said, claims: await decisions.verify(decisionId) };
}

const learnt = (sku: string): PolicyDocument => {
  const policy = world.policies.get(`demo#de ${sku}`)?.value;
  if (policy === undefined) throw new Error(`nothing was learnt of ${sku}`);
  return policy;
};

const number = (max: number) => fc.double({ min: 0, max, noNaN: true }).map((value) => String(value));
const queries = fc.record(
  {
    onHand: number(2000),
    onOrder: number(500),
    price: fc.double({ min: 0.001, max: 1000, noNaN: true }).map((value) => String(value)),
    quantity: fc.integer({ min: 1, max: 100 }).map(String),
    customer: fc.constant(customer),
  },
  { requiredKeys: [] },
);
const controls = fc.record(
  {
    mode: fc.constantFrom('off' as const, 'suggest' as const, 'automatic' as const),
    killed: fc.boolean(),
    limits: fc.record(
      {
        largestStep: fc.double({ min: 0, max: 1, noNaN: true }),
        largestOrder: fc.record({ minor: fc.nat(1e6), currency: fc.constantFrom('EUR', 'USD') }),
      },
      { requiredKeys: [] },
    ),
    activeRun: fc.constantFrom(shard.runId, 'de-2024-06-01'),
  },
  { requiredKeys: ['mode', 'killed'] },
);
const rows = fc.record({
  control: fc.option(controls, { nil: undefined }),
  priceGroup: fc.constantFrom(undefined, '', 'gold'),
});

beforeAll(async () => {
  await world.handler({ ...shard, series: series.length });
});

describe('a decision', () => {
  test('is enough to give the same answer again from the audit, whatever was asked and allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('A-1', 'A"2'), rows, queries, async (sku, given, query) => {
        const { said, claims } = await answerFrom({ policy: learnt(sku), ...given }, query);

        const replay = replayDecision(claims, await readAuditedPolicy(world.store, claims), guardPrice);

        expect(replay.kind).toBe('same');
        expect(replay.answer).toEqual(said);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  test('is replayed from its own run when another night has come to another policy', async () => {
    const { said, claims } = await answerFrom({ policy: learnt('A-1'), ...anyone }, { onHand: '3' });
    const before = learnt('A-1');
    const later = { ...shard, runId: 'de-2024-07-01', series: series.length };
    await world.handler(later);

    expect(learnt('A-1')).not.toEqual(before);
    const audited = await readAuditedPolicy(world.store, claims);
    expect(replayDecision(claims, audited, guardPrice).answer).toEqual(said);
    expect(() => replayDecision(claims, learnt('A-1'), guardPrice)).toThrow('which this policy is not');
    await world.handler({ ...shard, series: series.length });
  });

  test('that is not what the rules of answering give now is told apart, with both proposals', async () => {
    const { claims } = await answerFrom({ policy: learnt('A-1'), ...anyone }, { onHand: '3' });
    const changed: DecisionClaims = { ...claims, orderUnits: claims.orderUnits + 1 };

    expect(replayDecision(changed, await readAuditedPolicy(world.store, changed), guardPrice)).toMatchObject({
      kind: 'different',
      claimed: { orderUnits: claims.orderUnits + 1 },
      replayed: { orderUnits: claims.orderUnits },
    });
  });

  test.each([
    ['before tokens named their audit', { shard: undefined }, 'before decisions said where'],
    ['of a policy that a repeated run has replaced', { policyVersion: 'v0' }, 'v0 is kept no more'],
    ['of a SKU that the audit lacks', { sku: 'A' }, 'holds no policy of A'],
    ['of a run without audit', { runId: 'de-2020-01-01' }, 'no object audit/demo/de-2020-01-01/0001'],
  ])('%s is refused in words', async (_, changes, words) => {
    const { claims } = await answerFrom({ policy: learnt('A-1'), ...anyone }, {});

    await expect(readAuditedPolicy(world.store, { ...claims, ...changes })).rejects.toThrow(words);
  });
});

const anyone = { control: undefined, priceGroup: undefined };
