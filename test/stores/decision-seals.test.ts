import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DecisionLogEntry, RunName, RunSeal } from '../../lib/domain/index.ts';
import { decisionLogKeys } from '../../lib/domain/index.ts';
import { verifyChain } from '../../lib/oversight/index.ts';
import {
  createDecisionLog,
  createLogSalts,
  type DecisionLog,
  type LogSalts,
  newestSeals,
  openLoggedActs,
  openLogSalts,
  openSeals,
  readLogFile,
  sealDecisions,
  sealMerchantActs,
  verifyLog,
  writeNightLines,
} from '../../lib/stores/index.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo } from '../functions/embedded-dynamo.ts';
import { anAct } from './contract/log-contract.ts';
import { objectsInMemory } from './objects-in-memory.ts';

const now = () => 1_800_000_000;
let dynamo: EmbeddedDynamo;
let log: DecisionLog;
let salts: LogSalts;

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  salts = createLogSalts(openLogSalts({ client: dynamo.client, table: 'logSalts', now }));
  const acts = openLoggedActs({ client: dynamo.client, table: 'decisionLog', now });
  log = createDecisionLog({ client: dynamo.client, acts, salts });
});
afterAll(() => dynamo.stop());

const aRun = (market: string, asOf: string): RunName => ({
  ...{ merchant: 'demo', market, asOf, runId: `${market}-${asOf}` },
});

const aLine = ({ market, runId, asOf }: RunName, sku: string): DecisionLogEntry => ({
  ...anAct({ market, sku, by: 'tradewind', event: 'propose', from: null, to: 'proposed' }),
  ...{ entry: `${asOf}T03:00:00Z/${sku}/propose`, at: `${asOf}T03:00:00Z`, policyVersion: 'v1', runId },
  inputs: { shard: 's00001', marketRules: 3, uploads: '00'.repeat(32) },
});

/** A market's log with a bucket of its own. */
function open(market: string) {
  const objects = { ...objectsInMemory(), bucket: 'lake' };
  const at = { client: dynamo.client, table: 'decisionLog', now };
  const stores = {
    ...{ objects, acts: openLoggedActs(at), seals: openSeals(at) },
    now: () => '2026-03-02T04:00:00Z',
  };
  const night = (run: RunName, skus: string[], shard = 's00001') =>
    writeNightLines(
      objects,
      { ...run, shard },
      skus.map((sku) => aLine(run, sku)),
    );
  /** Every seal with what its file holds, oldest first. */
  const chain = async () => {
    const seals = (await newestSeals(stores.seals, { merchant: 'demo', market })).reverse();
    return Promise.all(
      seals.map(async (seal: RunSeal) => ({
        seal,
        entries: (await readLogFile(await bytesOf(objects, seal.file.key), seal)).map(({ entry }) => entry),
      })),
    );
  };
  return {
    objects,
    stores,
    night,
    chain,
    act: (sku: string) => log.append(anAct({ market, sku, entry: sku }), []),
  };
}

async function bytesOf(objects: ReturnType<typeof objectsInMemory>, key: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await objects.get(key)).buffer;
}

