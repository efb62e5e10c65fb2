import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Analysis, insightKeys } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

let api: Api;
const other = { ...demoClaims, merchant: 'other' };
const rates = [{ date: '2025-01-30', base: 'EUR', quote: 'JPY', rate: 160 }];

const anAnalysis = (changes: Partial<Analysis> = {}): Analysis => ({
  ...{ kind: 'ready', runId: 'de-2025-01-31', asOf: '2025-01-31', from: '2024-02-01', currency: 'EUR' },
  ...{ orders: 10, orderLines: 20, units: 30, returnsShare: 0, anonymousRevenueShare: 0 },
  revenue: { minor: 100_000, currency: 'EUR' },
  averageOrder: { minor: 10_000, currency: 'EUR' },
  buyers: { active: 9, new: 1, returning: 8 },
  growth: { monthOnMonth: null, yearOnYear: null },
  concentration: { buyerHerfindahl: null, buyerGini: null, topTenBuyersShare: null, topTenSkusShare: 1 },
  ...{ months: [], abcXyz: [], weekdayShares: [], rates },
  ...changes,
});

beforeAll(async () => {
  api = await startApi();
  await api.stores.analyses.put(insightKeys.analysis('demo', 'de'), anAnalysis());
});
afterAll(() => api.stop());

const ask = (query: Record<string, string>, claims?: Record<string, string>) =>
  api.ask('GET /v1/analysis', { query, ...(claims === undefined ? {} : { claims }) });

describe('GET /v1/analysis', () => {
  test('puts markets of this region side by side and names those of others as not here', async () => {
    const body = bodyOf(await ask({ markets: 'de,jp,us' }));

    expect(body).toMatchObject({
      markets: [
        { kind: 'ready', market: 'de', revenue: { minor: 100_000 }, commonShare: 1 },
        { kind: 'missing', market: 'jp', detail: 'the market waits for its first run' },
      ],
      notHere: ['us'],
      common: { currency: 'EUR', revenue: { minor: 100_000, currency: 'EUR' } },
    });
  });

  test('takes all of the merchant where none is named, in the currency asked for', async () => {
    const body = bodyOf(await ask({ currency: 'JPY' }));

    // 1,000.00 euros at 160
    expect(body.common).toMatchObject({ currency: 'JPY', revenue: { minor: 160_000, currency: 'JPY' } });
    expect([body.markets.length, body.notHere]).toEqual([2, ['us']]);
  });

  test("answers another merchant's market as one that does not exist", async () => {
    const theirs = await ask({ markets: 'de,jp' }, other);
    const absent = await ask({ markets: 'de,xx' }, other);

    expect([theirs.statusCode, absent.statusCode]).toEqual([404, 404]);
    expect(String(theirs.body).replaceAll('jp', 'xx')).toBe(absent.body);
    // nor is their analysis of a market that both trade in shown
    expect(bodyOf(await ask({}, other))).toMatchObject({
      markets: [{ kind: 'missing', market: 'de' }],
      notHere: [],
    });
  });

  test.each([
    [{ markets: 'DE' }, '/query/markets'],
    [{ markets: 'de,' }, '/query/markets'],
    [{ currency: 'eur' }, '/query/currency'],
    [{ market: 'de' }, '/query'],
  ])('refuses %j', async (query, pointer) => {
    const answer = await ask(query as Record<string, string>);

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors[0].pointer).toMatch(pointer);
  });

  test('wants the scope read', async () => {
    expect((await ask({}, { ...demoClaims, scope: 'ingest' })).statusCode).toBe(403);
  });
});
