import { describe, expect, test } from '@jest/globals';
import { columnPlace, isDateFormat, numberText, serialText } from '../../lib/importing/index.ts';

describe('serialText', () => {
  // Excel itself shows these serials so
  test.each([
    ['1', '1900', '1900-01-01'],
    ['59', '1900', '1900-02-28'],
    ['60', '1900', '1900-02-29'],
    ['61', '1900', '1900-03-01'],
    ['25569', '1900', '1970-01-01'],
    ['45964.385416666664', '1900', '2025-11-03 09:15:00'],
    ['2958465', '1900', '9999-12-31'],
    ['0.75', '1900', '18:00:00'],
    ['0', '1904', '1904-01-01'],
    ['44502', '1904', '2025-11-03'],
  ] as const)('shows %s of the %s system as %s', (serial, system, text) => {
    expect(serialText(serial, system)).toBe(text);
  });

  test('leaves a number that is no day of Excel a number', () => {
    expect(serialText('2958466', '1900')).toBe('2958466');
    expect(serialText('-3', '1900')).toBe('-3');
    expect(serialText('x', '1900')).toBe('x');
  });
});

describe('numberText', () => {
  test('rounds to the 15 digits that Excel shows, and marks what is not whole', () => {
    expect(numberText('2.5499999999999998')).toBe('2.55e+0');
    expect(numberText('4006381333931')).toBe('4006381333931');
    expect(numberText('-0.5')).toBe('-0.5e+0');
    expect(numberText('1E-7')).toBe('1e-7');
    expect(numberText('12.0')).toBe('12');
  });
});

describe('isDateFormat', () => {
  test.each([
    [14, undefined, true],
    [22, undefined, true],
    [2, undefined, false],
    [164, 'dd\\.mm\\.yyyy;@', true],
    [164, '[$-409]d\\-mmm\\-yy', true],
    [164, 'yyyy"年"m"月"d"日"', true],
    [164, '[h]:mm:ss', true],
    [164, 'mm:ss.0', true],
    [164, '#,##0.00 "day"', false],
    [164, '[Red]#,##0;[Blue]-#,##0', false],
    [164, 'General', false],
    [164, '@', false],
    [14, '0.00', false],
  ])('tells format %s %s', (id, code, expected) => {
    expect(isDateFormat(id, code)).toBe(expected);
  });
});

describe('columnPlace', () => {
  test('counts columns as Excel names them', () => {
    expect(['A1', 'Z9', 'AA1', 'XFD1048576', '', 'a1', 'AAAA1'].map(columnPlace)).toEqual([
      0,
      25,
      26,
      16_383,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
