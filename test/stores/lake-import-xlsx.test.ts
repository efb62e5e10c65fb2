import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { aWorkbook, type WorkbookCell, type WorkbookGiven, zipped } from './a-workbook.ts';
import { importText } from './import-text.ts';

const HEADER = ['order_id', 'ordered_at', 'customer_id', 'sku', 'quantity', 'unit_price'];
const day = (value: number): WorkbookCell => ({ value, style: 1 });
const importWorkbook = (given: WorkbookGiven, more: Parameters<typeof importText>[1] = {}) =>
  importText(aWorkbook(given), { fileName: 'orders.xlsx', ...more });
const sheet = (...rows: WorkbookCell[][]) => ({ sheets: [{ name: 'Sheet1', rows: [HEADER, ...rows] }] });

describe('importFile on Excel workbooks', () => {
  test.each(['shared', 'inline'] as const)(
    'reads cells as Excel shows them, with %s texts',
    async (texts) => {
      const { result, rows } = await importWorkbook({
        ...sheet(
          ['A-1', day(45964), 'K1', 4006381333931, 12, 2.5499999999999998],
          ['A-1', { value: 45964.5, style: 2 }, null, 'Größe <7>', -3, { value: 1234.5, style: 3 }],
        ),
        texts,
      });

      expect(result.state).toBe('accepted');
      expect(result.reading).toMatchObject({ format: 'xlsx', sheet: 'Sheet1', headerLine: '1' });
      expect(
        rows.map((row) => [
          row.line,
          row.ordered_on,
          row.customer,
          row.sku,
          row.quantity,
          row.unit_price_micros,
        ]),
      ).toEqual([
        [2, '2025-11-03', '~K1', '4006381333931', 12, 2_550_000],
        [3, '2025-11-03', null, 'Größe <7>', -3, 1_234_500_000],
      ]);
    },
  );

  test('counts days from 1904 where the workbook does', async () => {
    const { rows } = await importWorkbook({ ...sheet(['A', day(44502), 'K', 'S', 1, 2]), date1904: true });

    expect(rows[0]?.ordered_on).toBe('2025-11-03');
  });

  test("takes a formula's worked-out value, and refuses an error by its name", async () => {
    const { result, rows } = await importWorkbook(
      sheet(
        ['A', day(45964), 'K', 'S', { xml: '<c><f>SUM(A1:A2)</f><v>7</v></c>' }, 2],
        ['B', day(45964), 'K', { xml: '<c t="str"><f>A1&amp;"x"</f><v>S-1</v></c>' }, 1, 2],
        ['C', day(45964), 'K', 'S', { xml: '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>' }, 2],
      ),
      { limits: { refusedShare: 0.5 } },
    );

    expect(rows.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['S', 7],
      ['S-1', 1],
    ]);
    expect(result.rejects).toEqual([
      { line: 4, column: 'quantity', value: '#DIV/0!', reason: 'is not a number' },
    ]);
  });

  test('reads numbers stored as text by their own mark, beside numbers that are numbers', async () => {
    const { result, rows } = await importWorkbook(
      sheet(
        ['A', '03.11.2025', 'K', 'S', '1.000', '1.234,56'],
        ['B', '03.11.2025', 'K', 'S', 1.234, 2.5],
        ['C', '03.11.2025', 'K', 12.5, '7', '0,0135'],
      ),
    );

    expect(result.reading?.decimalMark).toBe(',');
    expect(rows.map((row) => [row.sku, row.quantity, row.unit_price_micros])).toEqual([
      ['S', 1000, 1_234_560_000],
      ['S', 1.234, 2_500_000],
      ['12.5', 7, 13_500],
    ]);
  });

  test('asks about a text that may be a thousand, though numbers beside it have points', async () => {
    const { result } = await importWorkbook(sheet(['A', day(45964), 'K', 'S', '1.234', 2.5]));

    expect(result.questions.map(({ question }) => question)).toEqual(['decimalMark']);
  });

  test('finds the header below titles and empty rows, on whatever sheet, and passes over hidden ones', async () => {
    const rows: WorkbookCell[][] = [
      ['Sales orders of November'],
      [],
      ['printed', day(45964)],
      HEADER,
      ['A', day(45964), 'K', 'S', 1, 2],
      [],
      ['B', day(45965), 'K', 'S', 1, 2],
    ];
    const given = await importWorkbook({
      sheets: [
        { name: 'Old', rows, state: 'hidden' },
        { name: 'Cover', rows: [['Contents'], ['1', 'Orders']] },
        { name: 'Orders', rows },
      ],
    });

    expect(given.result.reading).toMatchObject({ sheet: 'Orders', headerLine: '4' });
    expect(given.result.assumed).toContain('2 rows above the header are titles');
    expect(given.result.rows).toMatchObject({ read: 2, accepted: 2 });
    expect(given.rows.map(({ line }) => line)).toEqual([5, 7]);
  });

  test('asks which of several sheets with such rows is meant, and reads the one that is answered', async () => {
    const rows = [HEADER, ['A', day(45964), 'K', 'S', 1, 2]];
    const given = {
      sheets: [
        { name: 'Jan', rows },
        { name: 'Notes', rows: [['x']] },
        { name: 'Feb', rows },
      ],
    };

    const asked = await importWorkbook(given);
    const answered = await importWorkbook(given, { answers: { sheet: 'Feb' } });

    expect(asked.result.state).toBe('needsAnswer');
    expect(asked.result.questions[0]?.options.map(({ value }) => value)).toEqual(['Jan', 'Feb']);
    expect(answered.result).toMatchObject({ state: 'accepted', reading: { sheet: 'Feb' } });
  });

  test('knows a workbook by its bytes, whatever it is called, and a text that is called one', async () => {
    const workbook = await importText(aWorkbook(sheet(['A', day(45964), 'K', 'S', 1, 2])), {
      fileName: 'o.csv',
    });
    const text = await importText(`${HEADER.join('\t')}\nA\t2025-01-02\tK\tS\t1\t2\n`, { fileName: 'o.xls' });

    expect([workbook.result.state, text.result.state]).toEqual(['accepted', 'accepted']);
  });
});

