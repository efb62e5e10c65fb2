import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { amountMinor } from '../../lib/domain/index.ts';
import { type Lake, openLake } from '../../lib/stores/index.ts';
import { anEvent, type IngestRoom, openIngestRoom } from '../functions/ingest/ingest-room.ts';

const ORDER_HEADER = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price,status';

let room: IngestRoom;
let merchantNumber = 0;
let merchant: string;
beforeAll(async () => {
  room = await openIngestRoom();
});
afterAll(async () => {
  await room.close();
});
beforeEach(() => {
  merchantNumber += 1;
  merchant = `m${merchantNumber}`;
  room.dependencies.merchants = [{ merchant, name: merchant, markets: ['de', 'gb', 'jp'] }];
});

const drop = async (path: string, header: string, ...rows: string[]) => {
  const upload = await room.drop(`${merchant}/${path}`, [header, ...rows].join('\n'));
  expect([path, upload.state, upload.reason]).toEqual([path, 'accepted', null]);
};

async function withLake<Result>(
  use: (lake: Lake) => Promise<Result>,
  given: { market?: string; neighbours?: string[]; demandAsOf?: string } = {},
): Promise<Result> {
  const { lake: objects, catalog, temporaryDirectory } = room;
  const lake = await openLake({ objects, catalog, merchant, market: 'de', temporaryDirectory, ...given });
  try {
    return await use(lake);
  } finally {
    await lake.close();
  }
}

