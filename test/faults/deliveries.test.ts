import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCatalog, openUploads, withLake } from '../../lib/stores/index.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { type CloudRoom, openCloudRoom } from './cloud-room.ts';
import { FILES } from './dropped-files.ts';
import { deliver, type IngestProcess, ingestProcess } from './ingest-process.ts';
import { placesIn } from './state-digest.ts';

const FULL = process.env.TRADEWIND_FULL !== undefined;

let room: CloudRoom;
let ingest: IngestProcess;
beforeAll(async () => {
  room = await openCloudRoom();
  ingest = ingestProcess(room.newClients(), room);
});
afterAll(() => room.close());

const uploadsOf = async (key: string) => {
  const uploads = openUploads({ client: room.client, table: tables.uploads, now: () => 0 });
  const all = (await uploads.queryAll('demo')).map(({ value }) => value);
  return all.filter((upload) => upload.key === key).sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
};

/** The order lines of `de` as a night reads them. */
const linesOfDe = () =>
  withLake(
    {
      objects: room.lake,
      catalog: openCatalog({ client: room.client, table: tables.catalog, now: () => 0 }),
      merchant: 'demo',
      market: 'de',
      temporaryDirectory: room.temporaryDirectory,
    },
    (lake) =>
      lake.run('SELECT order_id, line_key, sku, quantity FROM order_lines ORDER BY order_id, line_key'),
  );

describe('events that are delivered twice and out of order', () => {
  test('leave byte for byte what each one once and in order leaves', async () => {
    const events = await room.dropAll(FILES);
    await deliver(ingest, events);
    const expected = await room.digest();

    const twice = events.flatMap((event) => [event, event]);
    const order = fc.shuffledSubarray([...twice.keys()], { minLength: twice.length });
    await fc.assert(
      fc.asyncProperty(order, fc.constantFrom(1, 2, 3), async (places, atOnce) => {
        await room.forget();
        const dead = await deliver(
          ingest,
          places.map((place) => twice[place] ?? ''),
          atOnce,
        );

        expect(dead).toEqual([]);
        expect(await room.digest()).toEqual(expected);
      }),
      { numRuns: FULL ? 60 : 2, seed: 7 },
    );
    expect(placesIn(expected, 'catalog')).toHaveLength(4);
  }, 600_000);
});

describe('the same file uploaded twice at the same moment', () => {
  const [, body] = FILES[0] ?? ['', ''];

  test('under two keys counts each line once', async () => {
    await room.forget();
    const events = [
      await room.drop('demo/de/orders/a.csv', body),
      await room.drop('demo/de/orders/b.csv', body),
    ];
    const sameMoment = events.map((event) => event.replace(/T05:59:\d\d/, 'T05:59:00'));
    await deliver(ingest, sameMoment, 2);
    const lines = await linesOfDe();

    expect(lines).toHaveLength(3);
    expect((await uploadsOf('demo/de/orders/a.csv')).map(({ state }) => state)).toEqual(['accepted']);
    expect((await uploadsOf('demo/de/orders/b.csv')).map(({ state }) => state)).toEqual(['accepted']);
  });

  test('under one key counts each line once, and tells of both uploads', async () => {
    await room.forget();
    const events = [
      await room.drop('demo/de/orders/c.csv', body),
      await room.drop('demo/de/orders/c.csv', body),
    ];
    await deliver(ingest, events, 2);

    expect(await linesOfDe()).toHaveLength(3);
    expect((await uploadsOf('demo/de/orders/c.csv')).map(({ state }) => state)).toEqual([
      'accepted',
      'accepted',
    ]);
  });
});

describe('an upload that is replaced', () => {
  const key = 'demo/de/orders/replaced.csv';
  const HEADER = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price\n';
  const before = `${HEADER}R1,1,2025-12-01,K1,A,5,2.50\n`;
  const after = `${HEADER}R2,1,2025-12-02,K1,B,7,2.50\n`;

  test('before it is read is not taken for the new one, which is read by its own event', async () => {
    await room.forget();
    const events = [await room.drop(key, before), await room.drop(key, after)];
    await deliver(ingest, events);

    const uploads = await uploadsOf(key);
    expect(uploads.map(({ state, reason }) => [state, reason])).toEqual([
      ['rejected', 'another file took its place before it was read: that one is an upload of its own'],
      ['accepted', null],
    ]);
    expect(await linesOfDe()).toMatchObject([{ order_id: 'R2' }]);
  });

  test('while it is read is read whole, as it was', async () => {
    await room.forget();
    const first = await room.drop(key, before);
    const { client, s3 } = room.newClients();
    let second = '';
    s3.middlewareStack.add(
      (next, { commandName }) =>
        async (given) => {
          const answer = await next(given);
          // the object's bytes are on their way, and none of them has been read
          if (commandName === 'GetObjectCommand') second ||= await room.drop(key, after);
          return answer;
        },
      { step: 'initialize' },
    );
    await deliver(ingestProcess({ client, s3 }, room), [first]);
    await deliver(ingest, [second]);

    expect((await uploadsOf(key)).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
    expect(await linesOfDe()).toMatchObject([{ order_id: 'R1' }, { order_id: 'R2' }]);
  });
});
