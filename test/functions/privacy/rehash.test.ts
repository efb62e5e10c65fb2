import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { refuseWhileRenaming } from '../../../functions/plan/refuse-while-renaming.ts';
import { controlKeys, type Run, runKey } from '../../../lib/domain/index.ts';
import { createCustomerCodes } from '../../../lib/runtime/customer-codes.ts';
import { openControls } from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { SECRET } from '../ingest/ingest-room.ts';
import { mortalStores } from './mortal-stores.ts';
import { plantBuyer } from './plant-buyer.ts';
import { openPrivacyRoom, type PrivacyRoom } from './privacy-room.ts';

jest.setTimeout(480_000);

const ERIKA = 'K-4711';
const OTHER = 'K-9999';
const OLD = /c1-[0-9a-f]{32}/;
const NEW_SECRET = JSON.stringify({
  ...{ version: 2, key: 'another secret of the tests, as long' },
  ...{ previous: { version: 1, key: SECRET }, marks: SECRET },
});

let room: PrivacyRoom;
beforeEach(async () => {
  room = await openPrivacyRoom();
});
afterEach(() => room.close());

/** Work until nothing waits any more, as time goes by. */
async function workToTheEnd(given: Parameters<PrivacyRoom['work']>[0] = {}, options = {}) {
  for (const each of room.queue) each.delaySeconds = 0;
  await room.work(given, options);
}

