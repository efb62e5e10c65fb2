import { existsSync, readdirSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openDatabase } from '../../lib/stores/lake-database.ts';
import { importText } from './import-text.ts';
import { shareDatabase } from './share-database.ts';

const HEADER = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price,currency';
const shared = process.env.TRADEWIND_SHARED ?? '../shared';
const retail = join(shared, 'data/retail/online-retail.csv.gz');

async function aParquet(query: string): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), 'tradewind-parquet-'));
  const database = await openDatabase({ directory, memoryMib: 256 });
  try {
    await database.run(`COPY (${query}) TO '${directory}/o.parquet' (FORMAT parquet)`);
    return await readFile(`${directory}/o.parquet`);
  } finally {
    database.close();
    await rm(directory, { recursive: true, force: true });
  }
}

describe('importFile on files that cannot be used', () => {
  test.each([
    ['an empty file', 'o.csv', '', 'the file is empty'],
    ['blank lines', 'o.csv', '\n\n \n', 'the file is empty'],
    ['a header alone', 'o.csv', `${HEADER}\n`, 'the file holds a header and no rows'],
    ['bytes that are no text', 'o.csv', Buffer.of(0x80, 0x81, 0x8d, 0xff, 0xfe, 0x90), /^none of the first/],
    ['rows without a header', 'o.csv', '1,2\n3,4\n', /^none of the first 2 rows names columns/],
    ['a workbook cut off', 'o.xlsx', 'PK\u0003\u0004', 'the file is not a readable Excel workbook'],
    ['an unknown ending', 'o.pdf', '%PDF', /^the name ends in none of/],
    ['no JSON', 'o.json', '{', 'the file is not a JSON array of objects'],
    ['no Parquet', 'o.parquet', 'PAR1', 'the file is not a readable Parquet file'],
    ['20,000 columns', 'o.csv', 'x,'.repeat(20_000), 'the header has 20001 columns; at most 10000 are read'],
    ['a header that is one open quote', 'o.csv', '"order_id,sku\n', /^the header cannot be read/],
  ])('refuses %s with a reason', async (_name, fileName, content, reason) => {
    const { result } = await importText(content, { fileName });

    expect(result.state).toBe('rejected');
    expect(result.reason).toMatch(reason);
    expect(result.rows.read).toBe(0);
  });

  test('reads a row of 10,000 columns, and lines that end in every way', async () => {
    const wide = Array.from({ length: 9_997 }, (_, n) => `c${n}`).join(',');
    const { rows, result } = await importText(
      `sku,as_of,on_hand,${wide}\r\nA,2025-01-01,1,${wide}\rB,2025-01-01,2,${wide}\n\n,,,\r\nC,2025-01-01,3,${wide}`,
      { kind: 'stock' },
    );

    expect(result.state).toBe('accepted');
    expect(rows.map(({ sku, line }) => [sku, line])).toEqual([
      ['A', 2],
      ['B', 3],
      ['C', 6],
    ]);
  });

  test('refuses a gzip that is cut off, and stops a gzip bomb at the limit', async () => {
    const whole = gzipSync(`${HEADER}\n${'O1,1,2025-01-02,K1,A,1,2.50,EUR\n'.repeat(5000)}`);
    const cut = await importText(whole.subarray(0, whole.length / 2), { fileName: 'orders.csv' });
    const bomb = await importText(Buffer.alloc(50_000_000, 'a'), {
      fileName: 'orders.csv.gz',
      limits: { mostBytes: 1_000_000 },
    });

    expect(cut.result).toMatchObject({ state: 'rejected', reason: /cut off/ as never });
    expect(bomb.result.reason).toBe('the file holds more than 1000000 bytes of text');
  });

  test('stops a Parquet bomb at the limit: few bytes that say many rows, or long ones', async () => {
    const rows = await aParquet(
      `SELECT 'A' AS sku, DATE '2025-01-01' AS as_of, 1 AS on_hand FROM range(400000)`,
    );
    const cells = await aParquet(
      `SELECT repeat('A', 1000) AS sku, DATE '2025-01-01' AS as_of, 1 AS on_hand FROM range(1000)`,
    );

    for (const bomb of [rows, cells]) {
      const { result } = await importText(bomb, {
        kind: 'stock',
        fileName: 's.parquet',
        limits: { mostBytes: 1_000_000 },
      });
      expect([bomb.length < 10_000, result.reason]).toEqual([
        true,
        'the file holds more than 1000000 bytes of text',
      ]);
    }
  });

  test.each(['jsonl', 'json'])(
    'refuses a row longer than 1 MiB of a .%s file, and reads on',
    async (ending) => {
      const items = ['A', 'x'.repeat(6_000_000), 'B'].map((sku) =>
        JSON.stringify({ sku, as_of: '2025-01-01', on_hand: 3 }),
      );
      const text = ending === 'json' ? `[${items.join(',')}]` : items.join('\n');
      const { result, rows } = await importText(text, {
        kind: 'stock',
        fileName: `s.${ending}`,
        limits: { refusedShare: 0.5 },
      });

      expect(rows.map(({ sku }) => sku)).toEqual(['A', 'B']);
      expect(result.rejects).toEqual([
        { line: 2, column: '', value: '', reason: 'the row is longer than 1 MiB' },
      ]);
    },
  );

  (existsSync('/proc/self/fd') ? test : test.skip)(
    'closes a gzipped file that it stops reading',
    async () => {
      const packed = Buffer.from('sku,as_of,on_hand\n'.concat('A,2025-01-01,3\n'.repeat(200_000)));
      const openFiles = () => readdirSync('/proc/self/fd').length;
      const read = () =>
        importText(packed, { kind: 'stock', fileName: 's.csv.gz', limits: { mostBytes: 1 } });
      await read();
      const before = openFiles();

      for (let n = 0; n < 5; n++) await read();

      expect(openFiles()).toBeLessThanOrEqual(before);
    },
  );

  test('reads a file that grows meanwhile to some end of it, and counts what it read', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tradewind-growing-'));
    const file = join(directory, 'dropped');
    const rows = (from: number) =>
      Array.from({ length: 2000 }, (_, n) => `O${from + n},1,2025-01-02,K1,A,1,2.50,EUR\n`).join('');
    await writeFile(file, `${HEADER}\n${rows(0)}`);
    let isRead = false;
    const grow = async () => {
      for (let n = 1; !isRead && n < 20; n++) {
        // a line arrives in two pieces, as from a program that writes it slowly
        const more = rows(n * 2000);
        await appendFile(file, more.slice(0, 1013));
        await appendFile(file, more.slice(1013));
      }
    };
    const growing = grow();
    const { result, rows: accepted } = await importText(null, {
      file,
      query: 'SELECT count(*) AS n FROM rows',
    });
    isRead = true;
    await growing;
    await rm(directory, { recursive: true });

    const { read, quarantined, merged } = result.rows;
    expect(read).toBeGreaterThanOrEqual(2000);
    expect(read).toBe(result.rows.accepted + quarantined + merged);
    // at most the line that it met half written
    expect(quarantined).toBeLessThanOrEqual(1);
    expect(accepted).toEqual([{ n: result.rows.accepted }]);
  }, 60_000);

  test('holds a file whose share of refused rows passes 5 %: nothing enters the lake, the rows wait', async () => {
    const rows = Array.from(
      { length: 10 },
      (_, n) => `O${n},1,2025-01-02,K1,A,${n === 3 ? 'x' : 1},2.50,EUR`,
    );
    const { result, rejects } = await importText([HEADER, ...rows].join('\n'));

    expect(result.state).toBe('held');
    expect(result.parts).toEqual([]);
    expect(result.rows).toEqual({ read: 10, accepted: 0, merged: 0, quarantined: 1, waiting: 9 });
    expect(rejects).toContain('5,quantity,x,is not a number');
  });

  test('refuses a file of which every row was refused', async () => {
    const { result } = await importText(`${HEADER}\nO1,1,never,K1,A,1,2.50,EUR\n`);

    expect(result).toMatchObject({ state: 'rejected', rows: { read: 1, quarantined: 1 } });
  });
});

