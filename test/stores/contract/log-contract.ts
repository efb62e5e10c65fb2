import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import {
  type CommittedName,
  decisionLogKeys,
  type LoggedAct,
  type LogSalt,
  type NewLogEntry,
} from '../../../lib/domain/index.ts';
import {
  createDecisionLog,
  createDocumentTable,
  createLogSalts,
  type DecisionLog,
  type DocumentTable,
  type LogSalts,
  openLoggedActs,
  openLogSalts,
} from '../../../lib/stores/index.ts';
import type { StartService } from './service.ts';

const schema = z.object({ n: z.int() });
const NOW = () => 1_800_000_000;
const COMMITMENT = /^[0-9a-f]{64}$/;

/** An approval by Anna; each test has a market of its own. */
export const anAct = (given: Partial<NewLogEntry> = {}): NewLogEntry => ({
  entry: '01JA0000000000000000000000',
  at: '2026-03-02T08:00:00.000Z',
  merchant: 'demo',
  market: 'de',
  sku: 'A-1',
  decision: 'de:A-1:v1',
  event: 'approve',
  by: 'anna@example.com',
  version: 1,
  from: 'proposed',
  to: 'approved',
  draft: { priceMicros: 11_000_000, orderUnits: 20 },
  inputs: {},
  ...given,
});

/** What the log of persons' acts promises, whichever DynamoDB is behind it. */
export function logContract(service: string, start: StartService): void {
  describe(`the decision log on ${service}`, () => {
    let client: DynamoDBClient;
    let stop: () => Promise<void>;
    let decisions: DocumentTable<z.infer<typeof schema>>;
    let acts: DocumentTable<LoggedAct>;
    let tables: { salts: DocumentTable<LogSalt>; names: DocumentTable<CommittedName> };
    let salts: LogSalts;
    let log: DecisionLog;

    beforeAll(async () => {
      ({ client, stop } = await start());
      decisions = createDocumentTable(client, 'decisions', schema, NOW);
      acts = openLoggedActs({ client, table: 'decisionLog', now: NOW });
      tables = openLogSalts({ client, table: 'logSalts', now: NOW });
      salts = createLogSalts(tables);
      log = createDecisionLog({ client, acts, salts });
    }, 180_000);
    afterAll(() => stop());

    const key = (market: string, sku = 'A-1') => ({ pk: `demo#${market}`, sk: sku });
    const logOf = async (market: string) =>
      (await acts.queryAll(decisionLogKeys.act('demo', market, 1).pk, { consistent: true })).map(
        ({ value }) => value,
      );

    test('writes the decision and what was done to it together', async () => {
      await decisions.put(key('aa'), { n: 1 });

      const act = await log.append(anAct({ market: 'aa' }), [decisions.writing(key('aa'), { n: 2 }, 1)]);

      expect(act).toMatchObject({ place: 1, event: 'approve', by: expect.stringMatching(COMMITMENT) });
      expect(await decisions.get(key('aa'), { consistent: true })).toMatchObject({
        value: { n: 2 },
        version: 2,
      });
      expect(await logOf('aa')).toEqual([act]);
    });

    test('logs nothing where the decision was changed in the meantime, and changes nothing', async () => {
      await decisions.put(key('ab'), { n: 1 });
      await decisions.put(key('ab', 'B-2'), { n: 1 });

      const act = await log.append(anAct({ market: 'ab' }), [
        decisions.writing(key('ab', 'B-2'), { n: 2 }, 1),
        decisions.writing(key('ab'), { n: 2 }, 7),
      ]);

      expect(act).toBeNull();
      expect((await decisions.get(key('ab', 'B-2'), { consistent: true }))?.value.n).toBe(1);
      expect(await logOf('ab')).toEqual([]);
    });

    test('a decision that is there already is not made anew', async () => {
      await decisions.put(key('ac'), { n: 1 });

      expect(
        await log.append(anAct({ market: 'ac' }), [decisions.writing(key('ac'), { n: 2 }, null)]),
      ).toBeNull();
    });

    test('gives acts of one moment places without a gap, each its own', async () => {
      const skus = Array.from({ length: 12 }, (_, i) => `S-${i}`);

      await Promise.all(
        skus.map((sku) =>
          log.append(anAct({ market: 'ad', sku, entry: sku }), [
            decisions.writing(key('ad', sku), { n: 1 }, null),
          ]),
        ),
      );

      const logged = await logOf('ad');
      expect(logged.map(({ place }) => place)).toEqual(skus.map((_, i) => i + 1));
      expect(logged.map(({ sku }) => sku).sort()).toEqual([...skus].sort());
    });

    test('lets one of ten that decide on one version win', async () => {
      await decisions.put(key('ae'), { n: 0 });

      const done = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          log.append(anAct({ market: 'ae', entry: `e${n}` }), [decisions.writing(key('ae'), { n }, 1)]),
        ),
      );

      expect(done.filter((act) => act !== null)).toHaveLength(1);
      expect(await logOf('ae')).toHaveLength(1);
    });

    test('writes one act of several markets at the next place of each, or of none', async () => {
      await log.append(anAct({ market: 'ai' }), []);
      await decisions.put(key('ai'), { n: 1 });
      const entries = ['ai', 'aj'].map((market) => anAct({ market, entry: 'both' }));

      const refused = await log.appendAll(entries, [decisions.writing(key('ai'), { n: 2 }, 7)]);
      const acts = await log.appendAll(entries, [decisions.writing(key('ai'), { n: 2 }, 1)]);

      expect(refused).toBeNull();
      expect(acts?.map(({ market, place }) => [market, place])).toEqual([
        ['ai', 2],
        ['aj', 1],
      ]);
      expect((await logOf('ai')).map(({ entry }) => entry)).toEqual([anAct().entry, 'both']);
      expect(await logOf('aj')).toHaveLength(1);
    });

    test('names a person alike in all entries, and says who it is', async () => {
      const who = { kind: 'person', name: 'ben' } as const;
      const one = await log.append(anAct({ market: 'af', by: 'ben' }), []);
      const other = await log.append(
        anAct({ market: 'af', by: 'carla', onBehalfOf: 'ben', buyer: 'c1-ab' }),
        [],
      );

      expect(other?.onBehalfOf).toBe(one?.by);
      expect(other?.by).not.toBe(one?.by);
      expect(await salts.find('demo', who)).toBe(one?.by);
      const opened = await salts.open('demo', [one?.by ?? '', other?.buyer ?? '']);
      expect(opened).toEqual(
        new Map([
          [one?.by, who],
          [other?.buyer, { kind: 'buyer', name: 'c1-ab' }],
        ]),
      );
      expect(await salts.open('other', [one?.by ?? ''])).toEqual(new Map());
    });

    test('forgets who it was with the salt, and leaves the entry', async () => {
      const who = { kind: 'person', name: 'dora' } as const;
      const act = await log.append(anAct({ market: 'ag', by: 'dora' }), []);

      const erased = await salts.erase('demo', who);

      expect([erased, await salts.erase('demo', who)]).toEqual([true, false]);
      expect(await salts.open('demo', [act?.by ?? ''])).toEqual(new Map());
      expect(await salts.find('demo', who)).toBeUndefined();
      expect(await logOf('ag')).toEqual([act]);
      const again = await log.append(anAct({ market: 'ag', by: 'dora', entry: 'again' }), []);
      expect(again?.by).not.toBe(act?.by);
    });

    test('Tradewind itself needs no salt', async () => {
      expect(await log.append(anAct({ market: 'ah', by: 'tradewind' }), [])).toMatchObject({
        by: 'tradewind',
      });
    });
  });
}
