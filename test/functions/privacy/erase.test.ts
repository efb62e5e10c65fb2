import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as z from 'zod/mini';
import { insightKeys, lakeKeys, outcomeKey, skuKey } from '../../../lib/domain/index.ts';
import { createDocumentTable, createPackedTable } from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { openPrivacyRoom, type PrivacyRoom } from './privacy-room.ts';

const ORDERS = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price,email';
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

const drop = (path: string, ...lines: string[]) => room.drop(`demo/de/${path}`, lines.join('\n'));

/** Plant the buyer in every store that holds any. */
async function plantEverywhere() {
  const other = room.pseudonymOf(OTHER);
  await drop(
    'orders/january.csv',
    ORDERS,
    `O1,1,2026-01-02,${ERIKA},PUMP,5,2.00,erika@example.com`,
    `O2,1,2026-01-03,${OTHER},PUMP,7,2.00,other@example.com`,
    `O3,1,2026-01-03,${ERIKA},PUMP,0,0.00,erika@example.com`,
    `O4,1,2026-01-04,${ERIKA},VALVE,3,0.00,erika@example.com`,
  );
  await drop('customers/all.csv', 'customer_id,price_group', `${ERIKA},gold`, `${OTHER},gold`);
  await drop(
    'prices/contracts.csv',
    'sku,valid_from,price,customer_id',
    `PUMP,2026-01-01,1.50,${ERIKA}`,
    `PUMP,2026-01-01,1.90,`,
  );
  await drop(
    'quotes/q.csv',
    'quote_id,customer_id,sku,quantity,price,quoted_at',
    `Q1,${ERIKA},PUMP,5,1.9,2026-01-02`,
    `Q2,${OTHER},PUMP,5,1.9,2026-01-02`,
  );
  await drop(
    'interactions/i.csv',
    'customer_id,sku,at',
    `${ERIKA},PUMP,2026-01-02`,
    `${OTHER},PUMP,2026-01-02`,
  );
  const night = (customer: string) => ({ customer, sku: 'PUMP' });
  const lines = gzipSync(
    [
      { sku: 'PUMP', contracts: [night(erika), night(other)] },
      { sku: 'VALVE', contracts: [] },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );
  await room.lake.put(lakeKeys.shard('demo', 'de-2026-01-05', 's00001'), lines, 'application/gzip');
  await room.lake.put(lakeKeys.policyTable('demo', 'de-2026-01-05', 's00001'), lines, 'application/gzip');
  await room.lake.put(
    lakeKeys.exported('demo', 'de-1', 'de-segments.csv'),
    `customer,segment\r\n${erika},s1`,
    'text/csv',
  );
  const [orders] = await room.lake.list('lake/demo/de/orders/');
  for (const key of [
    lakeKeys.buyers('demo', 'de', '2026-01-05'),
    lakeKeys.segmentBuyers('demo', 'de', '2026-01-05'),
    lakeKeys.compacted({ merchant: 'demo', market: 'de', kind: 'orders' }, '2026-01', '1-abc'),
  ])
    await room.lake.put(key, await room.lake.get(orders ?? ''), 'application/vnd.apache.parquet');
  const at = (table: string) => [room.client, table, z.unknown(), () => 0] as const;
  const insights = createPackedTable(...at(tables.insights));
  await insights.put(insightKeys.buyer('demo', 'de', erika), { customer: erika });
  await insights.put(insightKeys.advice('demo', 'de', erika), { customer: erika });
  await insights.put(insightKeys.buyer('demo', 'de', other), { customer: other });
  await insights.put(insightKeys.targetList('demo', 'de', { of: 'market', order: 'spend' }), {
    targets: [{ customer: erika }, { customer: other }],
  });
  const salts = createDocumentTable(...at(tables.logSalts));
  await salts.put({ pk: 'demo#buyer', sk: erika }, { salt: 'c2FsdA==', commitment: 'ab' });
  await salts.put({ pk: 'demo#committed', sk: 'ab' }, { kind: 'buyer', name: erika });
  await createDocumentTable(...at(tables.policies)).put(skuKey('demo', 'de', 'PUMP'), {
    contracts: [
      [erika, 1, 1_500_000, null],
      [other, 1, 1_600_000, null],
    ],
  });
  const token = `abcdef.${Buffer.from(JSON.stringify({ merchant: 'demo', query: { customer: erika } })).toString('base64url')}.${'x'.repeat(43)}`;
  await createDocumentTable(...at(tables.outcomes)).put(outcomeKey('demo', 'de', 'PUMP', 'k1'), {
    key: 'k1',
    decisionId: token,
    decided: { policyVersion: 'v' },
  });
  await createDocumentTable(...at(tables.decisions)).put(skuKey('demo', 'de', 'PUMP'), {
    decision: token,
    sku: 'PUMP',
  });
  await createDocumentTable(...at(tables.idempotency)).put(
    { pk: 'demo', sk: 'POST /x#1' },
    {
      status: 200,
      body: JSON.stringify({
        preview: {
          rows: [
            [erika, '1'],
            [other, '2'],
          ],
        },
      }),
      headers: {},
    },
  );
  return { other, token };
}

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
        { store: 'table insights', objects: 3, rows: 3, done: 'removed' },
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