describe('importFile on hostile workbooks', () => {
  test('stops a bomb before it is unpacked', async () => {
    const { result } = await importText(
      zipped([['xl/worksheets/sheet1.xml', Buffer.alloc(50_000_000, 0x20)]]),
      { fileName: 'o.xlsx', limits: { mostBytes: 1_000_000 } },
    );

    expect(result.reason).toMatch(/^the workbook unpacks to more than 1000000 bytes/);
  });

  test('stops a part that holds more than the archive says', async () => {
    const honest = aWorkbook(sheet(...Array.from({ length: 2000 }, () => ['A', day(45964), 'K', 'S', 1, 2])));
    const name = Buffer.from('xl/worksheets/sheet1.xml');
    // the size in the central directory, 22 bytes before the name
    honest.writeUInt32LE(1000, honest.lastIndexOf(name) - 22);

    const { result } = await importText(honest, { fileName: 'o.xlsx' });

    expect(result.reason).toMatch(/is damaged$/);
  });

  test('stops cells that all name the same long text', async () => {
    const xml = Array.from({ length: 500 }, () => ({ xml: '<c t="s"><v>6</v></c>' }));
    const long = 'x'.repeat(900_000);
    const { result } = await importWorkbook(
      { sheets: [{ name: 'S', rows: [HEADER, [long], ...xml.map((cell) => [cell])] }] },
      { limits: { mostBytes: 20_000_000 } },
    );

    expect(result.reason).toBe('the file holds more than 20000000 bytes of text');
  });

  test('refuses a row longer than 1 MiB and one beyond the last column, and reads on', async () => {
    const { result, rows } = await importWorkbook(
      sheet(
        ['A', day(45964), 'K', 'x'.repeat(1_100_000), 1, 2],
        ['B', day(45964), 'K', 'S', 1, 2, ...Array.from({ length: 16_379 }, () => 1)],
        ['C', day(45964), 'K', 'S', 1, 2],
      ),
      { limits: { refusedShare: 0.9 } },
    );

    expect(result.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'the row is longer than 1 MiB'],
      [3, 'the row has a cell beyond column 16384'],
    ]);
    expect(rows.map(({ order_id }) => order_id)).toEqual(['C']);
  });

  test.each([
    ['an archive without a workbook', zipped([['a.txt', 'x']]), /lacks its part _rels\/\.rels$/],
    ['a cut-off workbook', aWorkbook(sheet()).subarray(0, 400), 'the file is not a readable Excel workbook'],
    ['an old or locked workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /locked by a password/],
    ['an empty workbook', aWorkbook({ sheets: [{ name: 'S', rows: [] }] }), /^no sheet/],
    ['a web page', '<html><table><tr><td>order_id</td></tr></table></html>', /web page/],
    [
      'markup that is none',
      zipped([['_rels/.rels', '<Relationships><Relationship Id="1"']]),
      /part _rels\/\.rels is damaged$/,
    ],
  ])('refuses %s with a reason', async (_name, content, reason) => {
    const { result } = await importText(content, { fileName: 'o.xlsx' });

    expect(result.state).toBe('rejected');
    expect(result.reason).toMatch(reason);
  });

  test('does not let entities grow', async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(1000)}"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>`;
    const { result } = await importText(zipped([['_rels/.rels', bomb]]), { fileName: 'o.xlsx' });

    expect(result.reason).toMatch(/is damaged$/);
  });

  test('refuses a workbook within gzip with a reason', async () => {
    const { result } = await importText(gzipSync(aWorkbook(sheet())), { fileName: 'o.xlsx' });

    expect(result.reason).toMatch(/^the file is a workbook or Parquet within gzip/);
  });
});
