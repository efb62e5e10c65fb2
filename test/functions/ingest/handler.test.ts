import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rollBack } from '../../../functions/api/settle-upload.ts';
import { createHandler } from '../../../functions/ingest/handler.ts';
import { catalogKey, identityKey, nothingRead, type Upload, uploadKey } from '../../../lib/domain/index.ts';
import { createPseudonyms } from '../../../lib/runtime/index.ts';
import { anEvent, type IngestRoom, NOW, openIngestRoom, SECRET } from './ingest-room.ts';

const ORDERS = `order_id,line_id,ordered_at,customer_id,email,sku,quantity,unit_price
O1,1,2025-12-01,K1,k1@example.org,A,5,2.50
O1,2,2025-12-02,K2,k2@example.org,B,1,4.00
`;

let room: IngestRoom;
beforeAll(async () => {
  room = await openIngestRoom();
});
afterAll(async () => {
  await room.close();
});

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('ingest', () => {
  test('takes a file in: Parquet, a catalog entry, the upload with what was assumed; nothing is left on disk', async () => {
    const upload = await room.drop('demo/de/orders/Dezember 2025 + Rest.csv', ORDERS);

    expect(upload).toMatchObject({
      market: 'de',
      kind: 'orders',
      fileName: 'Dezember 2025 + Rest.csv',
      state: 'accepted',
      rows: { read: 2, accepted: 2, merged: 0, quarantined: 0, waiting: 0 },
      firstDate: '2025-12-01',
      lastDate: '2025-12-02',
      rejectsKey: null,
    });
    expect(upload.assumed).toContain("currency EUR (the market's)");
    const entry = await room.catalog.get(catalogKey('demo', 'de', 'orders', upload.upload));
    expect(entry?.value).toMatchObject({ rows: 2, lastDate: '2025-12-02', sequence: upload.sequence });
    expect(await room.lake.list('lake/demo/de/orders/')).toEqual(entry?.value.files?.map(({ key }) => key));
    expect(await readdir(room.temporaryDirectory)).toEqual([]);
  });

  test('turns customers into pseudonyms and keeps the sealed way back; no column of persons reaches the lake', async () => {
    const upload = await room.drop('demo/de/orders/personal.csv', ORDERS);

    const pseudonyms = createPseudonyms(SECRET, 'demo');
    const identity = await room.identities.get(identityKey('demo', pseudonyms.pseudonymOf('K1')));
    expect(pseudonyms.open(identity?.value.sealed ?? '')).toBe('K1');
    const [entry] = (await room.catalog.queryAll('demo#de'))
      .map(({ value }) => value)
      .filter((file) => file.upload === upload.upload);
    const parquet = text(await room.lake.get(entry?.files?.[0]?.key ?? ''));
    // a Parquet file's footer names its columns
    expect([parquet.includes('unit_price_micros'), parquet.includes('email')]).toEqual([true, false]);
  });

  test('keeps refused rows in a file of the lake and the first of them in the document', async () => {
    const good = Array.from({ length: 30 }, (_, n) => `P${n},1,2025-12-03,K1,,A,1,2.50`).join('\n');
    const upload = await room.drop(
      'demo/de/orders/one-bad.csv',
      `${ORDERS}${good}\nX,1,never,K1,,A,1,2.50\n`,
    );

    expect(upload.state).toBe('partlyAccepted');
    expect(upload.rejects).toEqual([
      { line: 34, column: 'ordered_at', value: 'never', reason: 'is not a date' },
    ]);
    expect(text(await room.lake.get(upload.rejectsKey ?? ''))).toBe(
      'line,column,value,reason\n34,ordered_at,never,is not a date\n',
    );
  });

  test.each([
    ['an unknown merchant', 'nobody/de/orders/o.csv', /no known merchant/],
    ['a partition in the place of a merchant', 'demo#mappings/de/orders/o.csv', /no known merchant/],
    ['an unknown market', 'demo/fr/orders/o.csv', '"fr" is no market of this merchant in this region'],
    [
      "another merchant's market",
      'other/jp/orders/o.csv',
      '"jp" is no market of this merchant in this region',
    ],
    ['an unknown kind', 'demo/de/invoices/o.csv', /^"invoices" is no kind of file/],
    ['a file at the root', 'o.csv', /no known merchant/],
    ['orders for all markets', 'demo/_all/orders/o.csv', /^orders belong to one market/],
  ])('refuses %s with a reason', async (_name, key, reason) => {
    const upload = await room.drop(key, ORDERS);

    expect(upload.state).toBe('rejected');
    expect(upload.reason).toMatch(reason);
  });

  test('refuses an empty file, and one that was removed before it was read', async () => {
    const empty = await room.drop('demo/de/orders/empty.csv', '');
    await room.ingest({ body: anEvent('demo/de/orders/gone.csv', 900), again: false });
    const gone = await uploadOf('demo/de/orders/gone.csv');

    expect(empty).toMatchObject({ state: 'rejected', reason: 'the file is empty' });
    expect(gone).toMatchObject({ state: 'rejected', reason: 'the file was removed before it was read' });
  });

  test('refuses a file too large to be worked on, without fetching it', async () => {
    const event = JSON.parse(anEvent('demo/de/orders/huge.csv', 903));
    event.Records[0].s3.object.size = 2 ** 31;

    await room.ingest({ body: JSON.stringify(event), again: false });

    expect((await uploadOf('demo/de/orders/huge.csv'))?.reason).toMatch(/^the file is larger than/);
  });

  test.each(['Größe 100% (a+b).csv', 'a%2Bb%20c.csv', '注文 2025.csv', "it's #1?.csv", 'a/b//c.csv'])(
    'finds the file of the key %s',
    async (fileName) => {
      const upload = await room.drop(`demo/de/orders/${fileName}`, ORDERS);

      expect(upload).toMatchObject({ fileName, state: 'accepted' });
    },
  );

  test('stores a file for all markets under _all', async () => {
    const upload = await room.drop(
      'demo/_all/products/p.csv',
      'sku,name,unit_cost,cost_currency\nA,Bolt,1,EUR\n',
    );

    expect(upload).toMatchObject({ state: 'accepted', market: '_all' });
    expect((await room.catalog.queryAll('demo#_all')).map(({ value }) => value.kind)).toContain('products');
  });

  test("passes over S3's test event, removals and folder markers", async () => {
    await room.ingest({
      body: JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' }),
      again: false,
    });
    await room.ingest({ body: anEvent('demo/de/orders/', 901), again: false });
    await room.ingest({
      body: anEvent('demo/de/orders/removed.csv', 902, { eventName: 'ObjectRemoved:Delete' }),
      again: false,
    });

    expect(await uploadOf('demo/de/orders/')).toBeUndefined();
    expect(await uploadOf('demo/de/orders/removed.csv')).toBeUndefined();
  });
});

