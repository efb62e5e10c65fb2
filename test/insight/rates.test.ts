import { describe, expect, test } from '@jest/globals';
import { exchangeBetween, exchangesFrom } from '../../lib/insight/index.ts';

const asOf = '2025-03-31';
const rate = (date: string, base: string, quote: string, value: number) => ({
  date,
  base,
  quote,
  rate: value,
});

describe('exchangeBetween', () => {
  const rates = [
    rate('2025-03-30', 'EUR', 'JPY', 160),
    rate('2025-03-30', 'EUR', 'USD', 1.25),
    rate('2025-03-28', 'EUR', 'JPY', 150),
    rate('2025-04-01', 'EUR', 'JPY', 200),
  ];

  test.each([
    ['as it stands', 'EUR', 'JPY', 160],
    ['turned round', 'JPY', 'EUR', 1 / 160],
    ['through a third of the same day', 'USD', 'JPY', 160 / 1.25],
    ['and back', 'JPY', 'USD', 1.25 / 160],
  ])('takes the newest rate up to the date %s', (_, from, to, expected) => {
    expect(exchangeBetween(rates, from, to, asOf)).toEqual({
      rate: expect.closeTo(expected, 12),
      rateOf: '2025-03-30',
    });
  });

  test('needs none for one and the same currency', () => {
    expect(exchangeBetween([], 'EUR', 'EUR', asOf)).toEqual({ rate: 1, rateOf: null });
  });

  test('does not join rates of different days, nor use one older than a month', () => {
    const mixed = [rate('2025-03-30', 'EUR', 'JPY', 160), rate('2025-03-29', 'EUR', 'USD', 1.25)];
    expect(exchangeBetween(mixed, 'USD', 'JPY', asOf)).toBeNull();
    expect(exchangeBetween([rate('2025-02-27', 'EUR', 'JPY', 160)], 'EUR', 'JPY', asOf)).toBeNull();
    expect(exchangeBetween([], 'EUR', 'JPY', asOf)).toBeNull();
  });
});

describe('exchangesFrom', () => {
  test('lists what a currency is in each other that the rates lead to', () => {
    const rates = [rate('2025-03-30', 'EUR', 'JPY', 160), rate('2025-03-30', 'EUR', 'USD', 1.25)];

    expect(exchangesFrom(rates, 'USD', asOf)).toEqual([
      { date: '2025-03-30', base: 'USD', quote: 'EUR', rate: 0.8 },
      { date: '2025-03-30', base: 'USD', quote: 'JPY', rate: 128 },
    ]);
  });
});
