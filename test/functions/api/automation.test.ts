import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { controlKeys, decisionLogKeys, limitsKey, skuKey } from '../../../lib/domain/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { bodyOf } from '../http-requests.ts';
import { aPolicy } from '../stored-documents.ts';
import { person, propose } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const GET = 'GET /v1/markets/{market}/automation';
const PUT = 'PUT /v1/markets/{market}/automation';
const KILL = 'POST /v1/markets/{market}/automation/kill';
const RELEASE = 'POST /v1/markets/{market}/automation/release';
const APPROVE = 'POST /v1/decisions/{decision}/approve';
const de = { market: 'de' };
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const limits = { largestStep: 0.05, moneyPerDay: eur(10_000), leastConfidence: 0.8, oldestDataDays: 3 };

let api: Api;
const anna = person('anna');
const bert = person('bert');

beforeAll(async () => {
  api = await startApi();
  await api.stores.policies.put(skuKey('demo', 'de', 'A-1'), aPolicy());
});
beforeEach(async () => {
  api.announced.length = 0;
  await api.stores.controls.remove(controlKeys.market('demo', 'de'));
  await api.stores.controls.remove(controlKeys.merchant('demo'));
  await api.stores.rights.remove(controlKeys.rights('demo'));
  await api.stores.limitsDecisions.remove(limitsKey('demo', 'de'));
});
afterAll(() => api.stop());

const set = async (body: unknown, claims = anna) => {
  const etag = (await api.ask(GET, { path: de })).headers?.etag;
  return api.ask(PUT, { path: de, body, claims, headers: { 'if-match': String(etag) } });
};
const stored = async () => (await api.stores.controls.get(controlKeys.market('demo', 'de')))?.value;
const approve = (decision: string, claims = bert, version = 1) =>
  api.ask(APPROVE, { path: { decision }, claims, body: {}, headers: { 'if-match': `"${version}"` } });