/** Everything that stands anywhere, but for files as they were dropped and the requests themselves, with names put in the place of pseudonyms. */
async function everythingWith(names: Record<string, string>) {
  const at = (text: string) =>
    Object.entries(names).reduce((left, [pseudonym, name]) => left.replaceAll(pseudonym, name), text);
  const all = [...(await room.everything())].filter(
    ([place]) => !/^uploads |^table (privacy|catalog|identities)|^lake manifests/.test(place),
  );
  return new Map(
    all.map(([place, text]) => [
      at(place).replace(/#[0-9a-f] /, '# '),
      at(text).replaceAll(/#[0-9a-f] /g, '# '),
    ]),
  );
}

/** Plant two buyers, and hold what a rename leaves against what was there before. */
async function plantTwo() {
  const { other, token } = await plantBuyer(room, ERIKA, OTHER);
  const demand = await room.demand();
  const before = await everythingWith({ [room.pseudonymOf(ERIKA)]: 'ERIKA', [other]: 'OTHER' });
  room.secret.text = NEW_SECRET;
  const expectRenamed = async () => {
    const places = [...(await room.everything())].filter(([place, text]) => OLD.test(`${place} ${text}`));
    expect(places.map(([place]) => place)).toEqual([]);
    expect(await room.demand()).toEqual(demand);
    const names = { [room.pseudonymOf(ERIKA)]: 'ERIKA', [room.pseudonymOf(OTHER)]: 'OTHER' };
    const after = await everythingWith(names);
    // gone: what can be made again, and signatures of decisions that named a buyer
    const gone = [...before].filter(([place]) => !after.has(place)).map(([place]) => place);
    expect(gone).toEqual([expect.stringMatching(/^lake exports\//)]);
    const changed = [...after].filter(([place, text]) => before.get(place) !== text);
    expect(changed.map(([place]) => place).sort()).toEqual(
      [...before]
        .filter(([place, text]) => text.includes(token) && after.has(place))
        .map(([place]) => place)
        .sort(),
    );
  };
  return { expectRenamed };
}

describe('a change of the key of pseudonyms', () => {
  test('renames every buyer in every store, keeps everything else, and each buyer’s history together', async () => {
    const { expectRenamed } = await plantTwo();

    const { request } = await room.rehash();
    await workToTheEnd();

    const receipt = await room.requestNamed(request);
    expect(receipt).toMatchObject({ state: 'done', kind: 'rehash' });
    expect(receipt.held).toEqual(
      expect.arrayContaining([
        { store: 'lake/orders', objects: 1, rows: 4, done: 'renamed' },
        { store: 'table identities', objects: 2, rows: 2, done: 'renamed' },
      ]),
    );
    await expectRenamed();
  });

  test('that dies after each write goes on where it was, ends the same, and counts everything once', async () => {
    const { expectRenamed } = await plantTwo();
    const { request } = await room.rehash();
    const [{ message } = { message: undefined }] = room.queue;
    if (message === undefined) throw new Error('nothing was sent');
    const [seen, died] = [new Set<string>(), new Set<string>()];
    let deaths = 0;

    while ((await room.requestNamed(request)).state !== 'done' && deaths < 1000) {
      room.queue.splice(0, room.queue.length, { message, delaySeconds: 0 });
      await room.work(mortalStores(room, seen, (what) => died.add(what))).catch(() => deaths++);
    }

    const receipt = await room.requestNamed(request);
    expect(receipt).toMatchObject({ state: 'done', kind: 'rehash' });
    expect(receipt.held).toEqual(
      expect.arrayContaining([
        { store: 'lake/orders', objects: 1, rows: 4, done: 'renamed' },
        { store: 'table identities', objects: 2, rows: 2, done: 'renamed' },
      ]),
    );
    // it died in files, items, the catalog, its own request, and between the last two: the key and the receipt
    expect([...died].sort()).toEqual(['catalog', 'item', 'key', 'object', 'request']);
    expect(deaths).toBeGreaterThan(20);
    await expectRenamed();
  });

  test('leaves later files joined to what was there: the same buyer before, during and after', async () => {
    const orders = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price';
    const drop = (n: number) =>
      room.drop(`demo/de/orders/o${n}.csv`, `${orders}\nJ${n},1,2026-01-0${n},JOINED,A,${n},1.00`);
    await drop(1);
    room.secret.text = NEW_SECRET;
    // a newer key in the secret alone changes nothing
    await drop(2);
    const inert = (await room.everything()).get('table privacy demo#key pseudonyms');
    const { request } = await room.rehash();
    await drop(3);
    await workToTheEnd();
    await drop(4);

    const files = [...(await room.everything())].filter(([place]) =>
      place.startsWith('lake lake/demo/de/orders'),
    );
    const named = files.map(([, text]) => text.match(/c\d-[0-9a-f]{32}/)?.[0]);
    expect(named).toEqual([1, 2, 3, 4].map(() => room.pseudonymOf('JOINED')));
    expect(inert).toContain('"version":1');
    expect((await room.requestNamed(request)).state).toBe('done');
    const log = { info: () => undefined };
    const viewer = {
      caller: { merchant: 'demo', client: 'c', scopes: new Set(['identify']) },
      requestId: 'r',
    };
    const codes = createCustomerCodes(room.identities, async () => room.secret.text, log);
    const pseudonym = room.pseudonymOf('JOINED');
    expect(await codes([pseudonym], viewer as never)).toEqual(new Map([[pseudonym, 'JOINED']]));
  });

  test('waits for a night that began before, and lets none begin until it is done', async () => {
    const { other } = await plantBuyer(room, ERIKA, OTHER);
    const run: Run = {
      ...{ merchant: 'demo', market: 'de', runId: 'de-2026-01-05', asOf: '2026-01-05', state: 'running' },
      ...{ startedAt: '2026-01-06T08:59:00.000Z', series: 2, shards: 2 },
    };
    await room.runs.put(runKey('demo', run.runId), run);
    room.secret.text = NEW_SECRET;

    const { request } = await room.rehash();
    await workToTheEnd();
    const waiting = await room.requestNamed(request);
    const refused = refuseWhileRenaming(room.keys, 'demo').catch((error: Error) => error.message);
    const untouched = await room.whereIs(other);
    await room.runs.put(runKey('demo', run.runId), { ...run, state: 'finished' });
    await workToTheEnd();

    expect(waiting.state).toBe('waiting');
    expect(await refused).toContain('start the run again when that is done');
    expect(untouched.length).toBeGreaterThan(10);
    expect((await room.requestNamed(request)).state).toBe('done');
    await expect(refuseWhileRenaming(room.keys, 'demo')).resolves.toBeUndefined();
    await expect(refuseWhileRenaming(room.keys, 'other')).resolves.toBeUndefined();
  });

  test('is refused without a newer key, while a buyer’s request is open, and while an experiment draws buyers', async () => {
    await plantBuyer(room, ERIKA, OTHER);
    await expect(room.rehash()).rejects.toThrow('written under version 1 of the key: put a newer one');
    await room.erase(ERIKA);
    room.secret.text = NEW_SECRET;
    await expect(room.rehash()).rejects.toThrow('has not ended');
    await room.work();
    const controls = openControls({ client: room.client, table: tables.controls, now: () => 0 });
    await controls.put(controlKeys.market('demo', 'de'), {
      mode: 'suggest',
      killed: false,
      experiments: ['e1'],
    });
    await expect(room.rehash()).rejects.toThrow('an experiment runs in the market de');
  });

  test('keeps erased buyers out under the new key, and refuses files where the key of their marks is lost', async () => {
    await plantBuyer(room, ERIKA, OTHER);
    await room.erase(ERIKA);
    await room.work();
    room.secret.text = NEW_SECRET;
    await room.rehash();
    await workToTheEnd();
    const customers = 'customer_id,price_group\nK-4711,gold\nK-9999,gold\n';

    const upload = await room.drop('demo/de/customers/again.csv', customers);
    const { previous: _, marks: __, ...lost } = JSON.parse(NEW_SECRET);
    room.secret.text = JSON.stringify(lost);

    expect(upload.rows).toMatchObject({ read: 2, accepted: 1 });
    await expect(room.drop('demo/de/customers/lost.csv', customers)).rejects.toThrow('as "marks"');
  });
});
