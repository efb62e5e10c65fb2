import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCsvReader, type TextRecord } from '../../lib/importing/index.ts';
import { readPlainLines } from '../../lib/stores/plain-lines.ts';

const shape = { delimiter: ',', fields: 3 };
const read = (text: string | Buffer) => readPlainLines(Buffer.from(text), shape);

describe('readPlainLines', () => {
  test('counts lines that any reader divides alike', () => {
    expect(read('a,b,c\nd,,f\n')).toEqual({ lines: 2, quoted: false, padded: false, lineEnd: '\n' });
    expect(read('a,b,c\r\nd,e,f\r\n')).toEqual({ lines: 2, quoted: false, padded: false, lineEnd: '\r\n' });
    expect(read('a,"b, ""x""",c\n')).toEqual({ lines: 1, quoted: true, padded: false, lineEnd: '\n' });
    expect(read('a, b ,c\n')).toEqual({ lines: 1, quoted: false, padded: true, lineEnd: '\n' });
    expect(read('Größe,東京,č\n')).toEqual({ lines: 1, quoted: false, padded: false, lineEnd: '\n' });
  });

  test.each([
    ['a field too few', 'a,b\n'],
    ['a field too many', 'a,b,c,d\n'],
    ['a blank line', 'a,b,c\n\nd,e,f\n'],
    ['a line of empty fields', ',,\n'],
    ['a line of blanks and quotes', ' ,"",\n'],
    ['a line without an end', 'a,b,c\nd,e,f'],
    ['both ends of lines', 'a,b,c\r\nd,e,f\n'],
    ['a return within a line', 'a,b\rx,c\n'],
    ['a quote within a field', 'a,5" pipe,c\n'],
    ['a quote that is never closed', 'a,"b,c\n'],
    ['text behind a closing quote', 'a,"b"x,c\n'],
    ['a field over two lines', 'a,"b\nb",c\n'],
    ['a control character', 'a,b\u0007,c\n'],
    ['a NUL', 'a,b\u0000,c\n'],
    ['a tab', 'a,b\t,c\n'],
    ['a blank of another script', 'a,b\u00a0,c\n'],
    ['a wide blank', 'a,\u3000b,c\n'],
    ['a line separator', 'a,b\u2028b,c\n'],
    ['a letter that could not be read', 'a,b\ufffd,c\n'],
    ['one within quotes', 'a,"b\ufffd",c\n'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0x2c, 0xff, 0x2c, 0x62, 0x0a])],
    ['a line longer than 1 MiB', `a,${'x'.repeat(1_100_000)},c\n`],
  ])('leaves %s to the careful reader', (_name, text) => {
    expect(read(text)).toBeUndefined();
  });

  test('takes only what the careful reader divides into as many fields, line by line', () => {
    const cell = fc.oneof(
      fc.constantFrom('a', '', '"b"', '"c,d"', '""', 'é', ' x ', '"', '\r', '\t', '\u00a0', '"e""f"', '" g"'),
      fc.string({ maxLength: 3 }),
    );
    const line = fc.array(cell, { minLength: 2, maxLength: 4 }).map((cells) => cells.join(','));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (lines, end) => {
          const text = lines.map((one) => `${one}${end}`).join('');
          const plain = read(text);
          if (plain === undefined) return;
          const records: TextRecord[] = [];
          createCsvReader({ delimiter: ',' }).push(text, (record) => records.push(record));

          expect(records.map((record) => record.line)).toEqual(records.map((_, place) => place + 1));
          expect(records.map(({ fields }) => fields?.length)).toEqual(Array(plain.lines).fill(3));
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
  });
});
