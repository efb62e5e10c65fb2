import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { controlKeys, skuKey } from '../../../lib/domain/index.ts';
import { createIdempotencyStore } from '../../../lib/stores/idempotency.ts';
import {
  createHotPathReader,
  createProgressStore,
  openControls,
  openPolicies,
  openRuns,
} from '../../../lib/stores/index.ts';
import { aPolicy } from '../../functions/stored-documents.ts';
import type { StartService } from './service.ts';

const HOUR = 3600;

/** What the stores promise that write items of their own form: progress, claims, the rows of a recommendation. */
export function otherContract(service: string, start: StartService): void {
  describe(`progress, claims and the hot path on ${service}`, () => {
    let client: DynamoDBClient;
    let stop: () => Promise<void>;

    beforeAll(async () => {
      ({ client, stop } = await start());
    }, 180_000);
    afterAll(() => stop());

    test('progress counts a shard once, however often and from however many sides it is told', async () => {
      const progress = createProgressStore(client, 'runs');
      const shards = Array.from({ length: 100 }, (_, n) => `s${String(n).padStart(5, '0')}`);

      await Promise.all(
        [...shards, ...shards.slice(0, 50)].map((shard) => progress.done('demo', 'de-1', 'forecast', shard)),
      );
      await progress.done('demo', 'de-1', 'segment', 'segment');

      expect(await progress.read('demo', 'de-1')).toEqual({
        forecast: shards,
        segment: ['segment'],
        learn: [],
      });
    });

    test('progress begins anew, knows nothing of other runs, and shows up in no list of runs', async () => {
      const progress = createProgressStore(client, 'runs');
      await progress.done('demo', 'de-2', 'learn', 's00001');

      await progress.reset('demo', 'de-2');
      await progress.reset('demo', 'never');

      const none = { forecast: [], segment: [], learn: [] };
      expect(await progress.read('demo', 'de-2')).toEqual(none);
      expect(await progress.read('demo', 'unknown')).toEqual(none);
      const runs = openRuns({ client, table: 'runs', now: () => 0 });
      expect(await runs.queryAll('demo')).toEqual([]);
    });

    test('one of ten requests under a key is claimed, the others hear of it or of its answer', async () => {
      let now = 1000;
      const store = createIdempotencyStore(client, 'idempotency', () => now);
      const name = { merchant: 'demo', route: 'POST x', key: 'k' };
      const ask = (attempt: string, print = 'same') => store.claim(name, print, attempt);

      const claims = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(`a${n}`)));
      const [own] = claims.filter((claim) => claim.kind === 'claimed');
      const other = await ask('b', 'other');
      await own?.keep({ status: 201, body: '', headers: { location: 'x' } });
      const replay = await ask('c');
      now += 26 * HOUR;
      const later = await ask('d');

      expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', ...Array(9).fill('inFlight')]);
      expect(other.kind).toBe('otherRequest');
      expect(replay).toEqual({
        kind: 'answered',
        answer: { status: 201, body: '', headers: { location: 'x' } },
      });
      expect(later.kind).toBe('claimed');
    });

    test('a claim that was taken over can neither be kept nor released by its former holder', async () => {
      let now = 1000;
      const store = createIdempotencyStore(client, 'idempotency', () => now);
      const name = { merchant: 'demo', route: 'POST y', key: 'k' };
      const dead = await store.claim(name, 'same', 'dead', 60);
      now += 61;
      const heir = await store.claim(name, 'same', 'heir', 60);

      if (dead.kind === 'claimed') {
        await dead.keep({ status: 200, body: 'late', headers: {} });
        await dead.release();
      }
      const seen = await store.claim(name, 'same', 'third', 60);

      expect([dead.kind, heir.kind, seen.kind]).toEqual(['claimed', 'claimed', 'inFlight']);
    });

    test('the rows of a recommendation come in one batch over their tables, those that are missing as none', async () => {
      const at = { client, now: () => 0 };
      const read = createHotPathReader(client, {
        policies: 'policies',
        controls: 'controls',
        insights: 'insights',
        decisions: 'decisions',
      });
      const policies = openPolicies({ ...at, table: 'policies' });
      const controls = openControls({ ...at, table: 'controls' });
      await policies.put(skuKey('hot', 'de', 'A-1'), aPolicy());
      await controls.put(controlKeys.market('hot', 'de'), { mode: 'off', killed: false });

      const rows = await read({ merchant: 'hot', market: 'de', sku: 'A-1', customer: 'c_1' });

      expect(rows.policy).toMatchObject({ kind: 'ready', sku: 'A-1' });
      expect(rows).toMatchObject({
        marketControl: { mode: 'off' },
        merchantControl: undefined,
        customer: undefined,
      });
    });
  });
}