describe('sealing the decision log', () => {
  test('puts what the night did and what persons did since into one file, chained to the one before', async () => {
    const { stores, night, chain, act, objects } = open('ba');
    const [first, second] = [aRun('ba', '2026-03-01'), aRun('ba', '2026-03-02')];
    await night(first, ['A-1', 'B-2']);
    await night(first, ['C-3'], 's00002');

    const one = await sealDecisions(stores, first);
    await act('A-1');
    await night(second, ['A-1']);
    const two = await sealDecisions(stores, second);

    expect(one).toMatchObject({ number: 1, entries: 3, firstAct: 1, lastAct: 0, previous: '' });
    expect(two).toMatchObject({ number: 2, entries: 2, firstAct: 1, lastAct: 1, previous: one.digest });
    const runs = await chain();
    expect(runs[0]?.entries).toEqual(['A-1', 'B-2', 'C-3'].map((sku) => aLine(first, sku)));
    expect(verifyChain(runs, two.digest)).toEqual({ kind: 'intact', seals: 2 });
    expect(
      JSON.parse(Buffer.from(await objects.get('decision-seals/demo/ba/000000000002.json')).toString()),
    ).toEqual(two);
    const symlinks = Buffer.from(await objects.get('manifests/demo/ba/decision_log/2026-03-02/symlink.txt'));
    expect(symlinks.toString()).toBe(`s3://lake/${two.file.key}\n`);
  });

  test('seals nothing twice when a report is repeated, and rewrites nothing', async () => {
    const { stores, night, act, objects, chain } = open('bb');
    const run = aRun('bb', '2026-03-01');
    await night(run, ['A-1']);
    await act('A-1');
    const sealed = await sealDecisions(stores, run);
    const keys = objects.keys();

    expect(await sealDecisions(stores, run)).toEqual(sealed);
    expect(objects.keys()).toEqual(keys);

    await act('B-2');
    const again = await sealDecisions(stores, run);
    expect(again).toMatchObject({ number: 2, entries: 1, firstAct: 2, lastAct: 2 });
    expect(verifyChain(await chain(), again.digest).kind).toBe('intact');
  });

  test('seals a night that was made again beside the first, which stays', async () => {
    const { stores, night, chain } = open('bc');
    const run = aRun('bc', '2026-03-01');
    await night(run, ['A-1']);
    await sealDecisions(stores, run);

    await night(run, ['A-1', 'B-2']);
    const again = await sealDecisions(stores, run);

    expect(again).toMatchObject({ number: 2, entries: 2 });
    expect((await chain()).map(({ entries }) => entries.length)).toEqual([1, 2]);
  });

  test('seals a run in which nothing was decided', async () => {
    const { stores, chain, objects } = open('bd');

    const seal = await sealDecisions(stores, aRun('bd', '2026-03-01'));

    expect(seal).toMatchObject({ number: 1, entries: 0 });
    expect(verifyChain(await chain(), seal.digest).kind).toBe('intact');
    expect(objects.keys().some((key) => key.startsWith('manifests/'))).toBe(false);
  });

  test.each([
    ['the file', /\.parquet$/],
    ['the hashes', /\.leaves$/],
    ['the seal in the bucket', /\.json$/],
    ['the list for readers outside', /symlink/],
  ])('goes on after a crash at %s', async (what, at) => {
    const { stores, night, act, chain, objects } = open(`be-${what.length}`);
    const run = aRun(`be-${what.length}`, '2026-03-01');
    await night(run, ['A-1']);
    await act('A-1');
    const crashing = {
      ...stores,
      objects: {
        ...objects,
        put: async (...given: Parameters<typeof objects.put>) => {
          if (at.test(given[0])) throw new Error('the process died');
          await objects.put(...given);
        },
      },
    };

    await expect(sealDecisions(crashing, run)).rejects.toThrow('died');
    await act('B-2');
    const seal = await sealDecisions(stores, run);

    const runs = await chain();
    expect(verifyChain(runs, seal.digest).kind).toBe('intact');
    expect(runs.flatMap(({ entries }) => entries.map(({ sku }) => sku))).toEqual(
      /json|symlink/.test(String(at)) ? ['A-1', 'A-1', 'B-2'] : ['A-1', 'B-2', 'A-1'],
    );
    for (const { seal: own } of runs)
      expect(objects.keys()).toContain(
        `decision-seals/demo/${run.market}/${String(own.number).padStart(12, '0')}.json`,
      );
  });

  test('gives each of ten runs that seal at once a seal of its own, and every act one', async () => {
    const { stores, night, act, chain } = open('bf');
    const runs = Array.from({ length: 10 }, (_, i) =>
      aRun('bf', `2026-03-${String(i + 1).padStart(2, '0')}`),
    );
    for (const run of runs) await night(run, [`N-${run.asOf}`]);
    await act('A-0');

    await Promise.all([
      ...runs.map((run) => sealDecisions(stores, run)),
      ...Array.from({ length: 10 }, (_, i) => act(`A-${i + 1}`)),
    ]);
    const last = await sealDecisions(stores, aRun('bf', '2026-03-11'));

    const sealed = await chain();
    expect(verifyChain(sealed, last.digest)).toEqual({ kind: 'intact', seals: 11 });
    const skus = sealed.flatMap(({ entries }) => entries.map(({ sku }) => String(sku)));
    expect(skus.filter((sku) => sku.startsWith('N-'))).toHaveLength(10);
    expect(skus.filter((sku) => sku.startsWith('A-'))).toHaveLength(11);
    expect(new Set(skus).size).toBe(21);
  });

  test('stays whole when a person is erased', async () => {
    const { stores, act, chain } = open('bg');
    await act('A-1');
    const seal = await sealDecisions(stores, aRun('bg', '2026-03-01'));

    await salts.erase('demo', { kind: 'person', name: 'anna@example.com' });

    expect(verifyChain(await chain(), seal.digest).kind).toBe('intact');
  });

  test('reads the entries of one SKU with their rows from the groups that may hold it alone', async () => {
    const { stores, objects } = open('bh');
    const run = aRun('bh', '2026-03-01');
    const lines = Array.from({ length: 12_000 }, (_, i) => ({
      ...aLine(run, `S-${String(i).padStart(5, '0')}`),
      draft: {
        priceMicros: (i * 7919) % 1e8,
        orderUnits: (i * 31) % 997,
        confidence: ((i * 13) % 101) / 101,
      },
      policyVersion: `v-${(i * 2_654_435_761) % 2 ** 32}`,
    }));
    await writeNightLines(objects, { ...run, shard: 's00001' }, lines);
    const seal = await sealDecisions(stores, run);
    const whole = await bytesOf(objects, seal.file.key);
    let read = 0;
    const counted = {
      byteLength: whole.byteLength,
      slice: (from: number, to?: number) => {
        read += (to ?? whole.byteLength) - from;
        return whole.slice(from, to);
      },
    };

    const found = await readLogFile(counted, seal, { sku: 'S-11111' });

    expect(found).toEqual([{ row: 11_111, entry: lines[11_111] }]);
    // the footer's 64 KiB and one of three groups
    expect(read).toBeLessThan(64 * 1024 + whole.byteLength / 2);
  });
});

