import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogKey } from '../../lib/domain/index.ts';
import { storedColumns } from '../../lib/stores/lake-columns.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import { writePartFiles } from '../../lib/stores/lake-part-files.ts';
import { type LakeRoom, ORDERS, openLakeRoom } from './lake-room.ts';

let room: LakeRoom;
beforeAll(async () => {
  room = await openLakeRoom();
});
afterAll(async () => {
  await room.close();
});

describe('an upload in the lake', () => {
  test('is one file a month of its rows, all named by its one catalog entry', async () => {
    const { merchant, drop } = room.aMerchant();

    const upload = await drop(
      'de/orders/1.csv',
      ORDERS,
      'O1,1,2025-01-31,A,1,2.00',
      'O2,1,2025-02-01,A,1,2.00',
      'O3,1,2025-02-28,B,1,2.00',
    );

    const entry = await room.catalog.get(catalogKey(merchant, 'de', 'orders', upload));
    expect(entry?.value).toMatchObject({ rows: 3, firstDate: '2025-01-31', lastDate: '2025-02-28' });
    expect(entry?.value.files?.map(({ key, month, rows }) => [key, month, rows])).toEqual([
      [`lake/${merchant}/de/orders/2025-01/${upload}.parquet`, '2025-01', 1],
      [`lake/${merchant}/de/orders/2025-02/${upload}.parquet`, '2025-02', 2],
    ]);
  });

  test('keeps rows without a day apart, and a kind without days whole', async () => {
    const { merchant, drop } = room.aMerchant();

    const header = 'order_id,sku,quantity,ordered_on';
    const orders = await drop('de/purchase_orders/1.csv', header, 'P1,A,1,2025-01-05', 'P2,A,1,');
    const products = await drop('_all/products/1.csv', 'sku,name', 'A,one', 'B,two');

    const keys = await room.lake.list(`lake/${merchant}/`);
    expect(keys).toEqual([
      `lake/${merchant}/_all/products/${products}.parquet`,
      `lake/${merchant}/de/purchase_orders/2025-01/${orders}.parquet`,
      `lake/${merchant}/de/purchase_orders/undated/${orders}.parquet`,
    ]);
  });

  test('is ordered by day and line, and marked with the upload; the same rows in another order give the same bytes', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tradewind-part-'));
    const written = async (order: string) => {
      const database = await openDatabase({ directory, memoryMib: 256 });
      try {
        const columns = `'O' || range AS order_id, DATE '2025-01-01' + CAST(range % 28 AS INTEGER) AS ordered_on,
          'S' || (range * 7919) % 100 AS sku, CAST(range AS DOUBLE) AS quantity, range AS line`;
        const rest = [
          'customer',
          'currency',
          'unit',
          'channel',
          'status',
          'country',
          'description',
          'line_key',
        ]
          .map((name) => `NULL::VARCHAR AS ${name}`)
          .concat(['requested_on', 'shipped_on'].map((name) => `NULL::DATE AS ${name}`))
          .concat(['unit_price_micros', 'discount'].map((name) => `0 AS ${name}`))
          .concat(['false AS cancelled', 'true AS product']);
        await database.run(
          `CREATE TABLE accepted AS SELECT ${[columns, ...rest].join(', ')} FROM range(300000) ORDER BY ${order}`,
        );
        const request = { kind: 'orders', origin: { upload: 'u7', sequence: '7' }, directory } as const;
        const {
          parts: [part],
        } = await writePartFiles(database, request);
        const bytes = await readFile(part?.file ?? '');
        const rows = await database.run(
          `SELECT sku, ordered_on, upload, sequence FROM '${part?.file}' LIMIT 2`,
        );
        return { part, bytes, rows };
      } finally {
        database.close();
      }
    };
    try {
      const inOrder = await written('line');
      const shuffled = await written('hash(line)');

      const first = { ordered_on: '2025-01-01', upload: 'u7', sequence: '7' };
      // lines 0 and 28 are of the first day: 0 and 28 · 7919 = 221,732 modulo 100
      expect(inOrder.rows).toEqual([
        { sku: 'S0', ...first },
        { sku: 'S32', ...first },
      ]);
      expect(inOrder.part?.rows).toBe(300_000);
      expect(shuffled.part?.digest).toBe(inOrder.part?.digest);
      expect(shuffled.bytes.equals(inOrder.bytes)).toBe(true);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

describe('rows that come by day', () => {
  test('are written as they come, and give the bytes that sorting them gives, however often; other months are sorted', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tradewind-part-'));
    const filled = new Map([
      ['order_id', "'O' || range"],
      ['sku', "'S' || range % 97"],
      // January rises, February does not
      [
        'ordered_on',
        `CASE WHEN range < 150000 THEN DATE '2025-01-01' + CAST(range // 10000 AS INTEGER)
          ELSE DATE '2025-02-01' + CAST(range % 28 AS INTEGER) END`,
      ],
      ['line', 'range + 2'],
    ]);
    const columns = storedColumns('orders')
      .filter(({ name }) => !['upload', 'sequence'].includes(name))
      .map(({ name, type }) => `CAST(${filled.get(name) ?? 'NULL'} AS ${type}) AS ${name}`);
    const written = async (isByLine: boolean, rows: number) => {
      const database = await openDatabase({ directory, memoryMib: 256 });
      try {
        await database.run(`CREATE TABLE accepted AS SELECT ${columns.join(', ')} FROM range(${rows})`);
        const origin = { upload: 'u7', sequence: '7' };
        const { parts, ...days } = await writePartFiles(database, {
          ...{ kind: 'orders', origin, directory, isByLine },
        });
        return { files: parts.map(({ month, rows: count, digest }) => [month, count, digest]), days };
      } finally {
        database.close();
      }
    };
    try {
      const sorted = await written(false, 160_000);
      expect(sorted.days).toEqual({ firstDate: '2025-01-01', lastDate: '2025-02-28' });
      expect(sorted.files.map(([month, rows]) => [month, rows])).toEqual([
        ['2025-01', 150_000],
        ['2025-02', 10_000],
      ]);
      expect(await written(true, 160_000)).toEqual(sorted);
      expect(await written(true, 160_000)).toEqual(sorted);
      // one file is written by all threads
      const alone = await written(true, 150_000);
      expect(await written(true, 150_000)).toEqual(alone);
      expect(alone).toEqual(await written(false, 150_000));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

describe('a window of the lake', () => {
  const filesOf = (lake: { files: readonly { month: string | null }[] }) =>
    lake.files.map(({ month }) => month);

  test('leaves the months before it where they are', async () => {
    const { drop, reading } = room.aMerchant();
    await drop('de/orders/1.csv', ORDERS, 'O1,1,2023-01-05,A,1,2.00', 'O2,1,2025-01-05,A,1,2.00');
    await drop('de/orders/2.csv', ORDERS, 'O3,1,2025-01-06,A,1,2.00');

    const seen = await reading(
      async (lake) => ({ months: filesOf(lake), rows: await lake.run('SELECT order_id FROM order_lines') }),
      { window: { orders: '2025-01-06' } },
    );

    expect(seen.months).toEqual(['2025-01', '2025-01']);
    // whole months are read, so a row of a day before may be there too
    expect(seen.rows.map(({ order_id }) => order_id).sort()).toEqual(['O2', 'O3']);
  });

  test('lets a newer upload win that moved a line out of it, and one that moved a line into it', async () => {
    const { drop, reading } = room.aMerchant();
    await drop('de/orders/1.csv', ORDERS, 'O1,1,2025-01-05,A,1,2.00', 'O2,1,2023-03-05,A,1,2.00');
    await drop('de/orders/2.csv', ORDERS, 'O1,1,2023-02-05,A,2,2.00', 'O2,1,2025-01-07,A,2,2.00');

    const current = 'SELECT order_id, ordered_on, quantity FROM order_lines ORDER BY order_id';
    const seen = await reading((lake) => lake.run(current), { window: { orders: '2025-01-01' } });

    // the first upload's line of January is corrected by one of 2023, which is why that file is read
    expect(seen).toEqual([
      { order_id: 'O1', ordered_on: '2023-02-05', quantity: 2 },
      { order_id: 'O2', ordered_on: '2025-01-07', quantity: 2 },
    ]);
  });
});