describe('claims', () => {
  const key = 'demo/de/orders/claimed.csv';

  test('let one of two twins read', async () => {
    await room.dropped.put(key, ORDERS, 'text/csv');
    let reads = 0;
    const ingest = createHandler({
      ...room.dependencies,
      dropped: {
        ...room.dropped,
        download: (...where) => {
          reads += 1;
          return room.dropped.download(...where);
        },
      },
    });

    const body = anEvent(key, 500);
    const deliveries = await Promise.allSettled([1, 2, 3].map(() => ingest({ body, again: false })));
    await ingest({ body, again: false });

    expect(reads).toBe(1);
    // a twin is done when the upload is: until then its message comes again
    expect(deliveries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await uploadOf(key))?.state).toBe('accepted');
  });

  test.each([
    ['a message that comes again', true, NOW, 'accepted', 'fulfilled'],
    ['a claim older than a function lives', false, '2026-01-05T05:44:59.000Z', 'accepted', 'fulfilled'],
    ['a fresh claim of another process, whose message has to wait', false, NOW, 'reading', 'rejected'],
  ])('meet %s', async (name, again, at, state, delivery) => {
    const dead = `demo/de/orders/${name.replaceAll(' ', '-')}.csv`;
    await room.dropped.put(dead, ORDERS, 'text/csv');
    const body = anEvent(dead, 600);
    const dies = createHandler({
      ...room.dependencies,
      now: () => at,
      dropped: { ...room.dropped, download: () => Promise.reject(new Error('the process dies')) },
    });
    await expect(dies({ body, again: false })).rejects.toThrow('the process dies');

    const [{ status } = {}] = await Promise.allSettled([room.ingest({ body, again })]);

    expect([(await uploadOf(dead))?.state, status]).toEqual([state, delivery]);
  });

  test('put nothing back that was rolled back after their twin had read it', async () => {
    const key = 'demo/de/orders/slow.csv';
    await room.dropped.put(key, ORDERS, 'text/csv');
    const body = anEvent(key, 700);
    const slow = createHandler({
      ...room.dependencies,
      lake: {
        ...room.lake,
        // before this process has written anything its twin is done, and a person has decided otherwise
        upload: async (...file) => {
          const upload = await uploadOf(key);
          if (upload?.state === 'reading') {
            await room.ingest({ body, again: true });
            await rollBack(room, { merchant: 'demo', upload: upload.upload });
          }
          await room.lake.upload(...file);
        },
      },
    });

    await slow({ body, again: false });

    const upload = await uploadOf(key);
    expect(upload?.state).toBe('rolledBack');
    expect(await room.catalog.get(catalogKey('demo', 'de', 'orders', upload?.upload ?? ''))).toBeUndefined();
  });

  test('fill the document of a presigned upload, once', async () => {
    const presigned = 'demo/de/orders/up-1__December.csv';
    const awaited: Upload = {
      ...aFinishedUpload,
      upload: 'up-1',
      key: presigned,
      fileName: 'December.csv',
      state: 'awaited',
    };
    await room.uploads.putNew(uploadKey('demo', 'up-1'), awaited);

    await room.drop(presigned, ORDERS);
    const first = await room.uploads.get(uploadKey('demo', 'up-1'));
    await room.drop(presigned, ORDERS);
    const uploads = (await room.uploads.queryAll('demo')).filter(({ value }) => value.key === presigned);

    expect(first?.value).toMatchObject({ state: 'accepted', fileName: 'December.csv', upload: 'up-1' });
    // the second file under the same key is an upload of its own
    expect(uploads.map(({ value }) => value.state)).toEqual(['accepted', 'accepted']);
  });

  test('know the twin of a presigned upload, also when it comes late, and lose no other object of its key', async () => {
    const presigned = 'demo/de/orders/up-2__January.csv';
    const awaited = { ...aFinishedUpload, upload: 'up-2', key: presigned, state: 'awaited' as const };
    await room.uploads.putNew(uploadKey('demo', 'up-2'), awaited);
    await room.dropped.put(presigned, ORDERS, 'text/csv');

    const [first, second] = [anEvent(presigned, 700), anEvent(presigned, 701)];
    await Promise.allSettled([first, second, first].map((body) => room.ingest({ body, again: false })));
    await room.ingest({ body: first, again: false });
    await room.ingest({ body: second, again: true });

    const uploads = (await room.uploads.queryAll('demo')).filter(({ value }) => value.key === presigned);
    expect(uploads.map(({ value }) => value.state)).toEqual(['accepted', 'accepted']);
    expect(new Set(uploads.map(({ value }) => value.sequence)).size).toBe(2);
  });

  test('leave a presigned upload to its own message when another object of its key comes again', async () => {
    const presigned = 'demo/de/orders/up-3__February.csv';
    const reading = { ...aFinishedUpload, upload: 'up-3', key: presigned, state: 'reading' as const };
    await room.uploads.putNew(uploadKey('demo', 'up-3'), { ...reading, sequence: 'of the first' });
    await room.dropped.put(presigned, ORDERS, 'text/csv');

    await room.ingest({ body: anEvent(presigned, 710), again: true });

    expect((await room.uploads.get(uploadKey('demo', 'up-3')))?.value.state).toBe('reading');
  });
});

const aFinishedUpload: Upload = {
  upload: 'up-0',
  market: 'de',
  kind: 'orders',
  fileName: 'o.csv',
  key: 'demo/de/orders/o.csv',
  sequence: '',
  state: 'accepted',
  at: NOW,
  ...nothingRead(),
};

async function uploadOf(key: string): Promise<Upload | undefined> {
  const all = await room.uploads.queryAll(key.split('/')[0] ?? '');
  return all.map(({ value }) => value).find((upload) => upload.key === key);
}
