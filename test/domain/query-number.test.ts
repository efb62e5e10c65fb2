import { describe, expect, test } from '@jest/globals';
import { recommendationQuerySchema, skuListQuerySchema } from '../../lib/domain/index.ts';

const onHand = (given: unknown) => recommendationQuerySchema.safeParse({ onHand: given });

describe('queryNumber', () => {
  test.each([
    ['0', 0],
    ['12.5', 12.5],
    ['1e3', 1000],
    ['-0', -0],
    [7, 7],
  ])('reads %j', (given, units) => {
    expect(onHand(given).data).toEqual({ onHand: units });
  });

  test.each([
    ...[
      '-1',
      '0x10',
      '0b1',
      ' 5',
      '5 ',
      '1,5',
      '1_000',
      '.5',
      '5.',
      '+5',
      '１２',
      'NaN',
      'Infinity',
      '1e400',
    ],
    ...['true', '[]', '', true, null, [5]],
  ])('refuses %j', (given) => {
    expect(onHand(given).success).toBe(false);
  });

  test('may be left out', () => {
    expect(recommendationQuerySchema.parse({})).toEqual({});
  });

  test('refuses a price that rounds to nothing, and takes a millionth', () => {
    const price = (given: string) => recommendationQuerySchema.safeParse({ price: given }).success;

    expect(['0', '1e-9', '0.0000009', '0.000001', '1e9'].map(price)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test('takes whole items of a page alone', () => {
    const limit = (given: string) => skuListQuerySchema.safeParse({ limit: given }).success;

    expect(['1', '200', '0', '201', '1.5', '1e2'].map(limit)).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});
