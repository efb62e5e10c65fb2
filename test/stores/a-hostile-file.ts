import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A file as somebody may drop it: its name and its bytes. */
export type HostileFile = { fileName: string; bytes: Uint8Array };

/** Headers, each with a row that is in order under it. */
const LAYOUTS: readonly { header: readonly string[]; good: readonly string[] }[] = [
  {
    header: ['order_id', 'ordered_at', 'customer_id', 'sku', 'quantity', 'unit_price', 'currency', 'status'],
    good: ['O', '2025-01-13', 'K1', 'A', '3', '2.55', 'EUR', 'open'],
  },
  {
    header: ['order_id', 'line_id', 'ordered_at', 'sku', 'quantity', 'unit_price'],
    good: ['O', '1', '13/04/2025', 'A', '3', '2,55'],
  },
  {
    header: [
      'Name',
      'Created at',
      'Lineitem sku',
      'Lineitem quantity',
      'Lineitem price',
      'Lineitem discount',
    ],
    good: ['#1', '2025-10-07 09:50:26 +0200', 'A', '3', '9.90', '0.30'],
  },
  {
    header: [
      'Order Reference',
      'Order Date',
      'Customer',
      'Product',
      'Quantity',
      'Unit Price',
      'Discount (%)',
    ],
    good: ['S1', '2025-11-03 09:15:00', 'Deco', '[E-1] Bolt', '4.0', '320.0', '12.5'],
  },
  {
    header: ['订单编号', '下单时间', '商品编码', '数量', '单价', '币种'],
    good: ['X1', '2025年1月13日', 'A', '12', '2.5', '欧元'],
  },
  {
    header: ['order_number', 'order_date', 'item_sku', 'item_quantity', 'item_total'],
    good: ['1', '2025-11-13 14:05:00', 'A', '3', '28.50'],
  },
  { header: ['order_id', 'sku', 'sku', '', 'quantity', 'unit_price', 'ordered_at'], good: ['O', 'A', 'A'] },
  { header: ['Nr', 'Datum', 'Artikel', 'Menge', 'Preis'], good: ['1', '2025-01-02', 'A', '1', '2'] },
  { header: ['', '', ''], good: ['1', '2', '3'] },
];

const CELLS = [
  ...[
    '',
    ' ',
    'A',
    'A',
    'B-1',
    '1',
    '2',
    '12',
    '-3',
    '1.5',
    '2,50',
    '1.234',
    '1,234',
    '1.234,56',
    '1e15',
    '1e-20',
  ],
  ...[
    '2025-01-02',
    '2025-01-02',
    '03/04/2025',
    '13/04/2025',
    '04/13/2025',
    '31.12.2025',
    '20255-01-01',
    '20250102',
  ],
  ...[
    '2025年1月2日',
    '3-Nov-2025',
    '0000-00-00',
    '2025-02-30',
    '2025-01-02T25:61:00Z',
    '2025-01-02 09:50:26 +0200',
  ],
  ...[
    'EUR',
    'USD',
    '人民币',
    'EURO',
    '€ 2,50',
    '12,50-',
    '(7)',
    '１２',
    '١٢',
    '①',
    '−5',
    '+',
    '-',
    '.',
    ',',
    'e+0',
    '1.5e+0',
  ],
  ...[
    '=cmd|x',
    '+1',
    '@SUM(A1)',
    '#N/A',
    'NaN',
    'Infinity',
    '-Infinity',
    'cancelled',
    'Cancelled',
    'each',
    'carton',
  ],
  ...[
    'x@example.org',
    '+49 555 0100',
    '"',
    '""',
    'a"b',
    "';DROP TABLE raw;--",
    '\\N',
    'NULL',
    '\u0000',
    '\u0007',
    '\ufeff',
  ],
  ...[
    'Größe',
    '螺丝',
    'ボルト',
    '👍',
    '\u202e',
    '\ud800',
    'é',
    '%s',
    '{x}',
    '\t',
    '[E-1] Bolt',
    '$1',
    'x'.repeat(600),
  ],
];

