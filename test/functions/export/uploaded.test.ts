import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPseudonyms } from '../../../lib/runtime/index.ts';
import { SECRET } from '../ingest/ingest-room.ts';
import { type ExportRoom, openExportRoom } from './export-room.ts';

let room: ExportRoom;
beforeAll(async () => {
  room = await openExportRoom();
});
afterAll(() => room.close());

const pseudonymOf = (code: string) => createPseudonyms(SECRET, 'demo').pseudonymOf(code);
const HEADER = 'order_id,line_id,ordered_at,sku,quantity,unit_price,customer_id';

describe('a file of orders', () => {
  beforeAll(async () => {
    await room.drop(
      'demo/de/orders/1.csv',
      [
        HEADER,
        'O-1,1,2025-11-03,A-1,4,2.50,K-1',
        'O-1,2,2025-11-03,B-1,-2,0.0135,K-1',
        'O-2,1,2025-11-04,A-1,1,3.00,=K',
      ].join('\n'),
    );
    // a correction of the first line
    await room.drop('demo/de/orders/2.csv', [HEADER, 'O-1,1,2025-11-03,A-1,5,2.50,K-1'].join('\n'));
    await room.drop('other/de/orders/1.csv', [HEADER, 'O-9,1,2025-11-03,X,1,1,K-1'].join('\n'));
  });

  test('has every line once, corrected, valued exactly, the buyer a pseudonym', async () => {
    const rows = await room.rowsOf(
      { kind: 'orders' },
      'order_id, line, ordered_on, customer, sku, kind, quantity, unit_price, amount, currency',
    );

    const first = { order_id: 'O-1', ordered_on: '2025-11-03', customer: pseudonymOf('K-1') };
    expect(rows.sort((a, b) => (`${a.order_id}${a.line}` < `${b.order_id}${b.line}` ? -1 : 1))).toEqual([
      {
        ...first,
        line: '1',
        sku: 'A-1',
        kind: 'sale',
        quantity: 5,
        unit_price: 2.5,
        amount: 12.5,
        currency: 'EUR',
      },
      {
        ...first,
        line: '2',
        sku: 'B-1',
        kind: 'return',
        quantity: -2,
        unit_price: 0.0135,
        amount: -0.03,
        currency: 'EUR',
      },
      {
        ...{ order_id: 'O-2', line: '1', ordered_on: '2025-11-04', customer: pseudonymOf('=K') },
        ...{ sku: 'A-1', kind: 'sale', quantity: 1, unit_price: 3, amount: 3, currency: 'EUR' },
      },
    ]);
  });

  test('ends on the day that was asked for', async () => {
    const made = await room.make({ kind: 'orders', asOf: '2025-11-03' });

    expect(made.file?.rows).toBe(2);
  });

  test('has the seller’s own codes where they were asked for, and the log says who saw whose', async () => {
    room.audit.length = 0;

    const lines = await room.linesOf({ kind: 'orders', customerCodes: true, by: 'anna', requestId: 'r-7' });

    expect(lines[0]).toMatch(/^customer_code,order_id,/);
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(
      expect.arrayContaining(['K-1', 'K-1', "'=K"]),
    );
    expect(room.audit).toEqual([
      [
        'customer codes shown',
        {
          ...{ merchant: 'demo', client: 'anna', requestId: 'r-7' },
          customers: [pseudonymOf('K-1'), pseudonymOf('=K')].sort(),
        },
      ],
    ]);
    expect(JSON.stringify(room.audit)).not.toContain('K-1');
  });

  test('opens no code where none was asked for', async () => {
    room.audit.length = 0;

    const text = (await room.linesOf({ kind: 'orders' })).join('\n');

    expect(text).not.toContain('K-1');
    expect(room.audit).toEqual([]);
  });
});

describe('a file of refused rows', () => {
  test('has every one of the market’s uploads and of those for all markets, or of one upload', async () => {
    // more rows than the upload's document shows, so that the file alone has them all
    const bad = Array.from({ length: 25 }, (_, row) => `O-${row},1,2025-11-03,A-1,many,1,K-1`);
    const good = Array.from({ length: 600 }, (_, row) => `P-${row},1,2025-11-03,A-1,1,1,K-1`);
    const first = await room.drop('demo/de/orders/bad.csv', [HEADER, ...bad, ...good].join('\n'));
    await room.drop(
      'demo/_all/products/bad.csv',
      'sku,list_price,currency\nA-1,=cmd,EUR\nB-1,2,EUR\nC-1,"a,""b""",EUR\n',
    );
    await room.drop('demo/jp/orders/bad.csv', [HEADER, 'J-1,1,2025-11-03,A-1,many,1,K-1'].join('\n'));
    await room.drop('other/de/orders/bad.csv', [HEADER, 'X-1,1,2025-11-03,A-1,many,1,K-1'].join('\n'));

    const all = await room.rowsOf({ kind: 'rejects' });
    const [, ...one] = await room.linesOf({ kind: 'rejects', upload: first.upload });
    const csv = (await room.linesOf({ kind: 'rejects' })).join('\n');

    expect(all).toHaveLength(first.rows.quarantined + 2);
    expect(new Set(all.map(({ market }) => market))).toEqual(new Set(['de', '_all']));
    expect(all.find(({ value }) => value === 'a,"b"')).toMatchObject({ file_name: 'bad.csv', line: 4 });
    expect(one.slice(0, -1)).toHaveLength(25);
    expect(one[0]).toMatch(
      new RegExp(`^${first.upload},de,orders,bad.csv,partlyAccepted,2026-01-05T06:00:00Z,2,quantity,many,`),
    );
    expect(csv).toContain("'=cmd");
    expect(csv).toContain('"a,""b"""');
  });
});
