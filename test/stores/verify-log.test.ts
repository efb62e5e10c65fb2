import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NotFoundError, type RunName } from '../../lib/domain/index.ts';
import {
  createDecisionLog,
  createLogSalts,
  openLoggedActs,
  openLogSalts,
  openSeals,
  sealDecisions,
  verifyLog,
  writeNightLines,
} from '../../lib/stores/index.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo } from '../functions/embedded-dynamo.ts';
import { anAct } from './contract/log-contract.ts';
import { objectsInMemory } from './objects-in-memory.ts';

const place = { merchant: 'demo', market: 'de' };
const objects = { ...objectsInMemory(), bucket: 'lake' };
let dynamo: EmbeddedDynamo;
let anchor: string;

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  const at = (table: string) => ({ client: dynamo.client, table, now: () => 0 });
  const acts = openLoggedActs(at('decisionLog'));
  const salts = createLogSalts(openLogSalts(at('logSalts')));
  const log = createDecisionLog({ client: dynamo.client, acts, salts });
  const stores = { objects, acts, seals: openSeals(at('decisionLog')), now: () => '2026-03-02T04:00:00Z' };
  for (const day of ['01', '02', '03']) {
    const run: RunName = { ...place, asOf: `2026-03-${day}`, runId: `de-2026-03-${day}` };
    const lines = ['A-1', 'B-2', 'C-3'].map((sku) =>
      anAct({ sku, by: 'tradewind', event: 'propose', runId: run.runId, entry: `${day}/${sku}` }),
    );
    await writeNightLines(objects, { ...run, shard: 's00001' }, lines);
    await log.append(anAct({ entry: day }), []);
    anchor = (await sealDecisions(stores, run)).digest;
  }
});
afterAll(() => dynamo.stop());

/** The bucket with one object in the place of another's bytes, or without it. */
const without = (changes: Record<string, Uint8Array | null>) => ({
  list: async (prefix: string) => (await objects.list(prefix)).filter((key) => changes[key] !== null),
  get: async (key: string) => {
    const change = changes[key];
    if (change === null) throw new NotFoundError(`no object ${key}`);
    return change ?? objects.get(key);
  },
});
const keysOf = (prefix: string) =>
  objects
    .keys()
    .filter((key) => key.startsWith(prefix))
    .sort();
const seal = (number: number) => `decision-seals/demo/de/00000000000${number}.json`;

describe('verifyLog', () => {
  test('finds the log as it was sealed intact, with the newest and with any older digest that was handed out', async () => {
    const check = await verifyLog(objects, { ...place, anchor });

    expect(check).toMatchObject({ kind: 'intact', seals: 3, entries: 12, newest: { digest: anchor } });
  });

  test('finds a market without a log intact, unless a digest was handed out', async () => {
    expect(await verifyLog(objects, { merchant: 'demo', market: 'jp' })).toMatchObject({
      kind: 'intact',
      seals: 0,
    });
    expect((await verifyLog(objects, { merchant: 'demo', market: 'jp', anchor })).kind).toBe('broken');
  });

  test('finds any changed byte of any file and seal, and names the object', async () => {
    const keys = [
      ...keysOf('decision-log/'),
      ...keysOf('decision-seals/').filter((key) => key.endsWith('.json')),
    ];
    expect(keys).toHaveLength(6);

    for (const key of keys) {
      const bytes = await objects.get(key);
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 40))) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const check = await verifyLog(without({ [key]: changed }), { ...place, anchor });
        expect(check).toMatchObject({ kind: 'broken', where: expect.stringContaining(key) });
      }
    }
  });

  test('names the row whose hash is another one', async () => {
    const [file = ''] = keysOf('decision-log/demo/de/2026-03-02/');
    const [leaves = ''] = keysOf('decision-seals/demo/de/000000000002-');
    const changed = Uint8Array.from(await objects.get(leaves));
    changed[2 * 32] = (changed[2 * 32] ?? 0) ^ 1;

    const check = await verifyLog(without({ [leaves]: changed }), { ...place, anchor });

    expect(check).toMatchObject({ kind: 'broken', where: `${file}, row 3 (B-2)` });
  });

  test.each([
    ['a file', () => keysOf('decision-log/demo/de/2026-03-02/')[0] ?? '', /2026-03-02.*parquet/],
    ['a seal', () => seal(2), /000000000003.json/],
    ['the first seal', () => seal(1), /000000000002.json/],
    ['the newest seal', () => seal(3), /after seal 2/],
  ])('names the place where %s is gone', async (_, key, where) => {
    const check = await verifyLog(without({ [key()]: null }), { ...place, anchor });

    expect(check).toMatchObject({ kind: 'broken', where: expect.stringMatching(where) });
  });

  test('finds a day that stands in the place of another', async () => {
    const [first = '', second = ''] = [keysOf('decision-log/')[0], keysOf('decision-log/')[1]];

    const check = await verifyLog(without({ [second]: await objects.get(first) }), { ...place, anchor });

    expect(check).toMatchObject({ kind: 'broken', where: expect.stringContaining(second) });
  });
});