describe('the counts of an import', () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('A', '1', '2.50', '2025-01-02', 'EUR', 'K1', 'O1') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '"', '=x', 'é', '\u0000', '-1', '31.12.2025', '13/01/2025', ','),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  );
  const good = fc.nat(3).map((n) => [`O${n}`, '1', '2025-01-02', 'K1', 'A', '1', '2.50', 'EUR']);
  const wild = fc.array(cell, { maxLength: 10 });
  const table = fc.array(fc.oneof({ weight: 2, arbitrary: good }, { weight: 1, arbitrary: wild }), {
    maxLength: 12,
  });

  const shared = shareDatabase();

  test('add up for any text under a good header', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n', '\r'), async (rows, lineEnd) => {
        const text = [HEADER, ...rows.map((row) => row.join(','))].join(lineEnd);
        const { result } = await importText(text, {
          limits: { refusedShare: 1 },
          query: null,
          shared: shared(),
        });
        const { read, accepted, merged, quarantined, waiting } = result.rows;

        expect(accepted + merged + quarantined + waiting).toBe(read);
        expect(result.parts.length === 0).toBe(accepted === 0);
        // between two quotes lines are one field, as they should be
        if (!text.includes('"')) expect(read).toBeGreaterThanOrEqual(rows.filter(isGood).length);
      }),
      { numRuns: 100, seed: 7 },
    );
  }, 60_000);
});

