import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type * as z from 'zod/mini';
import { createBuyerLake } from '../../../functions/segment/buyer-lake.ts';
import {
  fairnessEntrySchema,
  insightKeys,
  lakeKeys,
  optOutSchema,
  outcomeKey,
  storedOutcomeSchema,
} from '../../../lib/domain/index.ts';
import { createDocumentTable, readAssignments } from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { markets } from '../ingest/ingest-room.ts';
import { plantBuyer } from './plant-buyer.ts';
import { openPrivacyRoom, type PrivacyRoom } from './privacy-room.ts';

const ERIKA = 'K-4711';
const OTHER = 'K-9999';

jest.setTimeout(120_000);

let room: PrivacyRoom;
let erika: string;
beforeEach(async () => {
  room = await openPrivacyRoom();
  erika = room.pseudonymOf(ERIKA);
});
afterEach(() => room.close());

const plantEverywhere = () => plantBuyer(room, ERIKA, OTHER);

describe('an erasure', () => {
  test('leaves no trace in any object or item, and everything of other buyers as it was', async () => {
    const { other, token } = await plantEverywhere();
    const before = { demand: await room.demand(), places: await room.whereIs(other, OTHER) };
    expect((await room.whereIs(erika, ERIKA, token)).length).toBeGreaterThan(18);

    await room.erase(ERIKA);
    await room.work();

    expect(await room.whereIs(erika, ERIKA, token, 'erika@')).toEqual([]);
    expect(await room.demand()).toEqual(before.demand);
    const receipt = await room.receipt(ERIKA);
    expect(receipt.state).toBe('done');
    expect(receipt.held).toEqual(
      expect.arrayContaining([
        { store: 'lake/orders', objects: 1, rows: 3, done: 'made anonymous' },
        { store: 'lake/prices', objects: 1, rows: 1, done: 'removed' },
        { store: 'uploads', objects: 5, rows: 5, done: 'removed' },
        { store: 'table insights', objects: 5, rows: 6, done: 'removed' },
        { store: 'table policies', objects: 1, rows: 2, done: 'removed' },
        { store: 'assignments', objects: 1, rows: 1, done: 'removed' },
        { store: 'table identities', objects: 1, rows: 1, done: 'removed' },
        { store: 'table logSalts', objects: 2, rows: 2, done: 'removed' },
        { store: 'exports', objects: 1, rows: 1, done: 'removed' },
      ]),
    );
    const originals = (place: string) => place.startsWith('uploads ');
    expect((await room.whereIs(other, OTHER)).filter((place) => !originals(place))).toEqual(
      before.places.filter((place) => !originals(place)),
    );
    expect(receipt.expires).toEqual({
      objectVersions: '2026-02-05T09:00:00.000Z',
      tableBackups: '2026-02-10T09:00:00.000Z',
      logs: '2026-04-06T09:00:00.000Z',
      receipt: '2031-01-05T09:00:00.000Z',
    });
  });

  test('leaves documents that can be read as before: a report of fairness, an outcome, a night’s assignment', async () => {
    const { other } = await plantEverywhere();

    await room.erase(ERIKA);
    await room.work();

    const at = (table: string) => ({ client: room.client, table, now: () => 0 });
    const { client } = room;
    const read = <Schema extends z.ZodMiniType>(schema: Schema, table: string) =>
      createDocumentTable(client, table, schema, at(table).now);
    const entries = read(fairnessEntrySchema, tables.insights);
    const { value } = (await entries.get(insightKeys.fairness('demo', 'de', '2026-01-05'))) ?? {};
    expect(value?.largest).toMatchObject({ dearest: { shareOfList: 1.1 }, cheapest: { buyer: other } });
    const outcomes = read(storedOutcomeSchema, tables.outcomes);
    // what was decided stays; the signed id, which names the buyer, goes
    expect((await outcomes.get(outcomeKey('demo', 'de', 'PUMP', 'k1')))?.value).toEqual({
      ...{ key: 'k1', sku: 'PUMP', from: '2026-01-02', to: '2026-01-02' },
      decided: { policyVersion: 'v', priceMicros: 1, orderUnits: 0 },
    });
    const optOuts = read(optOutSchema, tables.insights);
    expect(await optOuts.get(insightKeys.optOut('demo', 'de', erika))).toBeUndefined();
    const assignments = { objects: room.lake, temporaryDirectory: room.temporaryDirectory };
    const left = await readAssignments(assignments, lakeKeys.assignments('demo', 'de', '2026-01-05'));
    expect(left.map(({ unit }) => unit)).toEqual([other, 'PUMP']);
  });

  test('leaves the next segment run without the buyer, who is in no sum, no purchase and no price group', async () => {
    const { other } = await plantEverywhere();
    const [home] = markets;
    if (home === undefined) throw new Error('no market');
    const { lake: objects, catalog, temporaryDirectory } = room;
    const lake = createBuyerLake({ objects, catalog, temporaryDirectory }, markets);
    const night = { merchant: 'demo', market: 'de', asOf: '2026-01-05', runId: 'de-2026-01-05' };
    const before = await lake.read(night, home);

    await room.erase(ERIKA);
    await room.work();
    const after = await lake.read(night, home);

    expect([...before.aggregates.customers].sort()).toEqual([erika, other].sort());
    expect([...after.aggregates.customers]).toEqual([other]);
    expect([...after.priceGroups.keys(), ...after.interest.keys()]).toEqual([other, other]);
    const everything = JSON.stringify(after, (_, value) => (value instanceof Map ? [...value] : value));
    expect(everything).not.toMatch(new RegExp(`${erika}|erased-`));
  });

  test('names damaged files that nobody can search, erases all else, and ends once they are restored or removed', async () => {
    await plantEverywhere();
    const damaged = [
      lakeKeys.buyers('demo', 'de', '2026-01-04'),
      lakeKeys.segmentBuyers('demo', 'de', '2026-01-04'),
    ];
    for (const key of damaged) await room.lake.put(key, 'no Parquet', 'application/vnd.apache.parquet');
    const packed = lakeKeys.shard('demo', 'de-2026-01-04', 's00001');
    await room.lake.put(packed, 'no gzip', 'application/gzip');

    await room.erase(ERIKA);
    await room.work();
    const blocked = await room.receipt(ERIKA);
    for (const key of [...damaged, packed]) await room.lake.remove(key);
    const left = await room.whereIs(erika);
    await room.erase(ERIKA);
    await room.work();

    expect(blocked).toMatchObject({ state: 'failed', unreadable: [packed, ...damaged] });
    expect(blocked.reason).toContain('restore or remove them, then ask again');
    // the request itself keeps whom it is about until its end
    expect(left).toEqual([`table privacy demo ${blocked.request}`]);
    const receipt = await room.receipt(ERIKA);
    expect([receipt.state, receipt.unreadable, receipt.reason]).toEqual(['done', undefined, undefined]);
    expect(receipt.held).toEqual(blocked.held);
  });

  test('was preceded by an export that finds the buyer in every store where the erasure removes something', async () => {
    await plantEverywhere();

    const held = await room.held(ERIKA);
    await room.erase(ERIKA);
    await room.work();

    const receipt = await room.receipt(ERIKA);
    const counts = (of: { store: string; objects: number }[]) =>
      of.map(({ store, objects }) => [store, objects]);
    // the export itself is a file that names the buyer
    const plusItself = counts(held.held).map(([store, objects]) => [
      store,
      store === 'exports' ? Number(objects) + 1 : objects,
    ]);
    expect(counts(receipt.held)).toEqual(plusItself);
    expect(held.customerCode).toBe(ERIKA);
    expect(JSON.stringify(held.stores['lake/prices'])).toContain('1500000');
  });
});
