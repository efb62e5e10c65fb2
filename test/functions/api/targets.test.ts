import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  catalogKey,
  identityKey,
  insightKeys,
  type Target,
  type TargetList,
  type TargetListName,
} from '../../../lib/domain/index.ts';
import { createPseudonyms } from '../../../lib/runtime/pseudonyms.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, PSEUDONYM_SECRET, startApi } from './api-fixture.ts';

const ROUTE = 'GET /v1/markets/{market}/customers';
const path = { market: 'de' };
const night = { runId: 'de-2025-01-31', asOf: '2025-01-31', version: 'v1' };
const identify = { ...demoClaims, scope: 'read identify' };

let api: Api;

const aTarget = (customer: string, given: Partial<Target> = {}): Target => ({
  customer,
  segment: 's-1',
  chanceWithin30Days: 0.5,
  chanceWithin90Days: 0.9,
  expectedSpend90Days: { minor: 100, currency: 'EUR' },
  nextOrder: { median: '2025-02-10' },
  reason: '3 order days',
  ...given,
});
const put = (name: TargetListName, list: Partial<TargetList>, merchant = 'demo') =>
  api.stores.targetLists.put(insightKeys.targetList(merchant, 'de', name), {
    ...{ ...night, buyers: list.targets?.length ?? 0, targets: [] },
    ...list,
  });
const list = async (query: Record<string, string> = {}, claims = demoClaims) =>
  bodyOf(await api.ask(ROUTE, { path, query, claims }));
const customersOf = (page: { items: Target[] }) => page.items.map(({ customer }) => customer);

beforeAll(async () => {
  api = await startApi();
  const segments = [
    { segment: 's-1', name: 'Anchors' },
    { segment: 's-2', name: 'Seldom' },
  ];
  await api.stores.targetIndexes.put(insightKeys.targetIndex('demo', 'de'), { ...night, segments });
  const targets = ['c1-a', 'c1-b', 'c1-c'].map((customer) => aTarget(customer));
  await put({ of: 'market', order: 'spend' }, { targets, buyers: 700 });
  await put({ of: 'segment', segment: 's-2', order: 'due' }, { targets: [aTarget('c1-d')] });
  const offer = (score: number) => ({ sku: 'A/1', kind: 'new' as const, score, reason: `score ${score}` });
  const offered = [
    aTarget('c1-a', { offer: offer(3), nextOrder: { median: '2025-03-01' } }),
    aTarget('c1-b', { offer: offer(2), segment: 's-2' }),
    aTarget('c1-c', { offer: offer(1) }),
  ];
  await put({ of: 'sku', sku: 'A/1' }, { targets: offered });
  await put({ of: 'sku', sku: 'OLD' }, { targets: offered, version: 'v0' });
  const pseudonyms = createPseudonyms(PSEUDONYM_SECRET, 'demo');
  for (const customer of ['c1-a', 'c1-b'])
    await api.stores.identities.put(identityKey('demo', customer), {
      sealed: pseudonyms.seal(`ACME-${customer}`),
      keyVersion: 1,
    });
});
beforeEach(() => {
  api.audit.length = 0;
});
afterAll(() => api.stop());