const isGood = (row: readonly string[]) => row.length === 8 && row[7] === 'EUR' && row[2] === '2025-01-02';

describe('the Online Retail file', () => {
  const seen = existsSync(retail) ? test : test.skip;
  if (!existsSync(retail)) console.log(`skipped: ${retail} is not there`);

  /** The bytes that were published: Latin-1, dates like `12/1/10 8:26`; what is shared is UTF-8 with ISO dates. */
  const asPublished = (text: string) =>
    Buffer.from(
      text.replace(
        /,20(\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d),/g,
        (_all, year, month, day, hour, minute) =>
          `,${Number(month)}/${Number(day)}/${year} ${Number(hour)}:${minute},`,
      ),
      'latin1',
    );

  seen(
    'comes through whole as it was published, with the totals that others found in it',
    async () => {
      const market = { market: 'gb', currency: 'GBP', timeZone: 'Europe/London', pricesIncludeTax: false };
      const expected = JSON.parse(await readFile(join(shared, 'bench/purchasing/market.json'), 'utf8'));

      const published = asPublished(gunzipSync(await readFile(retail)).toString());
      const { result, rows } = await importText(published, {
        market,
        query: `SELECT count(DISTINCT order_id) AS orders, count(DISTINCT customer) AS customers,
          count(DISTINCT sku) AS skus, CAST(sum(round(quantity * unit_price_micros / 10000)) AS BIGINT) AS pence
        FROM rows WHERE NOT cancelled AND customer IS NOT NULL AND quantity > 0 AND unit_price_micros > 0 AND product`,
      });

      expect([published.includes(0xa3), published.includes(',12/1/10 8:26,')]).toEqual([true, true]);
      expect(result.reading).toMatchObject({ encoding: 'windows-1252', dateOrder: 'monthFirst' });
      // one row, an "Adjust bad debt" of −11,062.06, has a negative price
      expect(result.rejects).toMatchObject([{ column: 'unit_price', value: '-11062.06' }]);
      expect(result.rows).toEqual({
        read: 340_014,
        accepted: 340_013,
        merged: 0,
        quarantined: 1,
        waiting: 0,
      });
      expect(rows).toEqual([
        {
          orders: expected.orders,
          customers: expected.customers,
          skus: expected.skus,
          pence: Math.round(expected.revenue * 100),
        },
      ]);
    },
    240_000,
  );
});
