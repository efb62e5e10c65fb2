import { describe, expect, test } from '@jest/globals';
import { addDays } from '../../lib/domain/index.ts';
import { DEFAULT_RULES, priorPrice } from '../../lib/operations/index.ts';
import { parityOf, restsSince, restWarning } from '../../lib/operations/list-history.ts';
import { aSeries, euro } from './a-series.ts';

/** Everyone's list price: 10.00 from the first day, 11.00 from a day on. */
function listed(movedOn: string) {
  const record = aSeries();
  const day = (Date.parse(movedOn) - Date.parse(record.start)) / 86_400_000;
  const [group] = record.groups;
  if (group === undefined) throw new Error('a series has a group');
  const priceSteps: [number, number][] = [
    [0, 10 * euro],
    [day, 11 * euro],
  ];
  return { ...record, priceSource: 'list' as const, groups: [{ ...group, priceGroup: '', priceSteps }] };
}

describe('restsSince', () => {
  test('names the last move of the price files while its rest lasts on the next day', () => {
    const asOf = '2024-06-30';

    expect(restsSince(listed('2024-06-20'), asOf, 14)).toBe('2024-06-20');
    // 14 days from the 17th end with the 30th: it may move on the 1st
    expect(restsSince(listed('2024-06-17'), asOf, 14)).toBeNull();
    expect(restsSince(listed('2024-06-18'), asOf, 14)).toBe('2024-06-18');
  });

  test('knows no move of prices that were only paid, and says so', () => {
    const paid = { ...listed('2024-06-20'), priceSource: 'paid' as const };

    expect(restsSince(paid, '2024-06-30', 14)).toBeNull();
    expect(restWarning(paid, { priceCoolDownDays: 14 })).toEqual([
      'a price rests for 14 days after a move, and no price file tells when it moved last',
    ]);
  });
});

describe('parityOf', () => {
  const group = (priceGroup: string, unitPriceMicros: number) => ({
    priceGroup,
    minQuantity: 1,
    unitPriceMicros,
  });

  test("lets no move widen a gap that is wider than the merchant's already", () => {
    const parity = parityOf(
      { priceList: [group('', 10 * euro), group('gold', 8 * euro)] },
      10 * euro,
      DEFAULT_RULES,
    );

    expect(parity?.largestGap).toBeCloseTo(0.25, 9);
    expect(parity).toMatchObject({ lowestMicros: 8 * euro, highestMicros: 8 * euro });
  });

  test('is silent where everyone has one list', () => {
    expect(parityOf({ priceList: [group('', 10 * euro)] }, 10 * euro, DEFAULT_RULES)).toBeUndefined();
  });
});

describe('priorPrice', () => {
  const on = '2024-07-01';
  const moves = (...days: [number, number][]) =>
    days.map(([back, price]) => ({ on: addDays(on, -back), priceMicros: price * euro }));

  test('is the lowest of the thirty days before, whatever was charged last', () => {
    // 9.00 held until the eleventh day before
    expect(priorPrice(moves([400, 12], [20, 9], [10, 11]), on)).toEqual({
      lowestMicros: 9 * euro,
      from: '2024-06-01',
    });
  });

  test('leaves out what ended before them, and takes what still held on their first day', () => {
    expect(priorPrice(moves([400, 7], [31, 10], [5, 11]), on)?.lowestMicros).toBe(10 * euro);
    expect(priorPrice(moves([400, 7], [29, 10]), on)?.lowestMicros).toBe(7 * euro);
    expect(priorPrice(moves([400, 7], [30, 10]), on)?.lowestMicros).toBe(10 * euro);
  });

  test('says since when it knows of a list that is younger, and nothing of one that begins later', () => {
    expect(priorPrice(moves([4, 10]), on)).toEqual({ lowestMicros: 10 * euro, from: '2024-06-27' });
    expect(priorPrice(moves([0, 10]), on)).toBeNull();
  });
});
