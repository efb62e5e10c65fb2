import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPseudonyms } from '../../lib/runtime/index.ts';
import { openLake, readPriceGroups } from '../../lib/stores/index.ts';
import { type IngestRoom, openIngestRoom, SECRET } from '../functions/ingest/ingest-room.ts';

let room: IngestRoom;
beforeAll(async () => {
  room = await openIngestRoom();
});
afterAll(() => room.close());

const groupsIn = async (merchant: string) => {
  const { lake: objects, catalog, temporaryDirectory } = room;
  const lake = await openLake({
    ...{ objects, catalog, merchant, market: 'de', temporaryDirectory },
    kinds: ['orders', 'customers'],
  });
  try {
    return await readPriceGroups(lake.run);
  } finally {
    await lake.close();
  }
};

test("reads each known customer's group by pseudonym: the market's own row before that for all, the latest", async () => {
  const header = 'customer_id,price_group';
  await room.drop('demo/de/customers/1.csv', [header, 'K-1,silver', 'K-2,'].join('\n'));
  await room.drop('demo/de/customers/2.csv', [header, 'K-1,gold'].join('\n'));
  await room.drop('demo/_all/customers/3.csv', [header, 'K-1,bronze', 'K-3,bronze'].join('\n'));
  const { pseudonymOf } = createPseudonyms(SECRET, 'demo');

  const groups = await groupsIn('demo');

  const read = ['K-1', 'K-2', 'K-3'].map((code) => groups.get(pseudonymOf(code)));
  expect(read).toEqual(['gold', '', 'bronze']);
  expect(groups.size).toBe(3);
});

test('reads none where there is no customers file', async () => {
  expect(await groupsIn('other')).toEqual(new Map());
});