describe('openLake', () => {
  test('shows of an order line the latest upload, and of other lines what was there', async () => {
    await drop('de/orders/1.csv', ORDER_HEADER, 'O1,1,2025-01-01,K,A,5,2.00,', 'O1,2,2025-01-01,K,B,1,2.00,');
    await drop('de/orders/2.csv', ORDER_HEADER, 'O1,1,2025-01-01,K,A,7,2.00,', 'O2,1,2025-01-02,K,A,1,2.00,');

    const rows = await withLake((lake) =>
      lake.run('SELECT order_id, line_key, quantity FROM order_lines ORDER BY ALL'),
    );

    expect(rows.map(({ order_id, line_key, quantity }) => [order_id, line_key, quantity])).toEqual([
      ['O1', 'id 1', 7],
      ['O1', 'id 2', 1],
      ['O2', 'id 1', 1],
    ]);
  });

  test('shows the later of two files under one key, whichever is read first', async () => {
    const key = `${merchant}/de/orders/same.csv`;
    const dropAs = async (number: number, quantity: number) => {
      await room.dropped.put(key, `${ORDER_HEADER}\nO1,1,2025-01-01,K,A,${quantity},2.00,`, 'text/csv');
      await room.ingest({ body: anEvent(key, number), again: false });
    };
    await dropAs(9002, 7);
    await dropAs(9001, 5);

    expect(await withLake((lake) => lake.run('SELECT quantity FROM order_lines'))).toEqual([{ quantity: 7 }]);
  });

  test("replaces the equal lines of a file without line ids by the same file's again", async () => {
    const header = 'order_id,ordered_at,sku,quantity,unit_price';
    const lines = ['O1,2025-01-01,A,1,2.00', 'O1,2025-01-01,A,1,2.00'];
    await drop('de/orders/1.csv', header, ...lines);
    await drop('de/orders/1.csv', header, ...lines);

    expect(await withLake((lake) => lake.run('SELECT count(*) AS n FROM order_lines'))).toEqual([{ n: 2 }]);
  });

  test('puts sales, lines cancelled in place, cancellations and returns apart, each with its amount', async () => {
    await drop(
      'jp/orders/1.csv',
      ORDER_HEADER,
      'O1,1,2025-01-01,K,A,3,150.5,shipped',
      'O1,2,2025-01-01,K,A,2,100,Cancelled',
      'O2,1,2025-01-02,K,A,-1,100,cancelled',
      'O3,1,2025-01-03,K,A,-1,100,shipped',
    );

    const rows = await withLake((lake) => lake.run('FROM order_lines ORDER BY order_id, line_key'), {
      market: 'jp',
    });

    // a yen has no minor unit: 3 × 150.5 = 451.5, away from zero
    expect(rows.map(({ kind, quantity, amount_minor }) => [kind, quantity, amount_minor])).toEqual([
      ['sale', 3, 452],
      ['cancelled', 2, 200],
      ['cancelled', -1, -100],
      ['return', -1, -100],
    ]);
  });

  test('counts as demand what was asked for and not undone: the same quantity first, the newest first', async () => {
    await drop(
      'de/orders/1.csv',
      ORDER_HEADER,
      'O1,1,2025-01-01,K,A,5,2.00,',
      'O2,1,2025-01-02,K,A,5,2.00,',
      'O3,1,2025-01-03,K,A,9,2.00,',
      'O4,1,2025-01-04,L,A,5,2.00,',
      'C1,1,2025-01-05,K,A,-5,2.00,cancelled',
      'C2,1,2025-01-05,K,A,-4,2.00,cancelled',
      'C3,1,2025-01-05,L,A,-6,2.00,cancelled',
      'O5,1,2025-01-06,K,A,-2,2.00,returned',
      'O6,1,2025-01-07,,A,3,0.00,',
      'O7,1,2025-01-08,,A,3,2.00,',
    );

    const demandAsOf = async (day: string) => {
      const rows = await withLake(
        (lake) => lake.run('SELECT ordered_on, units FROM order_demand ORDER BY ordered_on'),
        { demandAsOf: day },
      );
      return rows.map(({ ordered_on, units }) => [ordered_on, units]);
    };

    expect(await demandAsOf('2025-01-08')).toEqual([
      ['2025-01-01', 5],
      ['2025-01-03', 5],
      ['2025-01-04', 5],
      ['2025-01-08', 3],
    ]);
    // the cancellations of the fifth are not known yet
    expect(await demandAsOf('2025-01-04')).toEqual([
      ['2025-01-01', 5],
      ['2025-01-02', 5],
      ['2025-01-03', 9],
      ['2025-01-04', 5],
      ['2025-01-08', 3],
    ]);
  });

  test('undoes two equal sales by two equal cancellations', async () => {
    await drop(
      'de/orders/1.csv',
      ORDER_HEADER,
      'O1,1,2025-01-01,K,A,5,2.00,',
      'O2,1,2025-01-01,K,A,5,2.00,',
      'O3,1,2025-01-01,,A,5,2.00,',
      'C1,1,2025-01-02,K,A,-5,2.00,cancelled',
      'C2,1,2025-01-02,K,A,-5,2.00,cancelled',
    );

    const rows = await withLake((lake) => lake.run('SELECT customer, units FROM order_demand'), {
      demandAsOf: '2025-01-02',
    });

    expect(rows).toEqual([{ customer: null, units: 5 }]);
  });

  test("prefers the market's own row to that for all markets, whichever came later", async () => {
    await drop('de/products/1.csv', 'sku,name', 'A,ours');
    await drop('_all/products/1.csv', 'sku,name', 'A,for all', 'B,for all');

    const rows = await withLake((lake) => lake.run('SELECT sku, name FROM products ORDER BY sku'));

    expect(rows).toEqual([
      { sku: 'A', name: 'ours' },
      { sku: 'B', name: 'for all' },
    ]);
  });

  test("keeps markets apart: a neighbour's lines are there only where asked for, and never in order_lines", async () => {
    await drop('de/orders/1.csv', ORDER_HEADER, 'O1,1,2025-01-01,K,A,1,2.00,');
    await drop('gb/orders/1.csv', ORDER_HEADER, 'O1,1,2025-01-01,K,A,2,2.00,');

    const count =
      'SELECT (SELECT count(*) FROM order_lines) AS own, (SELECT count(*) FROM market_order_lines) AS every';
    const alone = await withLake((lake) => lake.run(count));
    const shared = await withLake((lake) => lake.run(count), { neighbours: ['gb'] });

    expect(alone).toEqual([{ own: 1, every: 1 }]);
    expect(shared).toEqual([{ own: 1, every: 2 }]);
  });

  test('has every relation, empty, where nothing was uploaded, and leaves nothing on disk', async () => {
    const rows = await withLake((lake) =>
      lake.run('SELECT (SELECT count(*) FROM order_lines) AS lines, (SELECT count(*) FROM prices) AS prices'),
    );

    expect(rows).toEqual([{ lines: 0, prices: 0 }]);
    expect(await readdir(room.temporaryDirectory)).toEqual([]);
  });

  test('values a line in SQL as lib/domain does', async () => {
    const line = fc.record({
      quantity: fc.integer({ min: -5000, max: 5000 }).map((hundredths) => hundredths / 100),
      micros: fc.integer({ min: 0, max: 50_000_000 }),
    });
    const lines = fc.sample(line, { numRuns: 400, seed: 11 });
    const rows = lines.map(
      ({ quantity, micros }, n) => `O${n},1,2025-01-01,K,A,${quantity},${(micros / 1e6).toFixed(6)},`,
    );
    await drop('de/orders/1.csv', ORDER_HEADER, ...rows);

    const amounts = await withLake((lake) => lake.run('SELECT order_id, amount_minor FROM order_lines'));

    for (const { order_id, amount_minor } of amounts) {
      const { quantity, micros } = lines[Number(String(order_id).slice(1))]!;
      expect([order_id, amount_minor]).toEqual([order_id, amountMinor(quantity, micros, 'EUR')]);
    }
  });
});
