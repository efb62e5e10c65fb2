import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DecisionClaims } from '../../../lib/domain/index.ts';
import { bodyOf } from '../http-requests.ts';
import { person, propose } from './a-decision.ts';
import { type Api, decisionSigner, startApi } from './api-fixture.ts';

const ONE = 'GET /v1/decisions/{decision}';
const version = { 'if-match': '"1"' };
const anna = person('anna');
/** The answer that proposed the draft which stands. */
const claims: DecisionClaims = {
  ...{ merchant: 'demo', market: 'de', sku: 'A-1', policyVersion: 'v1', query: {} },
  ...{ orderUnits: 0, priceMicros: 11_000_000, issuedAt: '2025-02-01T08:00:00Z' },
};

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  api.clock.instant = '2025-02-01T09:00:00.000Z';
  await propose(api);
});

const approve = (token: string, as = anna) =>
  api.ask(`POST /v1/decisions/{decision}/approve`, {
    ...{ path: { decision: token }, headers: version, claims: as, body: {} },
  });
const reject = (token: string, as = anna) =>
  api.ask('POST /v1/decisions/{decision}/reject', {
    ...{ path: { decision: token }, headers: version, claims: as, body: { reasonCode: 'other' } },
  });
const change = (token: string, as = anna) =>
  api.ask('PATCH /v1/decisions/{decision}', {
    ...{ path: { decision: token }, headers: version, claims: as },
    body: { price: { micros: 10_500_000, currency: 'EUR' }, reasonCode: 'other' },
  });
const bulk = async (token: string, as = anna) => {
  const items = [{ decision: token, version: 1, action: 'approve' }];
  return bodyOf(await api.ask('POST /v1/decisions/bulk', { claims: as, body: { items } })).items[0];
};
const state = async () => (await api.ok(ONE, { path: { decision: 'de:A-1:v1' } })).state;

/** Another payload under the signature of a token. */
function altered(token: string, given: Partial<DecisionClaims>): string {
  const [key, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...claims, ...given })).toString('base64url');
  return [key, payload, signature].join('.');
}

describe('a signed answer that comes back', () => {
  test.each<[string, Partial<DecisionClaims>, number]>([
    ['of the decision before', { policyVersion: 'v0' }, 412],
    ['with another price', { priceMicros: 12_000_000 }, 412],
    ['with another order', { orderUnits: 10 }, 412],
    ['of another SKU, which has no decision', { sku: 'B-2' }, 404],
    ['of another market, which has no decision', { market: 'jp' }, 404],
    ['of a market that is not the merchant’s', { market: 'xx' }, 404],
    ['of another merchant', { merchant: 'other' }, 404],
  ])('%s decides nothing', async (_, given, status) => {
    const token = await decisionSigner.sign({ ...claims, ...given });

    for (const act of [approve, reject, change]) expect((await act(token)).statusCode).toBe(status);
    expect((await bulk(token)).problem.status).toBe(status);
    expect(await state()).toBe('proposed');
  });

  test('of another market needs the right to decide there', async () => {
    await propose(api, { market: 'jp', decision: 'jp:A-1:v1' });
    const token = await decisionSigner.sign({ ...claims, market: 'jp' });
    const ofGermany = person('anna', 'read decide:de');

    for (const act of [approve, reject, change]) expect((await act(token, ofGermany)).statusCode).toBe(403);
    expect((await bulk(token, ofGermany)).problem.status).toBe(403);
  });

  test('altered under its signature is no answer of ours', async () => {
    const token = await decisionSigner.sign({ ...claims, policyVersion: 'v0' });
    const [key, payload] = token.split('.');
    const forged = [altered(token, {}), `${key}.${payload}.${'A'.repeat(43)}`, `${key}.${payload}.`];

    for (const one of forged)
      for (const act of [approve, reject, change]) expect((await act(one)).statusCode).toBe(404);
    expect(await state()).toBe('proposed');
  });

  test('approves once, and nothing from the decision’s end on', async () => {
    const token = await decisionSigner.sign(claims);

    expect((await approve(token)).statusCode).toBe(200);
    // the same person again, and another one
    expect((await approve(token)).statusCode).toBe(403);
    expect((await approve(token, person('ben'))).statusCode).toBe(409);
    await propose(api);
    api.clock.instant = '2025-02-03T00:00:00.000Z';
    expect((await approve(token)).statusCode).toBe(409);
    expect(await state()).toBe('proposed');
  });
});