test('a log of a market is no other merchant’s', () => {
  const pks = [decisionLogKeys.act('demo', 'de', 1), decisionLogKeys.act('demo2', 'de', 1)].map(
    ({ pk }) => pk,
  );
  expect(new Set(pks).size).toBe(2);
});

describe('acts on what holds for all markets', () => {
  test('are sealed in a log of their own by whichever run ends next, once', async () => {
    const { stores, objects } = open('_all');
    const run = aRun('de', '2026-03-01');
    const kill = (entry: string) =>
      log.append(anAct({ market: '_all', sku: '', event: 'kill', entry, decision: 'limits:_all:1' }), []);
    expect(await sealMerchantActs(stores, run)).toBeNull();
    await kill('one');
    await kill('two');

    const first = await sealMerchantActs(stores, run);
    const again = await sealMerchantActs(stores, aRun('gb', '2026-03-01'));
    await kill('three');
    const second = await sealMerchantActs(stores, aRun('gb', '2026-03-01'));

    expect(first).toMatchObject({ number: 1, market: '_all', entries: 2, lastAct: 2 });
    expect(again).toEqual(first);
    expect(second).toMatchObject({ number: 2, entries: 1, previous: first?.digest });
    expect(await verifyLog(objects, { merchant: 'demo', market: '_all' })).toMatchObject({
      ...{ kind: 'intact', seals: 2, entries: 3 },
    });
  });
});