const cell = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...CELLS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);

/** A row under a header: in order but for some of its cells, or of any cells at all. */
const aRow = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      slips: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(8), cell), { maxLength: 2 }) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ cells: fc.array(cell, { minLength: 1, maxLength: 9 }) }) },
);

const delimited = fc
  .record({
    layout: fc.constantFrom(...LAYOUTS),
    titles: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.array(cell, { maxLength: 3 }), { maxLength: 2 }) },
    ),
    rows: fc.array(aRow, { maxLength: 40 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quote: fc.constantFrom('always', 'needed', 'needed', 'never'),
    ends: fc.array(fc.constantFrom('\n', '\r\n', '\r', '\n\n'), { minLength: 1, maxLength: 4 }),
  })
  .map(({ layout: { header, good }, titles, rows, delimiter, quote, ends }) => {
    const table = rows.map((row) => {
      if ('cells' in row) return row.cells;
      const cells = [...good];
      for (const [place, value] of row.slips) cells[place % cells.length] = value;
      return cells;
    });
    const write = (value: string) => {
      if (quote === 'never') return value;
      const isNeeded = quote === 'always' || value.includes(delimiter) || value.includes('"');
      return isNeeded ? `"${value.replaceAll('"', '""')}"` : value;
    };
    return [...titles, header, ...table]
      .map((row, place) => row.map(write).join(delimiter) + (ends[place % ends.length] ?? '\n'))
      .join('');
  });

const jsonLines = fc
  .array(
    fc.oneof(
      fc.dictionary(
        fc.constantFrom('order_id', 'ordered_at', 'sku', 'quantity', 'unit_price', '__proto__', 'x'),
        fc.oneof(cell, fc.double(), fc.constant(null), fc.boolean(), fc.constant({ a: [1] })),
      ),
      fc.constantFrom('no object', 7, null, []),
    ),
    { maxLength: 20 },
  )
  .map((records) => records.map((record) => JSON.stringify(record)).join('\n'));

const encoded = (text: fc.Arbitrary<string>) =>
  fc
    .record({ text, form: fc.constantFrom('utf8', 'utf8', 'latin1', 'utf16le', 'mark') })
    .map(({ text, form }) => {
      if (form === 'mark') return Buffer.from(`\ufeff${text}`);
      return form === 'utf16le'
        ? Buffer.from(`\ufeff${text}`, 'utf16le')
        : Buffer.from(text, form as 'latin1');
    });

/** Bytes with some of them cut off, or turned into others. */
const damaged = (bytes: fc.Arbitrary<Buffer>) =>
  fc
    .record({
      bytes,
      keep: fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
      flips: fc.oneof(
        { weight: 8, arbitrary: fc.constant([]) },
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
      ),
    })
    .map(({ bytes, keep, flips }) => {
      const kept = Buffer.from(bytes.subarray(0, Math.ceil(bytes.length * keep)));
      for (const [at, byte] of flips) if (kept.length > 0) kept[at % kept.length] = byte;
      return kept;
    });

/** Any file that is a little or much out of order, packed or not. */
export const hostileFile: fc.Arbitrary<HostileFile> = fc
  .record({
    text: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          ending: fc.constantFrom('csv', 'tsv', 'xlsx'),
          bytes: damaged(encoded(delimited)),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          ending: fc.constantFrom('jsonl', 'json'),
          bytes: damaged(encoded(jsonLines)),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          ending: fc.constant('csv'),
          bytes: fc.uint8Array({ maxLength: 300 }).map(Buffer.from),
        }),
      },
    ),
    packed: fc.boolean(),
  })
  .map(({ text: { ending, bytes }, packed }) => ({
    fileName: `o.${ending}`,
    bytes: packed && ending !== 'xlsx' ? gzipSync(bytes, { level: 1 }) : bytes,
  }));