describe('how far Tradewind may act', () => {
  test('is shown with an ETag, and only suggests where nobody has said anything', async () => {
    const answer = await api.ask(GET, { path: de });

    expect(answer.headers?.etag).toBe('"0"');
    expect(bodyOf(answer)).toMatchObject({
      ...{ market: 'de', set: null, pending: null, author: null },
      effective: { mode: 'suggest', killed: false, limits: {} },
    });
  });

  test('is tightened at once and alone', async () => {
    const answer = await set({ mode: 'off', limits: { largestStep: 0.05, twoPersonsFrom: eur(5000) } });

    expect(bodyOf(answer)).toMatchObject({
      ...{ author: 'anna', pending: null },
      set: { mode: 'off', limits: { largestStep: 0.05, twoPersonsFrom: eur(5000) } },
    });
    expect(await stored()).toMatchObject({ mode: 'off', author: 'anna' });
  });

  test('leaves the experiments of the market in force, whatever else is set', async () => {
    const key = controlKeys.market('demo', 'de');
    await api.stores.controls.put(key, { mode: 'suggest', killed: false, experiments: ['exp-1'] });

    const { pending } = bodyOf(await set({ mode: 'automatic', limits }));
    expect(await stored()).toMatchObject({ mode: 'suggest', experiments: ['exp-1'] });
    await approve(pending.decision);
    expect(await stored()).toMatchObject({ mode: 'automatic', experiments: ['exp-1'] });
    await api.ask(KILL, { path: de, claims: anna });
    expect(await stored()).toMatchObject({ killed: true, experiments: ['exp-1'] });
  });

  test('is loosened by another person alone, whole and at once when they approve', async () => {
    const { pending, effective } = bodyOf(await set({ mode: 'automatic', limits }));
    expect(effective.mode).toBe('suggest');
    expect(pending).toMatchObject({ state: 'proposed', proposedBy: 'anna', subject: 'limits' });
    expect(pending.loosens).toContain('mode');

    const own = await approve(pending.decision, anna);
    expect(own.statusCode).toBe(403);
    expect(bodyOf(own).detail).toMatch(/another person is needed/);
    expect((await stored())?.mode).toBe('suggest');

    expect(bodyOf(await approve(pending.decision))).toMatchObject({ state: 'applied' });
    expect(await stored()).toMatchObject({ mode: 'automatic', approval: { moneyPerDay: eur(10_000) } });
    expect(api.announced).toMatchObject([{ type: 'decision.approved', data: { subject: 'limits' } }]);
    expect((await approve(pending.decision)).statusCode).toBe(409);
  });

  test('holds what is tighter of a mixed change at once, and lets the looser part wait', async () => {
    await set({ mode: 'suggest', limits: { largestStep: 0.2, twoPersonsFrom: eur(5000) } });

    const view = bodyOf(
      await set({ mode: 'suggest', limits: { largestStep: 0.1, twoPersonsFrom: eur(9000) } }),
    );

    expect(view.set.limits).toEqual({ largestStep: 0.1, twoPersonsFrom: eur(5000) });
    expect(view.pending.loosens).toEqual(['twoPersonsFrom']);
  });

  test('is not loosened by an approval that was asked for before it was stopped', async () => {
    const { pending } = bodyOf(await set({ mode: 'automatic', limits }));
    await api.ok(KILL, { path: de, claims: bert, body: {} });

    const answer = await approve(pending.decision);

    expect(answer.statusCode).toBe(412);
    expect(await stored()).toMatchObject({ mode: 'suggest', killed: true });
  });

  test.each([
    ['without all limits', { mode: 'automatic', limits: { largestStep: 0.1 } }, 422],
    [
      'in a foreign currency',
      { mode: 'suggest', limits: { twoPersonsFrom: { minor: 1, currency: 'USD' } } },
      422,
    ],
    ['with one approver', { mode: 'suggest', limits: { approvers: ['anna'] } }, 422],
    [
      'with Tradewind among the approvers',
      { mode: 'off', limits: { approvers: ['anna', 'tradewind'] } },
      422,
    ],
  ])('is not set %s', async (_, body, status) => {
    expect((await set(body)).statusCode).toBe(status);
    expect(await stored()).toBeUndefined();
  });
});

describe('the kill switch', () => {
  test('is on at once and alone, in a market and for all, and is shown everywhere', async () => {
    await api.ok('POST /v1/automation/kill', { claims: anna, body: { reasonCode: 'wrongPrices' } });

    expect((await api.ok(GET, { path: de })).effective.killed).toBe(true);
    expect((await api.ok('GET /v1/markets/{market}', { path: de })).killed).toBe(true);
  });

  test('is on even where the log cannot be written', async () => {
    const { pk, sk } = decisionLogKeys.act('demo', 'de', 999_999);
    const key = { pk: { S: pk }, sk: { S: sk } };
    const TableName = tables.decisionLog;
    await api.dynamo.client.send(
      new PutItemCommand({ TableName, Item: { ...key, body: { S: '{"unreadable":true}' } } }),
    );

    const answer = await api.ask(KILL, { path: de, claims: anna, body: {} });
    await api.dynamo.client.send(new DeleteItemCommand({ TableName, Key: key }));

    expect(answer.statusCode).toBe(200);
    expect(await stored()).toMatchObject({ killed: true, author: 'anna' });
  });

  test('goes off when another person than the one who asked approves', async () => {
    await api.ok(KILL, { path: de, claims: anna, body: {} });
    const { pending, effective } = await api.ok(RELEASE, { path: de, claims: anna, body: {} });
    expect(effective.killed).toBe(true);

    expect((await approve(pending.decision, anna)).statusCode).toBe(403);
    await approve(pending.decision, bert);

    expect((await api.ok(GET, { path: de })).effective.killed).toBe(false);
  });
});

