import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { controlKeys, skuKey } from '../../../lib/domain/index.ts';
import { bodyOf } from '../http-requests.ts';
import { aPolicy } from '../stored-documents.ts';
import { person, propose } from './a-decision.ts';
import { type Api, decisionSigner, startApi } from './api-fixture.ts';

const ONE = 'GET /v1/decisions/{decision}';
const APPROVE = 'POST /v1/decisions/{decision}/approve';
const REJECT = 'POST /v1/decisions/{decision}/reject';
const CHANGE = 'PATCH /v1/decisions/{decision}';
const BULK = 'POST /v1/decisions/bulk';

let api: Api;
const anna = person('anna');
const bert = person('bert');
const v1 = { 'if-match': '"1"' };
const path = (decision: string) => ({ decision });
const stateOf = async (sku: string) =>
  (await api.stores.decisions.get(skuKey('demo', 'de', sku), { consistent: true }))?.value;

beforeAll(async () => {
  api = await startApi();
  await api.stores.policies.put(skuKey('demo', 'de', 'A-1'), aPolicy());
});
beforeEach(() => {
  api.clock.instant = '2025-02-01T09:00:00.000Z';
  api.announced.length = 0;
  api.bus.up = true;
});
afterAll(() => api.stop());

describe('an open decision', () => {
  test('is read with the version of its draft as its ETag', async () => {
    const { decision } = await propose(api);

    const answer = await api.ask(ONE, { path: path(decision) });

    expect(answer.statusCode).toBe(200);
    expect(answer.headers?.etag).toBe('"1"');
    expect(bodyOf(answer)).toMatchObject({ sku: 'A-1', state: 'proposed', version: 1 });
  });

  test('is approved by the version that was read, told of, and logged under a commitment', async () => {
    const { decision } = await propose(api);

    const answer = await api.ask(APPROVE, { path: path(decision), headers: v1, claims: anna, body: {} });

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      state: 'approved',
      approvals: [{ by: 'anna', at: '2025-02-01T09:00:00.000Z' }],
    });
    expect(api.announced).toMatchObject([
      {
        type: 'decision.approved',
        market: 'de',
        data: { sku: 'A-1', price: { micros: 11_000_000 }, automatic: false },
      },
    ]);
    const acts = await api.stores.loggedActs.queryAll('demo#de');
    expect(acts.at(-1)?.value).toMatchObject({
      event: 'approve',
      from: 'proposed',
      to: 'approved',
      sku: 'A-1',
    });
    expect(JSON.stringify(acts)).not.toContain('anna');
  });

  test.each([
    ['without a version', {}, 428],
    ['with the version of another draft', { 'if-match': '"2"' }, 412],
  ])('is not approved %s', async (_, headers, status) => {
    const { decision } = await propose(api);

    const answer = await api.ask(APPROVE, { path: path(decision), headers, claims: anna, body: {} });

    expect(answer.statusCode).toBe(status);
    expect((await stateOf('A-1'))?.state).toBe('proposed');
  });

  test('is approved once of two that meet', async () => {
    const { decision } = await propose(api);

    const answers = await Promise.all(
      [anna, bert].map((claims) => api.ask(APPROVE, { path: path(decision), headers: v1, claims, body: {} })),
    );

    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect((await stateOf('A-1'))?.approvals).toHaveLength(1);
  });

  test('is rejected with a code, and an approval is taken back the same way', async () => {
    const { decision } = await propose(api);
    const rejects = (body: unknown) =>
      api.ask(REJECT, { path: path(decision), headers: v1, claims: anna, body });
    await api.ask(APPROVE, { path: path(decision), headers: v1, claims: anna, body: {} });

    expect((await rejects({ reasonCode: 'Anna said so' })).statusCode).toBe(422);
    expect(bodyOf(await rejects({ reasonCode: 'customerAgreement' }))).toMatchObject({
      state: 'rejected',
      reasonCode: 'customerAgreement',
    });
    expect(api.announced.map(({ type }) => type)).toEqual(['decision.approved', 'decision.rejected']);
  });

  test('takes another price with a code, and keeps what was proposed', async () => {
    const { decision } = await propose(api);

    const answer = await api.ask(CHANGE, {
      path: path(decision),
      headers: v1,
      claims: anna,
      body: { price: { micros: 10_500_000, currency: 'EUR' }, reasonCode: 'competitor' },
    });

    expect(answer.headers?.etag).toBe('"2"');
    expect(bodyOf(answer)).toMatchObject({
      ...{ state: 'changed', version: 2, reasonCode: 'competitor', step: 0.05 },
      price: { micros: 10_500_000 },
      original: { price: { micros: 11_000_000 }, orderUnits: 0 },
      amount: { minor: 50, currency: 'EUR' },
    });
  });

  test.each([
    ['below the floor', { price: { micros: 7_000_000, currency: 'EUR' } }, 'floor'],
    [
      'further than the largest step',
      { price: { micros: 13_000_000, currency: 'EUR' } },
      'largestStep|at most',
    ],
    ['in another currency', { price: { micros: 10_500_000, currency: 'USD' } }, 'USD'],
    ['off the rounding', { price: { micros: 10_503_000, currency: 'EUR' } }, 'round'],
    ['of an order that is no whole pack', { orderUnits: 12 }, 'whole packs'],
    ['of an order below the minimum', { orderUnits: 5 }, '10 at least'],
  ])('takes no change %s', async (_, body, says) => {
    const { decision } = await propose(api);

    const answer = await api.ask(CHANGE, {
      path: path(decision),
      headers: v1,
      claims: anna,
      body: { ...body, reasonCode: 'other' },
    });

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).detail).toMatch(new RegExp(says));
    expect(await stateOf('A-1')).toMatchObject({ state: 'proposed', version: 1 });
  });

  test('takes a change only as far as the rest after a move and parity let it', async () => {
    const { limits } = aPolicy();
    const ask = async (day: string, narrowed: Partial<typeof limits>) => {
      await api.stores.policies.put(
        skuKey('demo', 'de', 'A-1'),
        aPolicy({ limits: { ...limits, ...narrowed } }),
      );
      api.clock.instant = `${day}T09:00:00.000Z`;
      const { decision } = await propose(api);
      const body = { price: { micros: 10_500_000, currency: 'EUR' }, reasonCode: 'competitor' };
      return api.ask(CHANGE, { path: path(decision), headers: v1, claims: anna, body });
    };
    const coolDown = { days: 14, movedOn: '2025-01-18' };
    const parity = { lowestMicros: 10_000_000, highestMicros: 10_000_000, largestGap: 0.02 };
    try {
      const resting = await ask('2025-01-31', { coolDown });
      expect(resting.statusCode).toBe(422);
      expect(bodyOf(resting).detail).toContain('it rests for 14 days');
      expect((await ask('2025-02-01', { coolDown })).statusCode).toBe(200);
      expect(bodyOf(await ask('2025-02-01', { parity })).detail).toContain('parity');
    } finally {
      await api.stores.policies.put(skuKey('demo', 'de', 'A-1'), aPolicy());
    }
  });

  test('is over at its time, and while the kill switch is on it can be rejected alone', async () => {
    const { decision } = await propose(api, { sku: 'A-2' });
    const approve = () => api.ask(APPROVE, { path: path(decision), headers: v1, claims: anna, body: {} });
    api.clock.instant = '2025-02-03T00:00:00.000Z';
    expect(bodyOf(await approve()).detail).toMatch(/valid until/);

    api.clock.instant = '2025-02-01T09:00:00.000Z';
    await api.stores.controls.put(controlKeys.market('demo', 'de'), { mode: 'suggest', killed: true });
    expect((await approve()).statusCode).toBe(409);
    const rejected = await api.ask(REJECT, {
      ...{ path: path(decision), headers: v1, claims: anna, body: { reasonCode: 'other' } },
    });
    expect(rejected.statusCode).toBe(200);
    await api.stores.controls.remove(controlKeys.market('demo', 'de'));
  });
});

