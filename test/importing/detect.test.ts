import { describe, expect, test } from '@jest/globals';
import {
  type DateEvidence,
  decideDateOrder,
  decideDecimalMark,
  detectDelimiter,
  encodingOfMark,
  type NumberEvidence,
} from '../../lib/importing/index.ts';

describe('encodingOfMark', () => {
  test('knows the marks of UTF-16 and takes everything else for UTF-8', () => {
    expect(encodingOfMark(Uint8Array.of(0xff, 0xfe, 0x41))).toBe('utf-16le');
    expect(encodingOfMark(Uint8Array.of(0xfe, 0xff))).toBe('utf-16be');
    expect(encodingOfMark(Uint8Array.of(0xef, 0xbb, 0xbf))).toBe('utf-8');
    expect(encodingOfMark(Uint8Array.of())).toBe('utf-8');
  });
});

const delimiterOf = (sample: string) => detectDelimiter(sample).delimiter;

describe('detectDelimiter', () => {
  test('takes the one that splits every record alike', () => {
    expect(delimiterOf('sku;price\nA;1,50\nB;2,50\n')).toBe(';');
    expect(delimiterOf('sku\tname\nA\tone, two\n')).toBe('\t');
    expect(delimiterOf('sku|price\nA|1\n')).toBe('|');
    expect(delimiterOf('sku,price\nA,1\n')).toBe(',');
  });

  test('believes the line in which Excel declares it', () => {
    expect(delimiterOf('sep=;\nsku;a,b,c,d\n')).toBe(';');
  });

  test('is not led astray by delimiters in quotes', () => {
    expect(delimiterOf('"a;b;c",d\n"e;f;g",h\n')).toBe(',');
  });
});

const dates = (given: Partial<DateEvidence>): DateEvidence => ({
  column: 'ordered_at',
  yearLast: 1,
  greatestFirst: 1,
  greatestSecond: 1,
  ...given,
});

describe('decideDateOrder', () => {
  test('is proven by one number above 12', () => {
    expect(decideDateOrder([dates({ greatestFirst: 13 })])).toMatchObject({
      kind: 'proven',
      value: 'dayFirst',
    });
    expect(decideDateOrder([dates({ greatestSecond: 31 })])).toMatchObject({
      kind: 'proven',
      value: 'monthFirst',
    });
  });

  test('is proven for the whole file by one column', () => {
    const both = [dates({}), dates({ column: 'shipped_on', greatestSecond: 25 })];

    expect(decideDateOrder(both)).toMatchObject({ kind: 'proven', value: 'monthFirst' });
  });

  test('is a question, never a guess, where nothing or both is proven', () => {
    for (const evidence of [dates({}), dates({ greatestFirst: 20, greatestSecond: 20 })]) {
      const choice = decideDateOrder([evidence]);

      expect(choice.kind === 'ask' && choice.question.about).toBe('dateOrder');
      expect(choice.kind === 'ask' && choice.question.options.map(({ value }) => value)).toEqual([
        'dayFirst',
        'monthFirst',
      ]);
    }
  });

  test('matters only where a date ends in its year', () => {
    expect(decideDateOrder([dates({ yearLast: 0 })]).kind).toBe('proven');
    expect(decideDateOrder([]).kind).toBe('proven');
  });
});

const numbers = (given: Partial<NumberEvidence>): NumberEvidence => ({
  column: 'unit_price',
  provesPoint: 0,
  provesComma: 0,
  unclear: 0,
  unclearComma: 0,
  ...given,
});

describe('decideDecimalMark', () => {
  test('is proven by one value that only it explains', () => {
    expect(decideDecimalMark([numbers({ provesPoint: 1, unclear: 5 })], false)).toMatchObject({
      kind: 'proven',
      value: '.',
    });
    expect(decideDecimalMark([numbers({ provesComma: 1 }), numbers({ unclear: 2 })], false)).toMatchObject({
      kind: 'proven',
      value: ',',
    });
  });

  test('is a question where 1.234 may be a thousand, or where both marks are proven', () => {
    for (const evidence of [numbers({ unclear: 1 }), numbers({ provesPoint: 1, provesComma: 1 })])
      expect(decideDecimalMark([evidence], false).kind).toBe('ask');
  });

  test('is a point where the numbers are whole, or where the format says what a number is', () => {
    expect(decideDecimalMark([numbers({})], false)).toMatchObject({ kind: 'proven', value: '.' });
    expect(decideDecimalMark([numbers({ unclear: 3 })], true)).toMatchObject({ kind: 'proven', value: '.' });
  });

  test('is a question where a text of such a format holds 1,234', () => {
    expect(decideDecimalMark([numbers({ unclear: 3, unclearComma: 1 })], true).kind).toBe('ask');
    expect(
      decideDecimalMark([numbers({ unclear: 3, unclearComma: 1 }), numbers({ provesPoint: 1 })], true),
    ).toMatchObject({ kind: 'proven', value: '.' });
  });
});
