import { describe, expect, test } from '@jest/globals';
import { aRow } from './a-row.ts';
import { euro } from './a-series.ts';
import { askReady } from './ask.ts';

/** A row that proposes 9.50 from 10.00. */
const reduced = (lowestMicros: number) =>
  aRow({
    priceMicros: [10 * euro, 9.5 * euro],
    priorPrice: { lowestMicros, from: '2024-06-01' },
  });

describe('the price before a reduction', () => {
  test('is the lowest list price of the thirty days before, not the one of today', () => {
    expect(askReady({}, {}, reduced(9.8 * euro)).priorPrice).toEqual({
      price: { micros: 9.8 * euro, currency: 'EUR' },
      from: '2024-06-01',
      text: 'A reduction that is shown to consumers is measured from 9.80 EUR, the lowest list price since 2024-06-01 (Directive 98/6/EC, Art. 6a); show no higher one as the price before.',
    });
  });

  test('forbids showing a reduction that is none', () => {
    expect(askReady({}, {}, reduced(9 * euro)).priorPrice?.text).toContain('no reduction to be shown');
  });

  test('is not told where the price is kept or raised, or nothing is proposed', () => {
    expect(
      askReady({}, {}, aRow({ priorPrice: { lowestMicros: euro, from: '2024-06-01' } })).priorPrice,
    ).toBeUndefined();
    expect(
      askReady({}, { marketControl: { mode: 'automatic', killed: true } }, reduced(9 * euro)).priorPrice,
    ).toBeUndefined();
  });
});
