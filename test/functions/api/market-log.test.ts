import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MarketLogPage, RunName } from '../../../lib/domain/index.ts';
import {
  createDecisionLog,
  createLogSalts,
  openLoggedActs,
  openLogSalts,
  openSeals,
  sealDecisions,
  writeNightLines,
} from '../../../lib/stores/index.ts';
import { anAct } from '../../stores/contract/log-contract.ts';
import { demoClaims } from '../http-requests.ts';
import { person } from './a-decision.ts';
import { type Api, startApi } from './api-fixture.ts';

const LOG = 'GET /v1/markets/{market}/decision-log';
const path = { market: 'de' };
const run: RunName = { merchant: 'demo', market: 'de', asOf: '2025-01-31', runId: 'de-2025-01-31' };

let api: Api;

beforeAll(async () => {
  api = await startApi();
  const { client } = api.dynamo;
  const at = (table: string) => ({ client, table, now: () => 0 });
  const salts = createLogSalts(openLogSalts(at('logSalts')));
  const acts = openLoggedActs(at('decisionLog'));
  const log = createDecisionLog({ client, acts, salts });
  const act = (sku: string, by: string, instant: string) =>
    log.append(anAct({ sku, by, at: instant, entry: `${instant}/${sku}` }), []);
  const night = { by: 'tradewind', event: 'propose', from: null, to: 'proposed' } as const;
  // half past midnight in Berlin
  await act('A-1', 'anna', '2025-01-30T23:30:00.000Z');
  await act('B-2', 'ben', '2025-01-31T12:00:00.000Z');
  const lines = ['A-1', 'B-2', 'C-3'].map((sku) =>
    anAct({ ...night, sku, at: '2025-02-01T02:40:00.000Z', entry: `night/${sku}`, runId: run.runId }),
  );
  await writeNightLines(api.lake, { ...run, shard: 's00001' }, lines);
  const objects = { ...api.lake, bucket: 'lake' };
  const seals = openSeals(at('decisionLog'));
  await sealDecisions({ objects, acts, seals, now: () => '2025-02-01T02:50:00.000Z' }, run);
  await act('A-1', 'anna', '2025-02-01T08:00:00.000Z');
});
afterAll(() => api.stop());

const asked = async (query: Record<string, string> = {}): Promise<MarketLogPage> =>
  api.ok(LOG, { path, query });
const shown = ({ items }: MarketLogPage) => items.map(({ entry: { sku, event } }) => `${event} ${sku}`);

describe('the log of a market', () => {
  test('tells the last month, newest first, and where each entry is sealed', async () => {
    const page = await asked();

    expect(page).toMatchObject({ from: '2025-01-02', to: '2025-02-01' });
    expect(shown(page)).toEqual([
      'approve A-1',
      ...['propose C-3', 'propose B-2', 'propose A-1'],
      ...['approve B-2', 'approve A-1'],
    ]);
    expect(page.items.map(({ seal, row }) => [seal?.number, row])).toEqual([
      [undefined, null],
      ...[4, 3, 2, 1, 0].map((row) => [1, row]),
    ]);
  });

  test('is asked by SKU, by person and by day of the market', async () => {
    expect(shown(await asked({ sku: 'A-1' }))).toEqual(['approve A-1', 'propose A-1', 'approve A-1']);
    expect(shown(await asked({ person: 'ben' }))).toEqual(['approve B-2']);
    expect(shown(await asked({ person: 'tradewind', sku: 'C-3' }))).toEqual(['propose C-3']);
    // a day of Berlin begins an hour before that of Greenwich
    expect(shown(await asked({ from: '2025-01-31', to: '2025-01-31' }))).toEqual([
      'approve B-2',
      'approve A-1',
    ]);
    expect(shown(await asked({ person: 'carla' }))).toEqual([]);
  });

  test('comes page by page, over the same days after midnight', async () => {
    const first = await asked({ limit: '2' });
    api.clock.instant = '2025-02-02T09:00:00.000Z';

    const rest = await asked({ limit: '50', cursor: first.cursor ?? '' });

    api.clock.instant = '2025-02-01T09:00:00.000Z';
    expect([...shown(first), ...shown(rest)]).toEqual(shown(await asked()));
    expect(rest).toMatchObject({ from: '2025-01-02', to: '2025-02-01' });
  });

  test('names persons to the merchant’s admin alone, who alone may ask by a name', async () => {
    const claims = person('dora', 'read decide');
    const plain: MarketLogPage = await api.ok(LOG, { path, claims });
    const commitment = plain.items.at(-1)?.entry.by ?? '';

    const byName = await api.ask(LOG, { path, claims, query: { person: 'anna' } });
    const byCommitment: MarketLogPage = await api.ok(LOG, { path, claims, query: { person: commitment } });

    expect(plain.names).toEqual({});
    expect(JSON.stringify(plain)).not.toContain('anna');
    expect(byName.statusCode).toBe(403);
    expect(shown(byCommitment)).toEqual(['approve A-1', 'approve A-1']);
    expect((await asked()).names[commitment]).toEqual({ kind: 'person', name: 'anna' });
  });

  test('is the merchant’s own, and what holds for all markets has one beside it', async () => {
    const claims = { ...demoClaims, merchant: 'other' };
    const theirs: MarketLogPage = await api.ok(LOG, { path, claims });
    await api.ask('POST /v1/automation/kill', { claims: person('anna'), body: {} });

    const ofAll: MarketLogPage = await api.ok('GET /v1/decision-log', { query: { person: 'anna' } });

    expect(theirs.items).toEqual([]);
    expect(ofAll.items.map(({ entry: { event, market } }) => [event, market])).toEqual([['kill', '_all']]);
    expect(shown(await asked({ limit: '1' }))).toEqual(['approve A-1']);
  });

  test.each([
    ['more than a year', { query: { from: '2024-01-01', to: '2025-01-31' } }, 422],
    ['days that end before they begin', { query: { from: '2025-01-31', to: '2025-01-30' } }, 422],
    ['a cursor of other days', { query: { from: '2025-01-30', cursor: 'nonsense' } }, 404],
  ])('refuses %s', async (_, given, status) => {
    expect((await api.ask(LOG, { path, ...given })).statusCode).toBe(status);
  });
});