describe('a signed answer', () => {
  const claims = {
    ...{ merchant: 'demo', market: 'de', sku: 'A-1', policyVersion: 'v1', query: {} },
    ...{ orderUnits: 0, priceMicros: 11_000_000, issuedAt: '2025-02-01T08:00:00Z' },
  };

  test('names the open decision, and approves it where it proposed the same draft', async () => {
    await propose(api);
    const token = await decisionSigner.sign(claims);

    const read = await api.ok(ONE, { path: path(token) });
    expect(read).toMatchObject({ decision: 'de:A-1:v1', signed: { sameDraft: true } });
    const answer = await api.ask(APPROVE, { path: path(token), headers: v1, claims: anna, body: {} });
    expect(bodyOf(answer)).toMatchObject({ state: 'approved' });
  });

  test.each([
    ['of another policy', { policyVersion: 'v0' }],
    ['with another order', { orderUnits: 20 }],
  ])('%s approves nothing', async (_, other) => {
    await propose(api);
    const token = await decisionSigner.sign({ ...claims, ...other });

    expect((await api.ok(ONE, { path: path(token) })).signed.sameDraft).toBe(false);
    const answer = await api.ask(APPROVE, { path: path(token), headers: v1, claims: anna, body: {} });
    expect(answer.statusCode).toBe(412);
  });

  test('of another merchant is answered as what does not exist', async () => {
    const token = await decisionSigner.sign({ ...claims, merchant: 'other' });

    expect((await api.ask(ONE, { path: path(token) })).statusCode).toBe(404);
  });
});

