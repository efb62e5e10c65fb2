import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Run, runKey, UpstreamError, uploadKey } from '../../../lib/domain/index.ts';
import { compactLake } from '../../../lib/stores/index.ts';
import { openPrivacyRoom, type PrivacyRoom } from './privacy-room.ts';

jest.setTimeout(120_000);

const ORDERS = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price';

let room: PrivacyRoom;
beforeAll(async () => {
  room = await openPrivacyRoom();
});
afterAll(() => room.close());

const drop = (name: string, ...lines: string[]) =>
  room.drop(`demo/de/orders/${name}.csv`, [ORDERS, ...lines].join('\n'));

describe('an erasure', () => {
  test('asked for again, by code or by pseudonym, gives the same receipt', async () => {
    await drop('twice', 'T1,1,2026-01-02,TWICE,A,1,1.00');
    const pseudonym = room.pseudonymOf('TWICE');

    const first = await room.erase(pseudonym);
    await room.work();
    const again = [await room.erase('TWICE'), await room.erase(pseudonym), await room.receipt(pseudonym)];

    expect(again.map(({ request, state }) => [request, state])).toEqual(
      [1, 2, 3].map(() => [first.request, 'done']),
    );
    expect(room.queue).toEqual([]);
  });

  test('of another merchant’s buyer, or of a pseudonym that nobody has, is not to be found', async () => {
    await drop('mine', 'M1,1,2026-01-02,MINE,A,1,1.00');
    const pseudonym = room.pseudonymOf('MINE');

    await expect(room.erase(pseudonym, 'other')).rejects.toThrow('there is no such customer');
    await expect(room.receipt('MINE', 'other')).rejects.toThrow('nobody has asked');
    expect((await room.whereIs(pseudonym)).length).toBeGreaterThan(0);
  });

  test('that dies after each single write goes on where it was, and its receipt counts everything once', async () => {
    await drop('dies', 'D1,1,2026-01-02,DIES,A,2,1.00', 'D2,1,2026-01-02,STAYS,A,3,1.00');
    await drop('dies-too', 'D3,1,2026-01-03,DIES,A,4,1.00');
    const demand = await room.demand();
    await room.erase('DIES');
    const [{ message } = { message: undefined }] = room.queue;
    if (message === undefined) throw new Error('nothing was sent');
    let deaths = 0;
    const once =
      <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>, seen: Set<string>) =>
      async (...args: Args): Promise<Result> => {
        const result = await work(...args);
        const what = JSON.stringify(args.slice(0, 2));
        if (seen.has(what)) return result;
        seen.add(what);
        deaths++;
        throw new UpstreamError('the process dies');
      };
    const [uploaded, removed, replaced] = [new Set<string>(), new Set<string>(), new Set<string>()];
    const mortal = {
      lake: { ...room.lake, upload: once(room.lake.upload, uploaded) },
      dropped: { ...room.dropped, remove: once(room.dropped.remove, removed) },
      catalog: { ...room.catalog, replace: once(room.catalog.replace, replaced) },
    };

    for (let tries = 0; tries < 20 && (await room.receipt('DIES')).state !== 'done'; tries++) {
      room.queue.splice(0, room.queue.length, { message, delaySeconds: 0 });
      await room.work(mortal).catch(() => undefined);
    }

    expect(deaths).toBeGreaterThanOrEqual(6);
    const receipt = await room.receipt('DIES');
    expect(receipt).toMatchObject({ state: 'done' });
    expect(receipt.held.filter(({ store }) => ['lake/orders', 'uploads'].includes(store))).toEqual([
      { store: 'lake/orders', objects: 2, rows: 2, done: 'made anonymous' },
      { store: 'uploads', objects: 2, rows: 2, done: 'removed' },
    ]);
    expect(await room.whereIs('DIES', room.pseudonymOf('DIES'))).toEqual([]);
    expect(await room.demand()).toEqual(demand);
  });

  test('with no time left stops after one store and sends itself a message', async () => {
    await drop('slow', 'S1,1,2026-01-02,SLOW,A,2,1.00');
    await room.erase('SLOW');
    let looks = 0;

    await room.work({}, { outOfTime: () => ++looks % 2 === 0 });

    expect((await room.receipt('SLOW')).state).toBe('done');
    expect(await room.whereIs('SLOW', room.pseudonymOf('SLOW'))).toEqual([]);
  });

  test('waits for a run that began before, and removes what it wrote', async () => {
    await drop('run', 'R1,1,2026-01-02,RUNS,A,2,1.00');
    const pseudonym = room.pseudonymOf('RUNS');
    const run: Run = {
      ...{ merchant: 'demo', market: 'de', runId: 'de-2026-01-05', asOf: '2026-01-05', state: 'running' },
      ...{ startedAt: '2026-01-06T08:59:00.000Z', series: 2, shards: 2 },
    };
    await room.runs.put(runKey('demo', run.runId), run);

    await room.erase('RUNS');
    await room.work();
    const waiting = await room.receipt('RUNS');
    const late = `segmentations/demo/de/2026-01-05.json`;
    await room.lake.put(
      'buyers/demo/de/late.jsonl',
      JSON.stringify({ list: [{ customer: pseudonym }] }),
      'application/json',
    );
    await room.lake.put(late, '{}', 'application/json');
    await room.runs.put(runKey('demo', run.runId), { ...run, state: 'finished' });
    expect(room.queue).toMatchObject([{ delaySeconds: 300 }]);
    for (const each of room.queue) each.delaySeconds = 0;
    await room.work();

    expect(waiting.state).toBe('waiting');
    const receipt = await room.receipt('RUNS');
    expect(receipt.state).toBe('done');
    expect(receipt.held).toContainEqual({ store: 'buyers', objects: 1, rows: 1, done: 'removed' });
    expect(await room.whereIs(pseudonym)).toEqual([]);
  });

  test('meets compaction: neither the merged file nor what is merged later has the buyer, and rows that count are the same', async () => {
    for (let n = 1; n <= 8; n++) await drop(`c${n}`, `C${n},1,2025-11-0${n},MERGED,C,${n},1.00`);
    const place = { merchant: 'demo', market: 'de' };
    const stores = {
      ...{ objects: room.lake, catalog: room.catalog, temporaryDirectory: room.temporaryDirectory },
      now: () => room.clock.now,
    };
    const { compacted } = await compactLake(stores, place);
    const demand = await room.demand();

    await room.erase('MERGED');
    await room.work();
    const after = await room.demand();
    const again = await compactLake(stores, place);

    expect([compacted, again.compacted].every((files) => files > 0)).toBe(true);
    expect([after, await room.demand()]).toEqual([demand, demand]);
    expect(await room.whereIs('MERGED', room.pseudonymOf('MERGED'))).toEqual([]);
  });

  test('closes an upload that waits for an answer and names the buyer, and says that it has to be sent again', async () => {
    const waits = await drop('waits', 'W1,1,03/04/2025,WAITS,A,2,1.00');
    const others = await drop('others', 'W2,1,03/04/2025,NOT-WAITS,A,2,1.00');

    await room.erase('WAITS');
    await room.work();

    expect([waits.state, others.state]).toEqual(['needsAnswer', 'needsAnswer']);
    expect((await room.receipt('WAITS')).uploadsToSendAgain).toEqual([waits.upload]);
    const now = await room.uploads.getAll('demo', [waits.upload, others.upload]);
    expect([waits, others].map(({ upload }) => now.get(upload)?.state)).toEqual(['rejected', 'needsAnswer']);
    expect(now.get(waits.upload)?.reason).toContain('send it again');
    expect((await room.dropped.list('demo/')).filter((key) => key.includes('waits'))).toEqual([]);
    expect(uploadKey('demo', waits.upload).pk).toBe('demo');
  });

  test('holds for later files: order lines are nobody’s, other rows are left out, the file goes, and demand counts all of it', async () => {
    await drop('before', 'L1,1,2026-01-02,LATER,L,5,1.00', 'L2,1,2026-01-02,FRIEND,L,1,1.00');
    const demand = await room.demand();
    await room.erase('LATER');
    await room.work();

    // the seller's system exports its whole history each day
    const again = await drop(
      'again',
      'L1,1,2026-01-02,LATER,L,5,1.00',
      'L2,1,2026-01-02,FRIEND,L,1,1.00',
      'L3,1,2026-01-03,LATER,L,0,0.00',
    );
    const customers = await room.drop(
      'demo/de/customers/c.csv',
      'customer_id,price_group\nLATER,gold\nFRIEND,gold\n',
    );

    expect([again.state, again.rows.accepted, customers.rows]).toMatchObject([
      'accepted',
      3,
      { read: 2, accepted: 1 },
    ]);
    expect(again.assumed).toContainEqual(expect.stringContaining('1 of its buyers were erased'));
    expect(await room.demand()).toEqual(demand);
    expect(await room.whereIs('LATER', room.pseudonymOf('LATER'))).toEqual([]);
    expect((await room.whereIs(room.pseudonymOf('FRIEND'))).length).toBeGreaterThan(1);
    expect((await room.dropped.list('demo/')).filter((key) => key.includes('again'))).toEqual([]);
  });
});
