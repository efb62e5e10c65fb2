import { describe, expect, test } from '@jest/globals';
import { aRow } from './a-row.ts';
import { euro } from './a-series.ts';
import { askReady } from './ask.ts';

describe('reasons of a recommendation', () => {
  test('gives reasons in words made from the numbers', () => {
    const texts = askReady().reasons.map(({ text }) => text);

    expect(texts).toEqual([
      '12 on hand and 0 on order make 12 units: 6 days of cover at 2 a day.',
      '12 units are at or below the reorder point of 15 (lead time 14 days, 95 % service): ordering 24 brings 36, the textbook rule orders up to 40.',
      // 2 ± 1.2816 · 0.3
      '10.50 EUR instead of 10.00 EUR (+5 %) is worth more: a price 1 % higher sells about 2 % less (80 % sure of 1.62 to 2.38 %, from 104 weeks with 9 price moves).',
    ]);
  });

  test.each([
    ['no price was learnt', { priceMicros: [10 * euro] }, '10.00 EUR is kept: no other price was weighed'],
    [
      'the limits contradict each other',
      { limits: { ...aRow().limits, floorMicros: 12 * euro } },
      '10.00 EUR is kept: the price limits contradict each other.',
    ],
    [
      'the limits allow less than was learnt',
      { limits: { ...aRow().limits, ceilingMicros: 10.2 * euro } },
      '10.20 EUR instead of 10.00 EUR (+2 %): the limits allow no price nearer to the learnt 10.50 EUR.',
    ],
  ])('claims no worth for a price that it did not choose: %s', (_, changes, text) => {
    const price = askReady({}, {}, aRow(changes)).reasons.find(({ code }) => code === 'price');

    expect(price?.text).toContain(text);
    expect(price?.text).not.toContain('% less');
  });

  test('says what the textbook rule would order where it waits all the same', () => {
    const waiting = aRow({ top: [[[0, 9]], [[0, 9]], [[0, 9]], [[0, 9]], [[0, 9]]] });

    // 12 on hand of 40 to order up to: 28, in packs of 12
    expect(askReady({}, {}, waiting).reasons[1]?.text).toContain(
      'the textbook rule orders 36, by what was learnt waiting is worth more',
    );
  });

  test('writes quantities for a reader: grouped, with the period that fits, without an exponent', () => {
    const rare = aRow({ replenishment: { ...aRow().replenishment, dailyDemand: 0.02 } });

    expect(askReady({ onHand: 1_234_567 }, {}, rare).reasons[0]?.text).toBe(
      '1,234,567 on hand and 0 on order make 1,234,567 units: more than ten years of cover at 0.6 a month.',
    );
    expect(askReady({ onHand: 2, onOrder: 6 }).reasons[0]?.text).toBe(
      '2 on hand and 6 on order make 8 units: 4 days of cover at 2 a day, 1 day of it on hand.',
    );
  });

  test.each([
    ['killed', { marketControl: { mode: 'automatic', killed: true } }, 'The kill switch is on'],
    ['off', { marketControl: { mode: 'off', killed: false } }, 'Recommendations are switched off here'],
  ] as const)('says that nothing is proposed when %s, and argues for nothing', (_, context, text) => {
    const { reasons } = askReady({}, context);

    expect(reasons.map(({ code }) => code)).toEqual(['withheld', 'stock']);
    expect(reasons[0]?.text).toContain(text);
  });

  test('says that one order covers every market of the location', () => {
    const shared = aRow({ replenishment: { ...aRow().replenishment, markets: ['de', 'gb'] } });

    expect(askReady({}, {}, shared).reasons.at(-1)).toMatchObject({
      code: 'sharedLocation',
      text: expect.stringContaining('de and gb'),
    });
  });
});
