import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { aDecision, person, propose } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const APPROVE = 'POST /v1/decisions/{decision}/approve';

let api: Api;
const anna = person('anna');
const v1 = { 'if-match': '"1"' };
const path = (decision: string) => ({ decision });

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('the list', () => {
  test('has the most money at risk first, by state and market, every page full', async () => {
    const other = { ...demoClaims, merchant: 'other' };
    for (let place = 0; place < 7; place++)
      await propose(api, { sku: `L-${place}` }, 10_000 + place, 'other');
    await propose(api, { sku: 'L-9', state: 'approved' }, 99_999, 'other');

    const first = await api.ask('GET /v1/decisions', {
      query: { market: 'de', limit: '5' },
      claims: other,
    });
    const { items, cursor } = bodyOf(first);
    const rest = await api.ok('GET /v1/decisions', {
      query: { market: 'de', limit: '5', cursor },
      claims: other,
    });

    const skus = (list: { sku: string }[]) => list.map(({ sku }) => sku);
    expect(skus(items)).toEqual(['L-6', 'L-5', 'L-4', 'L-3', 'L-2']);
    expect(skus(rest.items)).toEqual(['L-1', 'L-0']);
    expect(first.headers?.link).toContain('rel="next"');
    const approved = await api.ok('GET /v1/decisions', { query: { status: 'approved' }, claims: other });
    expect(skus(approved.items)).toEqual(['L-9']);
  });
});

describe('what changed', () => {
  const CHANGES = 'GET /v1/changes';
  test('is told once to who asks again, also at equal times, and nothing is left out', async () => {
    const skus = Array.from({ length: 23 }, (_, place) => `C-${place}`);
    for (const sku of skus) await propose(api, { sku, changedAt: '2025-02-01T05:00:00.000Z' });
    const seen: string[] = [];
    let since: string | undefined;
    for (let more = true; more; ) {
      const answer = await api.ok(CHANGES, {
        query: { limit: '4', ...(since === undefined ? {} : { since }) },
      });
      seen.push(...answer.items.map(({ sku }: { sku: string }) => sku));
      ({ since, more } = answer);
    }

    expect(seen.filter((sku) => sku.startsWith('C-')).sort()).toEqual([...skus].sort());
    expect((await api.ok(CHANGES, { query: { since: since ?? '' } })).items).toEqual([]);

    const { decision } = aDecision({ sku: 'C-7' });
    await api.ask(APPROVE, { path: path(decision), headers: v1, claims: anna, body: {} });
    expect((await api.ok(CHANGES, { query: { since: since ?? '' } })).items).toEqual([]);
    api.clock.instant = '2025-02-01T09:01:01.000Z';
    const told = await api.ok(CHANGES, { query: { since: since ?? '' } });
    expect(told.items.filter(({ sku }: { sku: string }) => sku === 'C-7')).toMatchObject([
      { state: 'approved' },
    ]);
  });

  test('opens no feed with a cursor of another merchant', async () => {
    const { since } = await api.ok(CHANGES);
    const answer = await api.ask(CHANGES, { query: { since }, claims: { ...demoClaims, merchant: 'other' } });
    expect(answer.statusCode).toBe(404);
  });
});