describe('the list of buyers to act on', () => {
  test('shows the night, how many buyers there are, and of each what its page says', async () => {
    const page = await list();

    expect(page).toMatchObject({ runId: night.runId, asOf: night.asOf, buyers: 700, missing: [] });
    expect(page.items[0]).toEqual({ ...aTarget('c1-a'), segmentName: 'Anchors' });
  });

  test('is paged, with a link to the next page that keeps the choice', async () => {
    const query = { sku: 'A/1', order: 'due', limit: '2' };
    const answer = await api.ask(ROUTE, { path, query });
    const { cursor } = bodyOf(answer);

    expect(customersOf(bodyOf(answer))).toEqual(['c1-b', 'c1-c']);
    expect(answer.headers?.link).toMatch(/^<\?.*sku=A%2F1.*order=due.*>; rel="next"$/);
    const last = await list({ ...query, cursor });
    expect(customersOf(last)).toEqual(['c1-a']);
    expect(last).not.toHaveProperty('cursor');
  });

  test('is that of a segment in its order', async () => {
    expect(customersOf(await list({ segment: 's-2', order: 'due' }))).toEqual(['c1-d']);
  });

  test('names to whom to offer a SKU by score, with its reason, and chooses from those by segment', async () => {
    const page = await list({ sku: 'A/1' });

    expect(customersOf(page)).toEqual(['c1-a', 'c1-b', 'c1-c']);
    expect(page.items[2].offer).toMatchObject({ sku: 'A/1', reason: 'score 1' });
    expect(await list({ sku: 'A/1', segment: 's-2' })).toMatchObject({
      items: [{ customer: 'c1-b', segmentName: 'Seldom' }],
      buyers: 1,
    });
  });

  test('holds nobody where no offer is left of an earlier night, and says so', async () => {
    for (const sku of ['OLD', 'NEVER'])
      expect(await list({ sku })).toMatchObject({
        items: [],
        buyers: 0,
        detail: expect.stringContaining(sku),
      });
  });

  test.each([
    [{ order: 'name' }, '/query/order'],
    [{ limit: '201' }, '/query/limit'],
    [{ sku: '' }, '/query/sku'],
    [{ buyer: 'x' }, '/query'],
  ])('refuses %j', async (query, pointer) => {
    const answer = await api.ask(ROUTE, { path, query });

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors[0].pointer).toBe(pointer);
  });

  test('refuses a cursor of another list, of another merchant and of lists that were made anew', async () => {
    const status = async (cursor: string, query: Record<string, string>, claims = demoClaims) =>
      (await api.ask(ROUTE, { path, query: { ...query, cursor }, claims })).statusCode;
    const { cursor } = await list({ limit: '1' });
    await api.stores.targetIndexes.put(insightKeys.targetIndex('other', 'de'), { ...night, segments: [] });

    expect(await status(cursor, {})).toBe(200);
    expect(await status('forged', {})).toBe(404);
    expect(await status(cursor, { sku: 'A/1' })).toBe(404);
    expect(await status(cursor, {}, { ...demoClaims, merchant: 'other' })).toBe(404);
    const index = await api.stores.targetIndexes.get(insightKeys.targetIndex('demo', 'de'));
    await api.stores.targetIndexes.put(insightKeys.targetIndex('demo', 'de'), {
      ...night,
      ...{ version: 'v2', segments: [] },
    });
    expect(await status(cursor, {})).toBe(404);
    await api.stores.targetIndexes.put(insightKeys.targetIndex('demo', 'de'), index!.value);
  });

  test('says 404 of a segment that there is not, and of a market that is not the caller’s', async () => {
    const unknown = await api.ask(ROUTE, { path, query: { segment: 's-9' } });
    const theirs = await api.ask(ROUTE, {
      path: { market: 'jp' },
      claims: { ...demoClaims, merchant: 'other' },
    });

    expect([unknown.statusCode, theirs.statusCode]).toEqual([404, 404]);
  });

  test('shows another merchant its own lists alone', async () => {
    const claims = { ...demoClaims, merchant: 'other' };

    expect(await list({ sku: 'A/1' }, claims)).toMatchObject({ items: [] });
    expect(await list({}, claims)).toMatchObject({ items: [] });
  });

  test('waits for the first run, and before it for orders', async () => {
    const ask = async () => bodyOf(await api.ask(ROUTE, { path: { market: 'jp' } }));
    expect(await ask()).toMatchObject({ items: [], missing: ['orders'] });

    await api.stores.catalog.put(catalogKey('demo', 'jp', 'orders', 'u-1'), {
      ...{ upload: 'u-1', market: 'jp', kind: 'orders', key: 'k', sequence: '1', rows: 1, schemaVersion: 1 },
      ...{ firstDate: '2024-01-01', lastDate: '2024-12-31' },
    });

    expect(await ask()).toMatchObject({ items: [], missing: ['run'], asOf: '2024-12-31' });
  });
});

describe('customer codes in a list', () => {
  const everyScopeButIdentify = 'read decide decide:de ingest admin';

  test('are in no answer to a token without the scope identify', async () => {
    for (const query of [{}, { sku: 'A/1' }, { segment: 's-2', order: 'due' }]) {
      const text = JSON.stringify(await list(query, { ...demoClaims, scope: everyScopeButIdentify }));

      expect(text).not.toMatch(/customerCode|ACME/);
    }
    expect(api.audit).toEqual([]);
  });

  test('stand beside the pseudonyms for identify, and one line of the log says whose were seen', async () => {
    const { items } = await list({}, identify);

    expect(items.map(({ customerCode }: { customerCode?: string }) => customerCode)).toEqual([
      'ACME-c1-a',
      'ACME-c1-b',
      undefined,
    ]);
    expect(api.audit).toEqual([
      [
        'customer codes shown',
        {
          ...{ merchant: 'demo', client: 'client-1', requestId: 'request-1' },
          customers: ['c1-a', 'c1-b'],
        },
      ],
    ]);
    expect(JSON.stringify(api.audit)).not.toContain('ACME');
  });

  test('are opened for the page alone', async () => {
    await list({ limit: '1' }, identify);

    expect(api.audit).toMatchObject([[expect.anything(), { customers: ['c1-a'] }]]);
  });

  test('that another key sealed stay closed, and the rest of the list is shown', async () => {
    await api.stores.identities.put(identityKey('demo', 'c1-c'), { sealed: 'of-another-key', keyVersion: 2 });

    const { items } = await list({}, identify);

    expect(items[0].customerCode).toBe('ACME-c1-a');
    expect(items[2]).not.toHaveProperty('customerCode');
  });
});
