import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { importText } from './import-text.ts';

const data = (name: string) => readFile(new URL(`../data/${name}`, import.meta.url));
const HEADER = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price,currency';
/** Twenty good rows, so that one bad row stays within the limit of 5 %. */
const goodRows = Array.from({ length: 20 }, (_, n) => `G${n},1,2025-01-02,K1,A,1,2.50,EUR`);
const withBad = (...bad: string[]) => [HEADER, ...goodRows, ...bad].join('\n');

describe('importFile on the exports people have', () => {
  test("reads a German Excel export: mark, semicolons, decimal commas, dotted dates; persons' columns end there", async () => {
    const { result, rows } = await importText(await data('orders-excel-de.csv'));

    expect(result.state).toBe('accepted');
    expect(result.reading).toMatchObject({ delimiter: ';', encoding: 'utf-8', decimalMark: ',' });
    expect(result.rows).toEqual({ read: 3, accepted: 3, merged: 0, quarantined: 0, waiting: 0 });
    expect([result.firstDate, result.lastDate]).toEqual(['2025-11-03', '2025-11-14']);
    expect(rows.map((row) => [row.ordered_on, row.customer, row.quantity, row.unit_price_micros])).toEqual([
      ['2025-11-03', '~K-7', 1000, 13_500],
      ['2025-11-03', '~K-7', 12, 1_234_500_000],
      ['2025-11-14', null, -5, 13_500],
    ]);
    // offen, storniert, cancelled
    expect(rows.map(({ cancelled, currency }) => [cancelled, currency])).toEqual([
      [false, 'EUR'],
      [true, 'EUR'],
      [true, 'EUR'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Erika|example\.org/);
  });

  test('reads bytes that are no UTF-8 as windows-1252', async () => {
    const { result, rows } = await importText(await data('stock-latin-1.csv'), { kind: 'stock' });

    expect(result.reading?.encoding).toBe('windows-1252');
    expect(result.assumed).toContain('encoding windows-1252 (the file is not valid UTF-8)');
    expect(rows).toMatchObject([{ sku: 'Café', location: 'München', on_hand: 5 }]);
  });

  test('reads the UCI layout: m/d/yy, C… cancels, codes in one case, postage is no product, equal lines are two', async () => {
    const market = { market: 'gb', currency: 'GBP', timeZone: 'Europe/London', pricesIncludeTax: false };
    const { result, rows } = await importText(await data('online-retail-excerpt.csv'), { market });

    expect(result.state).toBe('accepted');
    expect(result.reading?.profile).toBe('UCI Online Retail');
    expect(rows.map((row) => [row.sku, row.line_key, row.ordered_on, row.cancelled, row.product])).toEqual([
      ['85123A', '85123A 1', '2010-12-01', false, true],
      ['85123A', '85123A 2', '2010-12-01', false, true],
      ['POST', 'POST 1', '2010-12-01', false, false],
      ['22752', '22752 1', '2010-12-02', false, true],
      ['85123A', '85123A 1', '2010-12-13', true, true],
    ]);
  });

  test('takes in what is whole of a file that was cut off, and refuses the rest with its line', async () => {
    const { result } = await importText(await data('orders-cut-off.csv'), { limits: { refusedShare: 0.5 } });

    expect(result.state).toBe('partlyAccepted');
    expect(result.rows).toEqual({ read: 3, accepted: 2, merged: 0, quarantined: 1, waiting: 0 });
    expect(result.rejects).toEqual([
      { line: 4, column: '', value: '', reason: 'the row has 2 fields, the header 5' },
    ]);
  });

  test('reads JSON Lines, where 1.234 is a number and a broken line is one refused row', async () => {
    const { result, rows } = await importText(await data('stock.jsonl'), {
      kind: 'stock',
      fileName: 'stock.jsonl',
      limits: { refusedShare: 0.9 },
    });

    expect(rows.map(({ sku, on_hand }) => [sku, on_hand])).toEqual([
      ['A', 1.234],
      ['C', 7],
    ]);
    expect(result.rejects).toEqual([
      { line: 2, column: 'on_hand', value: 'many', reason: 'is not a number' },
      { line: 3, column: '', value: '', reason: 'the line is not JSON' },
    ]);
  });

  test('keeps the encoding of a file that was cut off within a letter', async () => {
    const cut = Buffer.concat([Buffer.from('sku,as_of,on_hand\nGrün,2025-01-01,3\nSch'), Buffer.of(0xc3)]);
    const { result, rows } = await importText(cut, { kind: 'stock', limits: { refusedShare: 0.5 } });

    expect(rows).toMatchObject([{ sku: 'Grün' }]);
    expect(result.rows).toMatchObject({ read: 2, accepted: 1, quarantined: 1 });
  });

  test('reads gzip, a JSON array and tab-separated text alike', async () => {
    const json = JSON.stringify([{ sku: 'A', as_of: '2025-01-01', on_hand: 3 }]);
    const tabs = 'sku\tas_of\ton_hand\nA\t2025-01-01\t3\n';
    const kind = 'stock';

    for (const [fileName, text] of [
      ['s.json', json],
      ['s.tsv', tabs],
      ['s.csv.gz', tabs],
    ] as const) {
      const { rows } = await importText(text, { fileName, kind });
      expect(rows).toMatchObject([{ sku: 'A', as_of: '2025-01-01', on_hand: 3 }]);
    }
  });
});

describe('importFile on values', () => {
  test.each([
    ['no order id', ',1,2025-01-02,K1,A,1,2.50,EUR', 'order_id', 'is missing'],
    ['a blank SKU', 'X,1,2025-01-02,K1,  ,1,2.50,EUR', 'sku', 'is missing'],
    ['a day that is not', 'X,1,2025-02-30,K1,A,1,2.50,EUR', 'ordered_at', 'is not a date'],
    ['the year 20255', 'X,1,20255-01-01,K1,A,1,2.50,EUR', 'ordered_at', 'is not a date'],
    ['the year 1989', 'X,1,1989-12-31,K1,A,1,2.50,EUR', 'ordered_at', 'is not within the years 1990 to 2100'],
    ['words for units', 'X,1,2025-01-02,K1,A,six,2.50,EUR', 'quantity', 'is not a number'],
    ['NaN units', 'X,1,2025-01-02,K1,A,NaN,2.50,EUR', 'quantity', 'is not a number'],
    ['1e15 units', 'X,1,2025-01-02,K1,A,1e15,2.50,EUR', 'quantity', 'is above 1000000000'],
    ['-1e15 units', 'X,1,2025-01-02,K1,A,-1e15,2.50,EUR', 'quantity', 'is below -1000000000'],
    ['1e-20 units', 'X,1,2025-01-02,K1,A,1e-20,2.50,EUR', 'quantity', 'is nearer to 0 than 0.000001'],
    ['a negative price', 'X,1,2025-01-02,K1,A,1,-2.50,EUR', 'unit_price', 'is below 0'],
    ['a price of 1e-7', 'X,1,2025-01-02,K1,A,1,0.0000001,EUR', 'unit_price', 'is below a millionth'],
    ['a price of 1e30', 'X,1,2025-01-02,K1,A,1,1e30,EUR', 'unit_price', 'is not below 1000000000'],
    [
      'a price of forty digits',
      `X,1,2025-01-02,K1,A,1,${'9'.repeat(40)},EUR`,
      'unit_price',
      'is not below 1000000000',
    ],
    [
      'an amount whose sums are not exact',
      'X,1,2025-01-02,K1,A,9e8,9e8,EUR',
      'unit_price',
      'times the quantity is above 100000000000',
    ],
    ['a price of 1e9', 'X,1,2025-01-02,K1,A,1,1000000000,EUR', 'unit_price', 'is not below 1000000000'],
    ['circled digits', 'X,1,2025-01-02,K1,A,①②,2.50,EUR', 'quantity', 'is not a number'],
    ['a letter O for a zero', 'X,1,2025-01-02,K1,A,1O,2.50,EUR', 'quantity', 'is not a number'],
    ['mathematical digits', 'X,1,2025-01-02,K1,A,𝟏𝟐,2.50,EUR', 'quantity', 'is not a number'],
    [
      "another market's currency",
      'X,1,2025-01-02,K1,A,1,2.50,USD',
      'currency',
      "is not the market's currency EUR",
    ],
    ['no currency at all', 'X,1,2025-01-02,K1,A,1,2.50,EURO', 'currency', 'is not a currency of ISO 4217'],
    ['a field too few', 'X,1,2025-01-02,K1,A,1,2.50', '', 'the row has 7 fields, the header 8'],
    ['a field too many', 'X,1,2025-01-02,K1,A,1,2.50,EUR,9', '', 'the row has 9 fields, the header 8'],
    ['a NUL byte', 'X,1,2025-01-02,K1,A\u0000,1,2.50,EUR', '', 'the row holds a NUL byte'],
    ['an open quote', 'X,1,2025-01-02,K1,"A,1,2.50,EUR', '', 'a quote is opened and never closed'],
  ])('refuses the row with %s', async (_name, row, column, reason) => {
    const { result } = await importText(withBad(row));

    expect(result.state).toBe('partlyAccepted');
    expect(result.rows).toEqual({ read: 21, accepted: 20, merged: 0, quarantined: 1, waiting: 0 });
    expect(result.rejects).toMatchObject([{ line: 22, column, reason }]);
  });

  test('keeps a price exactly, to the millionth, where a float would not', async () => {
    const prices = ['0.0135', '2.55', '999999999.999999', '1,234.5', '0.1', '0.12345649', '1.5e3', '0'];
    const rows = prices.map((price, n) => `O${n},1,2025-01-02,K1,A,1,"${price}",EUR`);
    const { rows: kept } = await importText([HEADER, ...rows].join('\n'));

    expect(kept.map((row) => row.unit_price_micros)).toEqual([
      13_500, 2_550_000, 999_999_999_999_999, 1_234_500_000, 100_000, 123_456, 1_500_000_000, 0,
    ]);
  });

  test('reads thousands set apart by blanks, apostrophes or points', async () => {
    const header = 'sku;as_of;on_hand';
    const counts = ['1 234 567,5', "1'234", '1.234.567', '-12,25', '1\u202f234,50', '7'];
    const { rows } = await importText(
      [header, ...counts.map((count, n) => `S${n};2025-01-01;${count}`)].join('\n'),
      {
        kind: 'stock',
      },
    );

    expect(rows.map(({ on_hand }) => on_hand)).toEqual([1_234_567.5, 1234, 1_234_567, -12.25, 1234.5, 7]);
  });

  test("counts a moment with a zone on the market's own day", async () => {
    const rows = [
      '2025-01-01T23:30:00Z',
      '2025-01-01 23:30:00.5+00',
      '2025-01-01 23:30',
      '2025-01-02T00:10+03:00',
    ].map((at, n) => `O${n},1,${at},K1,A,1,2.50,EUR`);
    const { rows: kept } = await importText([HEADER, ...rows].join('\n'));

    // Berlin is one hour ahead of UTC in winter
    expect(kept.map((row) => row.ordered_on)).toEqual([
      '2025-01-02',
      '2025-01-02',
      '2025-01-01',
      '2025-01-01',
    ]);
  });

  test('asks for the date order where no day is above 12, and counts every row as waiting', async () => {
    const { result, rows } = await importText(`${HEADER}\nO1,1,03/04/2025,K1,A,1,2.50,EUR\n`);

    expect(result.state).toBe('needsAnswer');
    expect(result.questions.map(({ about }) => about)).toEqual(['dateOrder']);
    expect(result.rows).toEqual({ read: 1, accepted: 0, merged: 0, quarantined: 0, waiting: 1 });
    expect(rows).toEqual([]);
  });

  test('merges a line that comes twice in a file: the later one stays', async () => {
    const { result, rows } = await importText(
      `${HEADER}\nO1,1,2025-01-02,K1,A,1,2.50,EUR\nO1,2,2025-01-02,K1,A,5,2.50,EUR\nO1,1,2025-01-02,K1,A,9,2.50,EUR\n`,
    );

    expect(result.rows).toEqual({ read: 3, accepted: 2, merged: 1, quarantined: 0, waiting: 0 });
    expect(rows.map(({ quantity }) => quantity)).toEqual([5, 9]);
  });

  test('keeps a formula as data and guards it in the file of refused rows; a number stays a number', async () => {
    const { rejects, rows } = await importText(
      withBad('=1+2,1,2025-01-02,K1,A,=cmd,2.50,EUR').replace('G0,1', '=SUM(A1),1'),
    );
    const negative = await importText(withBad('X,1,2025-01-02,K1,A,1,-5.00,EUR'));

    expect(rows[0]?.order_id).toBe('=SUM(A1)');
    expect(rejects).toBe("line,column,value,reason\n22,quantity,'=cmd,is not a number\n");
    expect(negative.rejects).toContain('22,unit_price,-5.00,is below 0');
  });
});
