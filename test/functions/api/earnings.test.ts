import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EarningsLine, insightKeys, type MonthEarnings } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { type Api, startApi } from './api-fixture.ts';

const money = (minor: number, currency = 'EUR') => ({ minor, currency });
const aLine = (n: number): EarningsLine => ({
  ...{ decision: `de:S${n}:v1`, sku: `S${n}`, subject: 'price', from: '2024-12-03', days: 10 },
  ...{ expected: money(100), earned: money(90) },
});
const aMonth = (month: string, currency = 'EUR'): Extract<MonthEarnings, { kind: 'measured' }> => ({
  ...{ kind: 'measured', market: 'de', month, asOf: '2025-01-04', runId: 'de-2025-01-04', level: 0.95 },
  ...{
    from: `${month}-01`,
    to: `${month}-31`,
    method: 'randomisation',
    winsorised: null,
    varianceRemoved: null,
  },
  total: {
    amount: money(4_100_000, currency),
    lower: money(2_900_000, currency),
    upper: money(5_300_000, currency),
  },
  ...{ uncut: null, units: { ai: 95, human: 5 }, pages: 2, cannotKnow: [{ code: 'noPreperiod', skus: 3 }] },
  decisions: {
    count: 201,
    expected: money(20_100, currency),
    earned: money(18_090, currency),
    rest: money(4_081_910, currency),
  },
  lines: [aLine(0)],
});

let api: Api;
beforeAll(async () => {
  api = await startApi();
  api.clock.instant = '2025-02-10T12:00:00.000Z';
  const { insights, months, earningsLines } = api.stores;
  await months.put(insightKeys.monthEarnings('demo', 'de', '2024-12'), aMonth('2024-12'));
  await months.put(insightKeys.monthEarnings('other', 'de', '2025-01'), aMonth('2025-01'));
  const pages = [Array.from({ length: 200 }, (_, n) => aLine(n)), [aLine(200)]];
  for (const [page, lines] of pages.entries())
    await earningsLines.put(insightKeys.earningsLines('demo', 'de', '2024-12', page), { lines });
  await earningsLines.put(insightKeys.earningsLines('other', 'de', '2025-01', 0), { lines: [aLine(999)] });
  await insights.put(insightKeys.yearEarnings('demo', 'jp'), {
    ...{ kind: 'notMeasured', market: 'jp', asOf: '2025-01-31', runId: 'jp-2025-01-31' },
    ...{ reason: 'shortHistory', skus: 4, cannotKnow: [{ code: 'shortHistory', skus: 4 }] },
  });
});
afterAll(() => api.stop());

describe('the earnings statement', () => {
  test('shows the newest month that was stated, each market in its own currency', async () => {
    const { month, items } = await api.ok('GET /v1/earnings');

    expect(month).toBe('2024-12');
    expect(items.map(({ market, currency }: Record<string, string>) => [market, currency])).toEqual([
      ['de', 'EUR'],
      ['jp', 'JPY'],
    ]);
    expect(items[0].month.total.amount).toEqual(money(4_100_000));
    expect(items[0].year).toBeNull();
    expect(items[1].year).toMatchObject({ kind: 'notMeasured', reason: 'shortHistory' });
  });

  test('says of a month that no night stated, and of one under way, why there is no figure', async () => {
    const over = await api.ok('GET /v1/earnings', { query: { month: '2025-01' } });
    const current = await api.ok('GET /v1/earnings', { query: { month: '2025-02' } });

    expect(over.items[0].month).toMatchObject({ kind: 'notMeasured', reason: 'notYetRun', asOf: null });
    expect(current.items[0].month).toMatchObject({ kind: 'notMeasured', reason: 'underWay', days: 9 });
  });

  test.each(['2025-03', '2999-01', '2025-13', '2025', 'last'])('refuses the month %s', async (month) => {
    const answer = await api.ask('GET /v1/earnings', { query: { month } });

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors[0].pointer).toBe('/query/month');
  });

  test('lists the decisions behind a month, page by page', async () => {
    const path = { market: 'de' };
    const route = 'GET /v1/markets/{market}/earnings/lines';
    const first = await api.ok(route, { path, query: { month: '2024-12' } });
    const second = await api.ok(route, { path, query: { month: '2024-12', cursor: first.cursor } });

    expect(first.items).toHaveLength(200);
    expect(second.items.map(({ sku }: EarningsLine) => sku)).toEqual(['S200']);
    expect(second.cursor).toBeUndefined();
    expect((await api.ok(route, { path, query: { month: '2025-01' } })).items).toEqual([]);
  });

  test('shows nothing of another merchant', async () => {
    const { items } = await api.ok('GET /v1/earnings', {
      query: { month: '2024-12' },
      claims: { ...demoClaims, merchant: 'other' },
    });

    expect(items.map(({ month }: { month: MonthEarnings }) => month.kind)).toEqual(['notMeasured']);
    const foreign = await api.ask('GET /v1/markets/{market}/earnings/lines', {
      path: { market: 'jp' },
      query: { month: '2024-12' },
      claims: { ...demoClaims, merchant: 'other' },
    });
    expect(foreign.statusCode).toBe(404);
  });

  test.each([
    ['image/svg+xml', undefined, 'Earned €41,000 ± €12,000'],
    ['image/svg+xml, */*;q=0.1', 'zh-CN', '收益 €41,000 ± €12,000'],
  ])('is a page a market below each other for %s', async (accept, language, words) => {
    const headers = { accept, ...(language === undefined ? {} : { 'accept-language': language }) };

    const answer = await api.ask('GET /v1/earnings', { query: { month: '2024-12' }, headers });

    expect(answer.headers).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      vary: 'Accept, Accept-Language',
    });
    expect(answer.body).toContain(words);
    expect(answer.body).toContain('viewBox="0 0 794 2246"');
    expect(answer.body?.match(/<svg/g)).toHaveLength(1);
  });

  test.each([
    undefined,
    '*/*',
    'application/json',
    'application/json, image/svg+xml;q=0.5',
    'image/svg+xml;q=0',
  ])('are figures for Accept: %s', async (accept) => {
    const answer = await api.ask('GET /v1/earnings', accept === undefined ? {} : { headers: { accept } });

    expect(answer.headers?.['content-type']).toBe('application/json');
  });

  test.each([
    ['en', 'Earned €41,000 ± €12,000'],
    ['zh', '收益 €41,000 ± €12,000'],
  ])('is a picture to print, in %s', async (language, words) => {
    const answer = await api.ask('GET /v1/markets/{market}/earnings.svg', {
      path: { market: 'de' },
      query: { month: '2024-12', language },
    });
    const wished = await api.ask('GET /v1/markets/{market}/earnings.svg', {
      path: { market: 'de' },
      query: { month: '2024-12' },
      headers: { 'accept-language': `${language}-SG, fr` },
    });

    expect(answer.statusCode).toBe(200);
    expect(wished.body).toBe(answer.body);
    expect(answer.headers?.['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(answer.body).toContain(words);
  });
});
