import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCsvReader, LONGEST_ROW, type TextRecord } from '../../lib/importing/index.ts';

function read(pieces: readonly string[], delimiter = ','): TextRecord[] {
  const records: TextRecord[] = [];
  const reader = createCsvReader({ delimiter });
  for (const piece of pieces) reader.push(piece, (record) => records.push(record));
  reader.end((record) => records.push(record));
  return records;
}

describe('createCsvReader', () => {
  test('numbers records by their first line, whatever the line ends', () => {
    expect(read(['a,b\r\n1,2\r3,4\n\n"5\n6",7\n8,9'])).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', '2'] },
      { line: 3, fields: ['3', '4'] },
      { line: 5, fields: ['5\n6', '7'] },
      { line: 7, fields: ['8', '9'] },
    ]);
  });

  test('takes doubled quotes for one and leaves quotes inside a plain field', () => {
    expect(read(['"5"" pipe",5" pipe,"a,b"\n'])).toEqual([
      { line: 1, fields: ['5" pipe', '5" pipe', 'a,b'] },
    ]);
  });

  test('spoils one line by a quote that is never closed, and reads on', () => {
    expect(read(['1,2\n3,"4\n5,6\n'])).toEqual([
      { line: 1, fields: ['1', '2'] },
      { line: 2, problem: 'a quote is opened and never closed' },
      { line: 3, fields: ['5', '6'] },
    ]);
  });

  test('spoils one line by text behind a closing quote', () => {
    expect(read(['"1"x,2\n3,4\n'])).toEqual([
      { line: 1, problem: 'text follows a closing quote' },
      { line: 2, fields: ['3', '4'] },
    ]);
  });

  test('drops a row longer than a mebibyte and reads the next', () => {
    const piece = 'x'.repeat(100_000);
    const pieces = ['a,b\n', ...Array.from({ length: 12 }, () => piece), '\n1,2\n'];
    expect(12 * piece.length).toBeGreaterThan(LONGEST_ROW);

    expect(read(pieces)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, problem: 'the row is longer than 1 MiB' },
      { line: 3, fields: ['1', '2'] },
    ]);
  });

  test('reads back what RFC 4180 writes, however the text is cut into pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '1') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(40), { maxLength: 6 }), (table, cuts) => {
        const text = table
          .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`)
          .join('');
        const places = [...cuts, text.length].filter((place) => place <= text.length).sort((a, b) => a - b);
        const pieces = places.map((place, index) => text.slice(places[index - 1] ?? 0, place));

        expect(read(pieces).map(({ fields }) => fields)).toEqual(table);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test('answers any text with records in ascending lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\u0000') }), (text) => {
        const lines = read([text]).map(({ line }) => line);
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
