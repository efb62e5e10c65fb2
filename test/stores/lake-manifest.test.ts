import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rollBack } from '../../functions/api/settle-upload.ts';
import { type LakePlace, lakeKeys, type UploadKind } from '../../lib/domain/index.ts';
import { compactLake, currentRowsSql, type LakeManifest, publishManifests } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import { type LakeRoom, ORDERS, openLakeRoom } from './lake-room.ts';

let room: LakeRoom;
beforeAll(async () => {
  room = await openLakeRoom();
});
afterAll(async () => {
  await room.close();
});

const textAt = async (key: string) => Buffer.from(await room.lake.get(key)).toString('utf8');

/** The paths of the text that Athena reads. */
const pathsOf = async (place: LakePlace) =>
  (await textAt(lakeKeys.symlinks(place))).split('\n').filter((path) => path !== '');

const manifestOf = async (place: LakePlace): Promise<LakeManifest> =>
  JSON.parse(await textAt(lakeKeys.lakeManifest(place)));

/** Read as an engine outside does: the paths of the manifest, and the project's own query over what lies there. */
async function readOutside(place: LakePlace, sql = currentRowsSql('orders', 'orders')) {
  const folder = await mkdtemp(join(tmpdir(), 'tradewind-outside-'));
  const database = await openDatabase({ directory: folder, memoryMib: 256 });
  try {
    const paths = await pathsOf(place);
    const files = paths.map((_, number) => join(folder, `${number}.parquet`));
    for (const [number, path] of paths.entries())
      await room.lake.download(path.replace('s3://lake/', ''), files[number] ?? '');
    if (files.length === 0) return [];
    await database.run(`CREATE VIEW orders AS SELECT *, '${place.merchant}' AS merchant, '${place.market}' AS market
      FROM read_parquet([${files.map((file) => `'${file}'`).join(', ')}])`);
    const columns = 'order_id, line_key, ordered_on, sku, quantity, unit_price_micros, upload';
    return await database.run(`SELECT ${columns} FROM (${sql}) ORDER BY ALL`);
  } finally {
    database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function aLake() {
  const merchant = room.aMerchant();
  const place: LakePlace = { merchant: merchant.merchant, market: 'de', kind: 'orders' };
  const stores = { objects: room.lake, catalog: room.catalog };
  const readInside = () =>
    merchant.reading((lake) =>
      lake.run(
        'SELECT order_id, line_key, ordered_on, sku, quantity, unit_price_micros, upload FROM order_lines ORDER BY ALL',
      ),
    );
  const undo = (upload: string) =>
    rollBack(
      { uploads: room.uploads, catalog: room.catalog, dropped: room.dropped, lake: room.lake },
      { merchant: merchant.merchant, upload },
    );
  const compact = () =>
    compactLake(
      {
        ...stores,
        temporaryDirectory: room.temporaryDirectory,
        now: () => '2026-01-05T03:30:00.000Z',
        limits: { leastFiles: 2 },
      },
      place,
    );
  const publish = (kinds: UploadKind[] = ['orders']) => publishManifests(stores, { ...place, kinds });
  return { ...merchant, place, stores, readInside, undo, compact, publish };
}

describe('the manifest of a kind', () => {
  test('shows readers outside exactly the rows that runs see: after uploads, a roll-back, a compaction', async () => {
    const { drop, place, readInside, undo, compact, publish } = aLake();
    await drop('de/orders/1.csv', ORDERS, 'O1,1,2025-01-05,A,1,2.00', 'O2,1,2025-02-05,A,1,2.00');
    const second = await drop(
      'de/orders/2.csv',
      ORDERS,
      'O1,1,2025-02-06,A,7,2.00',
      'O3,1,2025-02-05,B,1,2.00',
    );
    const agree = async () => {
      const rows = await readOutside(place);
      expect(rows).toEqual(await readInside());
      return rows.map(({ order_id, quantity }) => [order_id, quantity]);
    };
    const withBoth = [
      ['O1', 7],
      ['O2', 1],
      ['O3', 1],
    ];

    expect(await agree()).toEqual(withBoth);
    await compact();
    await publish();
    expect(await agree()).toEqual(withBoth);
    expect((await pathsOf(place)).some((path) => path.startsWith('s3://lake/compacted/'))).toBe(true);
    await undo(second);

    expect(await agree()).toEqual([
      ['O1', 1],
      ['O2', 1],
    ]);
  });

  test('gives the same rows to the view that the documentation shows', async () => {
    const { drop, place, readInside } = aLake();
    await drop('de/orders/1.csv', ORDERS, 'O1,1,2025-01-05,A,1,2.00', 'O1,2,2025-01-05,A,3,2.00');
    await drop('de/orders/2.csv', ORDERS, 'O1,1,2025-02-06,A,7,2.00');
    const documentation = await readFile(new URL('../../docs/lake.md', import.meta.url), 'utf8');
    const view = /CREATE VIEW current_orders AS\n([^`]*)/.exec(documentation)?.[1] ?? '';

    expect(await readOutside(place, view)).toEqual(await readInside());
  });

  test('names files, rows, schema version and uploads, and the same bytes come from the same catalog', async () => {
    const { drop, place, publish } = aLake();
    const upload = await drop(
      'de/orders/1.csv',
      ORDERS,
      'O1,1,2025-01-05,A,1,2.00',
      'O2,1,2025-02-05,A,1,2.00',
    );

    const written = await textAt(lakeKeys.lakeManifest(place));
    await publish();

    expect(await textAt(lakeKeys.lakeManifest(place))).toBe(written);
    const path = (month: string) => `s3://lake/lake/${place.merchant}/de/orders/${month}/${upload}.parquet`;
    expect(await manifestOf(place)).toMatchObject({
      ...{ ...place, schemaVersion: 2, rows: 2 },
      files: [
        { path: path('2025-01'), month: '2025-01', rows: 1, schemaVersion: 2, uploads: 1 },
        { path: path('2025-02'), month: '2025-02', rows: 1, schemaVersion: 2, uploads: 1 },
      ],
      uploads: [{ upload, rows: 2, firstDate: '2025-01-05', lastDate: '2025-02-05' }],
    });
    expect(await pathsOf(place)).toEqual([path('2025-01'), path('2025-02')]);
  });

  test('is an empty text when the last upload is rolled back', async () => {
    const { drop, place, undo } = aLake();
    const upload = await drop('de/orders/1.csv', ORDERS, 'O1,1,2025-01-05,A,1,2.00');

    await undo(upload);

    expect(await textAt(lakeKeys.symlinks(place))).toBe('');
    expect(await manifestOf(place)).toMatchObject({ rows: 0, files: [], uploads: [] });
  });

  test('ends on the newest state though a slow writer writes an older one last', async () => {
    const { drop, place, stores } = aLake();
    await drop('de/orders/1.csv', ORDERS, 'O1,1,2025-01-05,A,1,2.00');
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let isFirst = true;
    // it has read the catalog with one upload, and its first write arrives only after all that follows
    const slow = publishManifests(
      {
        ...stores,
        objects: {
          bucket: 'lake',
          put: async (key, body, type) => {
            const waits = isFirst;
            isFirst = false;
            if (waits) await gate;
            await room.lake.put(key, body, type);
          },
        },
      },
      { ...place, kinds: ['orders'] },
    );
    await drop('de/orders/2.csv', ORDERS, 'O2,1,2025-01-06,A,1,2.00');
    expect(await pathsOf(place)).toHaveLength(2);

    open();
    await slow;

    expect(await pathsOf(place)).toHaveLength(2);
    expect((await manifestOf(place)).rows).toBe(2);
  });

  test('names both of two uploads that come at once', async () => {
    const { drop, place } = aLake();

    await Promise.all(
      [1, 2, 3, 4].map((n) => drop(`de/orders/${n}.csv`, ORDERS, `O${n},1,2025-01-05,A,1,2.00`)),
    );

    expect(await pathsOf(place)).toHaveLength(4);
  });
});