describe('two persons', () => {
  const large = { amount: eur(6000), sku: 'T-1' };
  beforeEach(() => set({ mode: 'suggest', limits: { twoPersonsFrom: eur(5000) } }));

  test('approve a large draft: the first leaves it proposed, the second puts it in force', async () => {
    const { decision } = await propose(api, large);

    expect(bodyOf(await approve(decision, anna))).toMatchObject({ state: 'proposed', version: 1 });
    const again = await approve(decision, anna);
    expect(again.statusCode).toBe(403);
    expect(bodyOf(again).detail).toMatch(/anna has approved already/);
    expect(bodyOf(await approve(decision, bert))).toMatchObject({ state: 'approved' });
  });

  test('are not a deputy and the one they stand for, in either order', async () => {
    const rights = {
      people: [{ person: 'anna' }, { person: 'bert' }],
      deputies: [{ person: 'carla', standsFor: 'anna', from: '2025-01-01', to: '2025-12-31' }],
    };
    await api.ok('PUT /v1/rights', {
      ...{ claims: person('root', 'admin'), body: rights, headers: { 'if-match': '"0"' } },
    });
    const carla = person('carla');
    for (const [first, second] of [
      [anna, carla],
      [carla, anna],
    ] as const) {
      const { decision } = await propose(api, large);
      expect((await approve(decision, first)).statusCode).toBe(200);
      expect((await approve(decision, second)).statusCode).toBe(403);
      expect(bodyOf(await approve(decision, bert))).toMatchObject({ state: 'approved' });
    }
  });

  test('are never one, whatever that one asks for and in whichever order', async () => {
    const steps = fc.constantFrom(
      ...(['approve', 'change', 'reject', 'loosen', 'approveLimits', 'kill', 'release', 'read'] as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 12 }), async (sequence) => {
        await api.stores.controls.remove(controlKeys.market('demo', 'de'));
        await api.stores.limitsDecisions.remove(limitsKey('demo', 'de'));
        await set({ mode: 'suggest', limits: { twoPersonsFrom: eur(5000), largestOrder: eur(9_000_000) } });
        const before = await stored();
        // a change to 1,000 units keeps it large
        const { decision } = await propose(api, { sku: 'A-1', amount: eur(6000) });
        for (const step of sequence) await STEPS[step](decision);

        const after = await api.stores.decisions.get(skuKey('demo', 'de', 'A-1'), { consistent: true });
        expect(['proposed', 'rejected']).toContain(after?.value.state);
        const held = await stored();
        expect(held?.approval?.twoPersonsFrom).toEqual(eur(5000));
        expect(held?.mode).toBe(before?.mode);
        if (sequence.includes('kill')) expect(held?.killed).toBe(true);
      }),
      { numRuns: 40, seed: 8 },
    );
  }, 120_000);

  const current = async (decision: string) =>
    bodyOf(await api.ask('GET /v1/decisions/{decision}', { path: { decision } })).version as number;
  const STEPS = {
    approve: async (decision: string) => approve(decision, anna, await current(decision)),
    change: async (decision: string) =>
      api.ask('PATCH /v1/decisions/{decision}', {
        ...{ path: { decision }, claims: anna, body: { orderUnits: 1000, reasonCode: 'other' } },
        headers: { 'if-match': `"${await current(decision)}"` },
      }),
    reject: async (decision: string) =>
      api.ask('POST /v1/decisions/{decision}/reject', {
        ...{ path: { decision }, claims: anna, body: { reasonCode: 'other' } },
        headers: { 'if-match': `"${await current(decision)}"` },
      }),
    loosen: async () => set({ mode: 'automatic', limits: { ...limits, twoPersonsFrom: eur(900_000) } }),
    approveLimits: async () => {
      const { pending } = await api.ok(GET, { path: de });
      return pending === null ? undefined : approve(pending.decision, anna);
    },
    kill: async () => api.ok(KILL, { path: de, claims: anna, body: {} }),
    release: async () => api.ok(RELEASE, { path: de, claims: anna, body: {} }),
    read: async (decision: string) => current(decision),
  };
});
