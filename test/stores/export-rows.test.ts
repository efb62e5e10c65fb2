import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvText, type ExportFormat } from '../../lib/domain/index.ts';
import { amountCell, priceCell, type TakenColumn, writeRows } from '../../lib/stores/index.ts';
import { readBack } from './read-parquet.ts';

type Source = { text: string | null; number: number; minor: number };

const columns: readonly TakenColumn<Source>[] = [
  ['text', 'text', ({ text }) => text],
  ['number', 'number', ({ number }) => number],
  ['amount', 'amount', ({ minor }) => amountCell({ minor, currency: 'KWD' })],
  ['price', 'price', ({ minor }) => priceCell({ micros: minor })],
];

/** Write rows and read the file's bytes. */
async function bytesOf(
  sources: readonly Source[],
  format: ExportFormat,
  given: { partCharacters?: number } = {},
) {
  const directory = await mkdtemp(join(tmpdir(), 'export-rows-'));
  const passing = async function* () {
    yield* sources;
  };
  try {
    const { path, rows } = await writeRows({ sources: passing(), columns, format, directory, ...given });
    expect(rows).toBe(sources.length);
    return await readFile(path);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Read CSV as RFC 4180 has it, and nothing besides. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const sources = fc.array(
  fc.record({
    text: fc.oneof(
      fc.string({ unit: 'binary' }),
      // what begins as a formula does
      fc
        .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '-5.0', '"', ','), fc.string())
        .map((pair) => pair.join('')),
      fc.constantFrom('\ud800', 'null', 'NULL', '-5.00', '+1,5', '0815', 'a\r\nb', ' x ', ''),
    ),
    // JSON has no -0: it comes back as 0
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    minor: fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  }),
  { minLength: 300, maxLength: 300 },
);
// a failing example is shown as it is: to make 300 rows smaller would take longer than to read them
const options = { seed: 20260701, numRuns: 4, endOnFailure: true };

describe('writeRows', () => {
  test('gives back whatever text and number in CSV, with a quote before what a spreadsheet would run', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (given) => {
        const text = (await bytesOf(given, 'csv', { partCharacters: 3000 })).toString('utf8');

        const [header, ...rows] = parseCsv(text);
        expect(header).toEqual(['\uFEFFtext', 'number', 'amount', 'price']);
        // the house's own writer of short files says which texts need the quote
        const guarded = parseCsv(
          csvText(
            ['text'],
            given.map(({ text }) => [text?.toWellFormed()]),
          ),
        );
        expect(rows.map(([text]) => text)).toEqual(guarded.slice(1).map(([text]) => text));
        expect(rows.map(([, number]) => Number(number))).toEqual(given.map(({ number }) => number + 0));
        // a dinar has a thousand parts
        expect(rows.map(([, , amount]) => asParts(amount, 3))).toEqual(
          given.map(({ minor }) => BigInt(minor)),
        );
        expect(rows.map(([, , , price]) => asParts(price, 6))).toEqual(
          given.map(({ minor }) => BigInt(minor)),
        );
      }),
      options,
    );
  });

  test('gives back whatever text and number in Parquet as it is', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (given) => {
        const rows = await readBack(
          await bytesOf(given, 'parquet', { partCharacters: 3000 }),
          'text, number, amount::VARCHAR AS amount, price::VARCHAR AS price',
        );

        expect(rows.map(({ text }) => text)).toEqual(given.map(({ text }) => text?.toWellFormed()));
        expect(rows.map(({ number }) => number)).toEqual(given.map(({ number }) => number + 0));
        expect(rows.map(({ amount }) => asParts(String(amount), 3))).toEqual(
          given.map(({ minor }) => BigInt(minor)),
        );
      }),
      options,
    );
  });

  test('gives the same bytes however many parts the rows pass through', async () => {
    const given = Array.from({ length: 500 }, (_, place) => ({
      text: `A-${place}`,
      number: place / 7,
      minor: place,
    }));

    for (const format of ['csv', 'parquet'] as const) {
      const whole = await bytesOf(given, format);
      expect(Buffer.compare(await bytesOf(given, format, { partCharacters: 1000 }), whole)).toBe(0);
    }
  });

  test('knows nothing from an empty text', async () => {
    const given = [null, ''].map((text) => ({ text, number: 1, minor: 1 }));

    expect(await readBack(await bytesOf(given, 'parquet'), 'text')).toEqual([{ text: null }, { text: '' }]);
  });

  (process.env.TRADEWIND_FULL ? test : test.skip)(
    'writes a million rows, each of them',
    async () => {
      const count = 1_000_000;
      const given = Array.from({ length: count }, (_, place) => ({
        text: `SKU-${place}`,
        number: place,
        minor: place,
      }));

      const [sums] = await readBack(
        await bytesOf(given, 'parquet'),
        'count(DISTINCT text) AS texts, sum(number) AS numbers, sum(amount) AS amounts',
      );

      expect(sums).toEqual({
        ...{ texts: count, numbers: (count * (count - 1)) / 2, amounts: (count * (count - 1)) / 2 / 1000 },
      });
    },
    120_000,
  );
});

/** Read a decimal as a whole number of its parts. */
function asParts(decimal: string | undefined, digits: number): bigint {
  const [whole = '', fraction = ''] = (decimal ?? '').replace('-', '').split('.');
  const parts = BigInt(whole + fraction.padEnd(digits, '0').slice(0, digits));
  return decimal?.startsWith('-') ? -parts : parts;
}
