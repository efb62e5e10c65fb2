import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { draftDecision } from '../../../functions/learn/learn-series.ts';
import { nightLine } from '../../../functions/learn/night-lines.ts';
import { type DecisionLogView, lakeKeys, type ShardRef } from '../../../lib/domain/index.ts';
import { entryLeaf, includes } from '../../../lib/oversight/index.ts';
import {
  createDecisionLog,
  createLogSalts,
  openLoggedActs,
  openLogSalts,
  openSeals,
  policyAuditPart,
  sealDecisions,
  writeNightLines,
} from '../../../lib/stores/index.ts';
import { anAct } from '../../stores/contract/log-contract.ts';
import { demoClaims } from '../http-requests.ts';
import { aPolicy } from '../stored-documents.ts';
import { type Api, startApi } from './api-fixture.ts';

const LOG = 'GET /v1/decisions/{decision}/log';
const REPLAY = 'GET /v1/decisions/{decision}/replay';
const AT = '2025-02-01T03:00:00.000Z';
const policyVersion = 'de-2025-01-31-0a1b2c3d';
const decision = `de:A-1:${policyVersion}`;
const shard: ShardRef = {
  ...{ merchant: 'demo', market: 'de', asOf: '2025-01-31', runId: 'de-2025-01-31', shard: 's00001' },
  ...{ key: 'runs/demo/de-2025-01-31/s00001.jsonl.gz', series: 2 },
};
const policy = aPolicy({ policyVersion, shard: 's00001' });

let api: Api;
let salts: ReturnType<typeof createLogSalts>;

beforeAll(async () => {
  api = await startApi();
  const { client } = api.dynamo;
  const at = (table: string) => ({ client, table, now: () => 0 });
  salts = createLogSalts(openLogSalts(at('logSalts')));
  const acts = openLoggedActs(at('decisionLog'));
  const log = createDecisionLog({ client, acts, salts });
  const draft = draftDecision(policy, 'de', { now: AT, category: null });
  if (draft === null) throw new Error('the policy asks for a decision');
  const moment = { at: AT, controlVersion: { merchant: 0, market: 3 } };
  const line = nightLine(shard, { event: 'propose', before: null, after: draft }, policy, moment);
  const other = {
    ...line,
    sku: 'B-2',
    decision: `de:B-2:${policyVersion}`,
    draft: { ...line.draft, priceMicros: 7 },
  };
  await writeNightLines(api.lake, shard, [line, other]);
  const audit = [policy, { ...policy, sku: 'B-2' }].map((document) => ({
    document,
    table: { sku: document.sku },
  }));
  await api.lake.put(
    lakeKeys.policyTable('demo', shard.runId, 's00001'),
    policyAuditPart(audit),
    'application/gzip',
  );
  await log.append(anAct({ decision, policyVersion, entry: 'one' }), []);
  const stores = {
    objects: { ...api.lake, bucket: 'lake' },
    acts,
    seals: openSeals(at('decisionLog')),
    now: () => AT,
  };
  await sealDecisions(stores, shard);
  await log.append(anAct({ decision, policyVersion, entry: 'two', event: 'reject', by: 'ben' }), []);
});
afterAll(() => api.stop());

describe('the log of a decision', () => {
  test('tells what the night and persons did, with a proof of each that is sealed', async () => {
    const view: DecisionLogView = await api.ok(LOG, { path: { decision } });

    expect(view.entries.map(({ entry: { event }, seal }) => [event, seal?.number])).toEqual([
      ['approve', 1],
      ['propose', 1],
      ['reject', undefined],
    ]);
    expect(view.newestSeal).toMatchObject({ number: 1, entries: 3 });
    for (const { entry, inclusion } of view.entries) {
      if (inclusion === null) continue;
      const path = inclusion.path.map((hash) => Buffer.from(hash, 'hex'));
      const root = Buffer.from(inclusion.root, 'hex');
      expect(includes(root, entryLeaf(entry), { ...inclusion, path })).toBe(true);
      expect(includes(root, entryLeaf({ ...entry, sku: 'C-3' }), { ...inclusion, path })).toBe(false);
    }
  });

  test('says who it was to the merchant’s own admin alone, and of nobody who was erased', async () => {
    const claims = { ...demoClaims, scope: 'read decide' };
    const plain: DecisionLogView = await api.ok(LOG, { path: { decision }, claims });
    const admin = async (): Promise<DecisionLogView> => api.ok(LOG, { path: { decision } });

    expect(plain.names).toEqual({});
    expect(JSON.stringify(plain)).not.toContain('anna');
    expect(
      Object.values((await admin()).names)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['anna@example.com', 'ben']);
    await salts.erase('demo', { kind: 'person', name: 'ben' });
    expect(Object.values((await admin()).names).map(({ name }) => name)).toEqual(['anna@example.com']);
  });

  test.each([
    ['another merchant’s', { path: { decision }, claims: { ...demoClaims, merchant: 'other' } }],
    ['of a market that is not there', { path: { decision: decision.replace('de:', 'xx:') } }],
    ['of no SKU that was decided on', { path: { decision: decision.replace('A-1', 'Z-9') } }],
    ['no id at all', { path: { decision: 'nonsense' } }],
  ])('is not there for a decision that is %s', async (_, asked) => {
    expect((await api.ask(LOG, asked)).statusCode).toBe(404);
    expect((await api.ask(REPLAY, asked)).statusCode).toBe(404);
  });
});

describe('the replay of a decision', () => {
  test('comes to what the night proposed', async () => {
    expect(await api.ok(REPLAY, { path: { decision } })).toMatchObject({
      ...{ kind: 'same', runId: 'de-2025-01-31', differs: [] },
      logged: { priceMicros: 11_000_000, currentPriceMicros: 10_000_000, orderUnits: 0 },
    });
  });

  test('names the figure that is another one', async () => {
    expect(await api.ok(REPLAY, { path: { decision: `de:B-2:${policyVersion}` } })).toMatchObject({
      ...{ kind: 'different', differs: ['priceMicros'] },
      ...{ logged: { priceMicros: 7 }, replayed: { priceMicros: 11_000_000 } },
    });
  });
});
