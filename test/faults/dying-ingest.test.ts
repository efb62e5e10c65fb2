import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CloudRoom, openCloudRoom } from './cloud-room.ts';
import { FILES } from './dropped-files.ts';
import { type Death, letDie, ProcessDied } from './dying-process.ts';
import { deliver, ingestProcess } from './ingest-process.ts';
import { placesIn } from './state-digest.ts';

const FULL = process.env.TRADEWIND_FULL !== undefined;

let room: CloudRoom;
beforeAll(async () => {
  room = await openCloudRoom();
});
afterAll(() => room.close());

/** Read one file in a process that dies at a moment, then deliver its message again to a process that lives. */
async function dieAndRead(event: string, death: Death): Promise<unknown> {
  const clients = room.newClients();
  letDie([clients.client, clients.s3], death);
  const died = await ingestProcess(clients, room)({ body: event, again: false }).catch((error) => error);
  await ingestProcess(room.newClients(), room)({ body: event, again: true });
  return died;
}

describe('an ingest that dies and whose message comes again', () => {
  test('leaves what an undisturbed one leaves, at whichever call of a service it died, before or after the call', async () => {
    const orders = FILES[0] ?? ['', ''];
    const event = await room.drop(...orders);
    const clients = room.newClients();
    const calls = letDie([clients.client, clients.s3]);
    expect(await deliver(ingestProcess(clients, room), [event])).toEqual([]);
    const expected = await room.digest();

    // the claim, the file, customers' identities, what the lake gets, the upload's end
    expect(calls.names).toEqual(
      expect.arrayContaining(['GetObjectCommand', 'BatchWriteItemCommand', 'PutObjectCommand']),
    );
    expect([calls.names[0], calls.names.at(-1)]).toEqual(['PutItemCommand', 'PutItemCommand']);
    for (const call of calls.names.keys())
      for (const carriedOut of FULL ? [false, true] : [true]) {
        await room.forget();
        const died = await dieAndRead(event, { call: call + 1, carriedOut });

        expect([call, carriedOut, died]).toEqual([call, carriedOut, expect.any(ProcessDied)]);
        expect(await room.digest()).toEqual(expected);
      }
  }, 120_000);

  test('counts nothing of a file that was replaced before its message came again', async () => {
    await room.forget();
    const key = 'demo/de/orders/died.csv';
    const header = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price\n';
    const first = await room.drop(key, `${header}D1,1,2025-12-01,,A,5,2.50\n`);
    const clients = room.newClients();
    // it dies with all done but the last call, which would have told that the file was read
    const counting = room.newClients();
    const { names } = letDie([counting.client, counting.s3]);
    await ingestProcess(counting, room)({ body: first, again: false });
    await room.forget();
    letDie([clients.client, clients.s3], { call: names.length, carriedOut: false });
    await ingestProcess(clients, room)({ body: first, again: false }).catch(() => undefined);
    const counted = placesIn(await room.digest(), 'catalog');

    const second = await room.drop(key, `${header}D2,1,2025-12-02,,A,7,2.50\n`);
    const ingest = ingestProcess(room.newClients(), room);
    await ingest({ body: first, again: true });
    await ingest({ body: second, again: false });

    expect(counted).toHaveLength(1);
    expect(placesIn(await room.digest(), 'catalog')).toHaveLength(1);
    expect(placesIn(await room.digest(), 'catalog')).not.toEqual(counted);
  });
});