describe('who may decide', () => {
  test('needs the scope of the market, and finds nothing of another merchant', async () => {
    const { decision } = await propose(api);
    const as = (claims: Record<string, string>) =>
      api.ask(APPROVE, { path: path(decision), headers: v1, claims, body: {} });
    const theirs = await as({ ...anna, merchant: 'other' });
    const absent = await api.ask(APPROVE, {
      ...{ path: path('de:nothing:v1'), headers: v1, claims: anna, body: {} },
    });

    expect((await as(person('anna', 'read'))).statusCode).toBe(403);
    expect((await as(person('anna', 'read decide:jp'))).statusCode).toBe(403);
    expect([theirs.statusCode, absent.statusCode]).toEqual([404, 404]);
    expect(String(theirs.body)).toBe(String(absent.body).replaceAll('de:nothing:v1', decision));
    expect((await as(person('anna', 'read decide:de'))).statusCode).toBe(200);
  });

  test.each(['de::v1', `de:${'x'.repeat(1500)}:v1`])(
    'finds nothing under what can be no id: %s',
    async (id) => {
      expect((await api.ask(ONE, { path: path(id) })).statusCode).toBe(404);
    },
  );
});

describe('many decisions at once', () => {
  test('have each their own version, result and problem', async () => {
    const [first, second, third] = await Promise.all(
      ['M-1', 'M-2', 'M-3'].map((sku) => propose(api, { sku })),
    );

    const answer = await api.ok(BULK, {
      claims: anna,
      body: {
        items: [
          { decision: first?.decision, version: 1, action: 'approve' },
          { decision: second?.decision, version: 2, action: 'approve' },
          { decision: third?.decision, action: 'approve' },
          { decision: third?.decision, version: 1, action: 'reject' },
          { decision: 'de:nothing:v1', version: 1, action: 'approve' },
        ],
      },
    });

    expect(answer).toMatchObject({ done: 1, refused: 4 });
    expect(answer.items.map((item: { problem?: { status: number } }) => item.problem?.status)).toEqual([
      ...[undefined, 412, 428, 422, 404],
    ]);
    expect((await stateOf('M-1'))?.state).toBe('approved');
  });
});

describe('an event that could not be told', () => {
  test('waits beside the decision, which stands', async () => {
    const { decision } = await propose(api, { sku: 'E-1' });
    api.bus.up = false;

    const answer = await api.ask(APPROVE, { path: path(decision), headers: v1, claims: anna, body: {} });

    expect(bodyOf(answer).state).toBe('approved');
    expect((await api.stores.untold.queryAll('demo#untold')).map(({ value }) => value)).toMatchObject([
      { type: 'decision.approved', data: { sku: 'E-1' } },
    ]);
  });
});
