import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { catalogKey, compactionKey, lakeKeys } from '../../lib/domain/index.ts';
import { compactLake, type Lake, type Row } from '../../lib/stores/index.ts';
import { type LakeRoom, ORDERS, openLakeRoom } from './lake-room.ts';

let room: LakeRoom;
beforeAll(async () => {
  room = await openLakeRoom();
});
afterAll(async () => {
  await room.close();
});

const NIGHT = '2026-01-05T03:30:00.000Z';
const CURRENT = 'SELECT order_id, line_key, ordered_on, sku, quantity, upload FROM order_lines ORDER BY ALL';

/** A lake of one merchant, with what a night and a roll-back do to it. */
function aLake(leastFiles = 3) {
  const merchant = room.aMerchant();
  const { place } = merchant;
  const compact = (now = NIGHT) =>
    compactLake(
      { ...place, objects: room.lake, catalog: room.catalog, now: () => now, limits: { leastFiles } },
      { merchant: merchant.merchant, market: 'de' },
    );
  const rollBack = (upload: string, kind: 'orders' | 'forecasts' = 'orders') =>
    room.catalog.remove(catalogKey(merchant.merchant, 'de', kind, upload));
  const compacted = () => room.lake.list(`compacted/${merchant.merchant}/`);
  const current = () => merchant.reading((lake) => lake.run(CURRENT));
  const files = () => merchant.reading(async (lake) => lake.files.map(({ isCompacted }) => isCompacted));
  const entryOf = (month: string) =>
    room.catalog.compactions.get(
      compactionKey({ merchant: merchant.merchant, market: 'de', kind: 'orders' }, month),
    );
  return { ...merchant, compact, rollBack, compacted, current, files, entryOf };
}

const line = (order: number, day: string, quantity: number) =>
  `O${order},1,${day},S${order % 3},${quantity},2.00`;

