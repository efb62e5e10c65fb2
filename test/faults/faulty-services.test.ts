import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRandom } from '../../lib/numeric/index.ts';
import { openSavedMappings } from '../../lib/stores/index.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { type CloudRoom, openCloudRoom } from './cloud-room.ts';
import { FILES } from './dropped-files.ts';
import { type Befallen, makeObjectsFaulty, makeTablesFaulty } from './faulty-clients.ts';
import { deliver, ingestProcess } from './ingest-process.ts';
import type { StateDigest } from './state-digest.ts';

const FULL = process.env.TRADEWIND_FULL !== undefined;
const SEEDS = FULL ? 40 : 1;

let room: CloudRoom;
let events: string[];
let expected: StateDigest;
beforeAll(async () => {
  room = await openCloudRoom();
  events = await room.dropAll(FILES);
  await deliver(ingestProcess(room.newClients(), room), events);
  expected = await room.digest();
}, 60_000);
afterAll(() => room.close());

/** Read all files while a share of calls fails. @returns what befell the calls, of tables and of objects */
async function readUnder(
  seed: number,
  shares: { refused: number; unanswered: number },
): Promise<{ tables: Befallen; objects: Befallen; dead: string[] }> {
  await room.forget();
  const clients = room.newClients();
  const faults = { ...shares, random: createRandom(seed) };
  const befallen = {
    tables: makeTablesFaulty(clients.client, faults),
    objects: makeObjectsFaulty(clients.s3, faults),
  };
  const dead = await deliver(ingestProcess(clients, room), events, 2);
  return { ...befallen, dead };
}

const sum = (all: readonly Befallen[], what: keyof Befallen) =>
  all.reduce((total, one) => total + one[what], 0);

describe('files that are read while services fail', () => {
  test.each([
    ['a table refuses one call in five, and S3 asks to slow down as often', { refused: 0.2, unanswered: 0 }],
    ['one call in five is carried out and its answer is lost', { refused: 0, unanswered: 0.2 }],
  ])(
    'leave what they leave on a good day: %s',
    async (_name, shares) => {
      const befallen: Befallen[] = [];
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { tables, objects, dead } = await readUnder(seed, shares);
        befallen.push(tables, objects);

        expect(dead).toEqual([]);
        expect(await room.digest()).toEqual(expected);
      }
      const wanted = shares.refused > 0 ? 'refused' : 'unanswered';
      expect(sum(befallen, wanted)).toBeGreaterThanOrEqual(SEEDS);
    },
    600_000,
  );
});

describe('a conditional write of which the answer is lost', () => {
  const value = { answers: { a: 'b' }, markets: {}, upload: 'u' };

  test("is known as one's own when it is asked for again, and no other's is taken for it", async () => {
    const { client } = room.newClients();
    const table = openSavedMappings({ client, table: tables.uploads, now: () => 0 });
    const key = { pk: 'demo#mappings', sk: 'lost' };
    const draws = [0, 1, 1, 0, 1, 1, 0];
    makeTablesFaulty(client, { random: () => draws.shift() ?? 1, refused: 0, unanswered: 0.5 });

    const written = await table.putNew(key, value);
    const replaced = await table.replace(key, { ...value, upload: 'v' }, 1);
    const others = await table.putNew(key, value);

    expect([written, replaced, others]).toEqual([true, true, false]);
    expect(draws).toEqual([]);
  });
});
