import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { controlKeys, skuKey } from '../../../lib/domain/index.ts';
import { bodyOf } from '../http-requests.ts';
import { aPolicy } from '../stored-documents.ts';
import { person, propose } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });

let api: Api;
const anna = person('anna');
const bert = person('bert');

beforeAll(async () => {
  api = await startApi();
  await api.stores.policies.put(skuKey('demo', 'de', 'A-1'), aPolicy());
});
beforeEach(() => api.stores.rights.remove(controlKeys.rights('demo')));
afterAll(() => api.stop());

const approve = (decision: string, claims = bert) =>
  api.ask('POST /v1/decisions/{decision}/approve', {
    ...{ path: { decision }, claims, body: {}, headers: { 'if-match': '"1"' } },
  });

describe('rights', () => {
  const put = (rights: unknown) =>
    api.ok('PUT /v1/rights', {
      ...{ claims: person('root', 'admin'), body: rights, headers: { 'if-match': '"0"' } },
    });

  test.each([
    ['nothing at all', [{ person: 'bert' }], 'anna is given no right'],
    ['another market', [{ person: 'anna', markets: ['jp'] }], 'a right in the market de is missing'],
    ['another category', [{ person: 'anna', categories: ['Screws'] }], 'the category Hinges is missing'],
    ['a smaller amount', [{ person: 'anna', upTo: [eur(99)] }], 'it moves EUR 1.00|1.00 EUR'],
    ['another currency', [{ person: 'anna', upTo: [{ minor: 1e6, currency: 'JPY' }] }], 'in EUR is missing'],
    ['orders alone', [{ person: 'anna', subjects: ['order'] }], 'decide on price is missing'],
  ])('of %s are refused by what is missing', async (_, people, says) => {
    await put({ people });
    const { decision } = await propose(api, { sku: 'R-1' });

    const answer = await approve(decision, anna);

    expect(answer.statusCode).toBe(403);
    expect(bodyOf(answer).detail).toMatch(new RegExp(says));
  });

  test('of another hold for a deputy on the days named, and the approval says in whose place', async () => {
    const deputies = [{ person: 'carla', standsFor: 'anna', from: '2025-02-01', to: '2025-02-01' }];
    await put({ people: [{ person: 'anna', markets: ['de'] }], deputies });
    const { decision } = await propose(api, { sku: 'R-2' });

    const answer = await approve(decision, person('carla'));

    expect(bodyOf(answer).approvals).toMatchObject([{ by: 'carla', onBehalfOf: 'anna' }]);
    api.clock.instant = '2025-02-02T09:00:00.000Z';
    const late = await propose(api, { sku: 'R-3' });
    expect((await approve(late.decision, person('carla'))).statusCode).toBe(403);
    api.clock.instant = '2025-02-01T09:00:00.000Z';
  });

  test('are set by the scope admin alone', async () => {
    const answer = await api.ask('PUT /v1/rights', {
      ...{ claims: person('anna', 'read decide'), body: { people: [] }, headers: { 'if-match': '"0"' } },
    });
    expect(answer.statusCode).toBe(403);
  });

  test('of approvers hold in the market', async () => {
    const limited = { mode: 'suggest', limits: { approvers: ['bert', 'carla'] } };
    await api.ok('PUT /v1/markets/{market}/automation', {
      ...{ path: { market: 'de' }, claims: anna, body: limited, headers: { 'if-match': '"0"' } },
    });
    const { decision } = await propose(api, { sku: 'R-4' });

    expect((await approve(decision, anna)).statusCode).toBe(403);
    expect((await approve(decision, bert)).statusCode).toBe(200);
  });
});