describe('compactLake', () => {
  test('makes one file of many of a month, and every row stays with its upload, sequence and line', async () => {
    const { drop, compact, current, files, reading } = aLake();
    for (const n of [1, 2, 3])
      await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', n), line(9, '2025-01-06', n));
    const origin = (lake: Lake) =>
      lake.run('SELECT order_id, upload, sequence, line FROM all_orders WHERE order_id <> $1 ORDER BY ALL', [
        'O9',
      ]);
    const before = { current: await current(), origin: await reading(origin) };

    expect(await compact()).toEqual({ compacted: 1, removed: 0 });

    expect(await files()).toEqual([true]);
    expect({ current: await current(), origin: await reading(origin) }).toEqual(before);
    // of the line that every file corrected only the last is kept
    expect(
      await reading((lake) => lake.run("SELECT quantity FROM all_orders WHERE order_id = 'O9'")),
    ).toEqual([{ quantity: 3 }]);
  });

  test('leaves a month with few files alone, and finds nothing to do the second time', async () => {
    const { drop, compact, compacted } = aLake();
    for (const n of [1, 2, 3]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', 1));
    await drop('de/orders/4.csv', ORDERS, line(4, '2025-02-05', 1));

    expect((await compact()).compacted).toBe(1);
    const keys = await compacted();
    expect((await compact()).compacted).toBe(0);

    expect(await compacted()).toEqual(keys);
    expect(keys.map((key) => key.split('/').slice(-2)[0])).toEqual(['2025-01']);
  });

  test('makes the same bytes from the same uploads', async () => {
    const { merchant, drop, compact, compacted } = aLake();
    for (const n of [1, 2, 3]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', 1));
    const again = async () => {
      await room.catalog.compactions.remove(
        compactionKey({ merchant, market: 'de', kind: 'orders' }, '2025-01'),
      );
      await compact();
      const [key = '', ...others] = await compacted();
      expect(others).toEqual([]);
      return Buffer.from(await room.lake.get(key)).toString('base64');
    };

    const first = await again();

    expect(await again()).toBe(first);
  });

  test('is passed over as soon as one of its uploads is rolled back, and made anew the next night', async () => {
    const { drop, compact, current, files, rollBack } = aLake();
    const uploads: string[] = [];
    for (const n of [1, 2, 3, 4])
      uploads.push(await drop(`de/orders/${n}.csv`, ORDERS, line(9, '2025-01-05', n)));
    await compact();

    await rollBack(uploads[3] ?? '');

    expect((await current()).map(({ quantity }) => quantity)).toEqual([3]);
    expect(await files()).toEqual([false, false, false]);
    await compact();
    expect((await current()).map(({ quantity }) => quantity)).toEqual([3]);
    expect(await files()).toEqual([true]);
  });

  test('does not stand for an upload that was read again with other bytes', async () => {
    const { merchant, drop, compact, files } = aLake();
    const upload = await drop('de/orders/1.csv', ORDERS, line(1, '2025-01-05', 1));
    for (const n of [2, 3]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', 1));
    await compact();

    const at = catalogKey(merchant, 'de', 'orders', upload);
    const entry = await room.catalog.get(at);
    if (entry === undefined) throw new Error('no entry');
    const changed = (entry.value.files ?? []).map((file) => ({ ...file, digest: 'other' }));
    await room.catalog.put(at, { ...entry.value, files: changed });

    expect(await files()).toEqual([false, false, false]);
  });

  test('gives way to another process that compacts the same month, and neither harms the other', async () => {
    const { drop, compact, current, files, compacted } = aLake();
    for (const n of [1, 2, 3]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', n));
    const before = await current();

    const results = await Promise.all([compact(), compact(), compact()]);

    const written = results.reduce((sum, result) => sum + result.compacted, 0);
    expect([1, 2, 3]).toContain(written);
    expect(await current()).toEqual(before);
    expect(await files()).toEqual([true]);
    // what a loser wrote is removed the day after
    await compact('2026-01-07T03:30:00.000Z');
    expect(await compacted()).toHaveLength(1);
  });

  test('removes what it superseded a day later, and what a process that died had begun', async () => {
    const { merchant, drop, compact, compacted, entryOf } = aLake();
    for (const n of [1, 2, 3]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', n));
    await compact();
    for (const n of [4, 5]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', n));
    await compact();
    expect(await compacted()).toHaveLength(2);
    const begun = lakeKeys.compacted({ merchant, market: 'de', kind: 'orders' }, '2025-01', '9-dead');
    await room.lake.put(begun, 'half a file', 'text/plain');
    const stored = await entryOf('2025-01');
    if (stored === undefined) throw new Error('no compaction');
    const leftovers = [...stored.value.leftovers, { key: begun, since: NIGHT }];
    await room.catalog.compactions.replace(
      compactionKey({ merchant, market: 'de', kind: 'orders' }, '2025-01'),
      { ...stored.value, leftovers },
      stored.version,
    );

    expect((await compact('2026-01-05T23:00:00.000Z')).removed).toBe(0);
    expect((await compact('2026-01-06T04:00:00.000Z')).removed).toBe(2);

    expect(await compacted()).toEqual([(await entryOf('2025-01'))?.value.current?.key]);
  });

  test('merges the other months where one cannot be merged, and says so', async () => {
    const { drop, compact, current, files, rollBack } = aLake();
    const lost: string[] = [];
    for (const n of [1, 2, 3, 4]) {
      const upload = await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', n));
      lost.push(upload);
    }
    for (const n of [5, 6, 7]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-02-05', n));
    const [file = ''] = (await room.lake.list('lake/')).filter((key) => key.includes(lost[0] ?? '?'));
    await room.lake.put(file, 'no Parquet', 'text/plain');

    await expect(compact()).rejects.toThrow('1 of 2 groups of files were not merged');

    await rollBack(lost[0] ?? '');
    expect(await files()).toEqual([false, false, false, true]);
    expect(await current()).toHaveLength(6);
  });

  test('does not stand in for its uploads where newer code has made it', async () => {
    const { merchant, drop, compact, entryOf, current, files } = aLake();
    for (const n of [1, 2, 3]) await drop(`de/orders/${n}.csv`, ORDERS, line(n, '2025-01-05', n));
    await compact();
    const before = await current();
    const stored = await entryOf('2025-01');
    if (stored === undefined || stored.value.current === null) throw new Error('no compaction');
    const newer = { ...stored.value.current, schemaVersion: stored.value.current.schemaVersion + 1 };

    const at = compactionKey({ merchant, market: 'de', kind: 'orders' }, '2025-01');
    await room.catalog.compactions.replace(at, { ...stored.value, current: newer }, stored.version);

    expect(await files()).toEqual([false, false, false]);
    expect(await current()).toEqual(before);
  });

  test('keeps every row of forecasts: a correction does not undo what was said before', async () => {
    const { drop, compact, reading } = aLake();
    for (const n of [1, 2, 3]) await drop(`de/forecasts/${n}.csv`, 'sku,date,mean', `A,2026-01-10,${n}`);

    expect((await compact()).compacted).toBe(1);

    const said = await reading((lake) => lake.run('SELECT mean FROM all_forecasts ORDER BY sequence'));
    expect(said).toEqual([{ mean: 1 }, { mean: 2 }, { mean: 3 }]);
  });

  test('rewrites what an older schema version left, though it is one file', async () => {
    const { merchant, drop, compact, current, reading } = aLake();
    const upload = await drop('de/orders/1.csv', ORDERS, line(1, '2025-01-05', 1));
    const at = catalogKey(merchant, 'de', 'orders', upload);
    const entry = await room.catalog.get(at);
    const [file] = entry?.value.files ?? [];
    if (entry === undefined || file === undefined) throw new Error('no file');
    const { files: _, ...older } = entry.value;
    await room.catalog.put(at, { ...older, key: file.key, schemaVersion: 1 });
    const before = await current();

    expect((await compact()).compacted).toBe(1);

    expect(await current()).toEqual(before);
    expect(await reading(async (lake) => lake.files.map(({ schemaVersion }) => schemaVersion))).toEqual([2]);
  });
});

/** What may happen to a lake: uploads and corrections, roll-backs, nights. */
type Step =
  | { does: 'upload'; lines: { order: number; month: number; quantity: number }[] }
  | { does: 'rollBack'; of: number }
  | { does: 'compact' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('upload' as const),
      lines: fc.uniqueArray(
        fc.record({
          order: fc.integer({ min: 1, max: 5 }),
          month: fc.integer({ min: 1, max: 3 }),
          quantity: fc.integer({ min: 1, max: 9 }),
        }),
        { minLength: 1, maxLength: 4, selector: ({ order }) => order },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('rollBack' as const), of: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.constant({ does: 'compact' as const }) },
);

describe('any sequence of uploads, corrections, roll-backs and compactions', () => {
  const runs = process.env.TRADEWIND_FULL === undefined ? 4 : 60;

  test('shows the rows that a replay of the uploads in order shows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const { drop, compact, rollBack, current } = aLake(2);
        const uploads: { upload: string; lines: { order: number; month: number; quantity: number }[] }[] = [];
        for (const [place, done] of steps.entries()) {
          if (done.does === 'compact') await compact();
          if (done.does === 'rollBack') {
            const [gone] = uploads.splice(done.of % Math.max(1, uploads.length), 1);
            if (gone !== undefined) await rollBack(gone.upload);
          }
          if (done.does === 'upload') {
            const rows = done.lines.map(({ order, month, quantity }) =>
              line(order, `2025-0${month}-05`, quantity),
            );
            uploads.push({
              upload: await drop(`de/orders/${place}.csv`, ORDERS, ...rows),
              lines: done.lines,
            });
          }
        }

        const seen = (await current()).map(({ order_id, ordered_on, quantity, upload }: Row) => [
          order_id,
          ordered_on,
          quantity,
          upload,
        ]);

        const replayed = new Map<number, unknown[]>();
        for (const { upload, lines } of uploads)
          for (const { order, month, quantity } of lines)
            replayed.set(order, [`O${order}`, `2025-0${month}-05`, quantity, upload]);
        expect(seen).toEqual([...replayed].sort(([a], [b]) => a - b).map(([, row]) => row));
      }),
      { numRuns: runs, seed: 17 },
    );
  }, 900_000);
});
