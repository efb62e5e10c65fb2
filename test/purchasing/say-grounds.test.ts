import { describe, expect, test } from '@jest/globals';
import type { BuyingGround } from '../../lib/domain/index.ts';
import { reasonedIn, sayGrounds } from '../../lib/purchasing/index.ts';

/** Every kind of ground in each of its forms, with figures that are told apart. */
const grounds: [string, BuyingGround][] = [
  ['下过一次单，在 12 天前', { ground: 'orders', orderDays: 1, sinceDays: 12, overdue: false }],
  [
    '下过两次单，相隔 17 天，最近一次在今天',
    { ground: 'orders', orderDays: 2, sinceDays: 0, everyDays: 17, overdue: false },
  ],
  [
    '在 9 天下过单，平均每 31 天一次，最近一次在 70 天前：按其自身节奏已逾期',
    { ground: 'orders', orderDays: 9, sinceDays: 70, everyDays: 31, overdue: true },
  ],
  ['5 天前买过一次，在 7 个订单中的 1 个', { ground: 'boughtOnce', orders: 7, sinceDays: 5 }],
  [
    '40 个订单中买过 23 次，每 14 天一次，2 天后到期',
    { ground: 'rhythm', times: 23, orders: 40, everyDays: 14, dueInDays: 2 },
  ],
  [
    '40 个订单中买过 23 次，每 14 天一次，已过期 3 天',
    { ground: 'rhythm', times: 23, orders: 40, everyDays: 14, dueInDays: -3 },
  ],
  ['10 个同类买家中有 4 个也购买', { ground: 'similarBuyers', takers: 4, compared: 10 }],
  ['DE 的 10 个同类买家中有 4 个也购买', { ground: 'similarBuyers', takers: 4, compared: 10, country: 'DE' }],
  ['最近 30 天市场的 85 个订单中有 6 个含有此商品', { ground: 'market', orders: 6, of: 85, days: 30 }],
  [
    '自 2025-06-03 以来看过 3 次，此后未再购买',
    { ground: 'looks', looks: 3, since: '2025-06-03', boughtBefore: true },
  ],
  ['有效报价 40 件，至 2025-07-12', { ground: 'quote', units: 40, until: '2025-07-12' }],
];

const numbersIn = (text: string) => (text.match(/\d+/g) ?? []).toSorted();
/** What the two languages say by a word where the other has a figure. */
const asWords = (numbers: string[]) => numbers.filter((number) => number !== '1');

describe('what a prediction or an offer rests on', () => {
  test.each(grounds)('is said in Chinese: %s', (words, ground) => {
    expect(sayGrounds([ground], 'zh').replaceAll(/\s/g, '')).toBe(words.replaceAll(/\s/g, ''));
  });

  test.each(grounds)('has the same figures in English as in Chinese: %s', (_, ground) => {
    expect(asWords(numbersIn(sayGrounds([ground], 'zh')))).toEqual(
      asWords(numbersIn(sayGrounds([ground], 'en'))),
    );
  });

  test('is said one ground after the other, the first first', () => {
    const both = grounds.slice(-2).map(([, ground]) => ground);

    expect(sayGrounds(both, 'en')).toBe(
      'looked at 3 times since 2025-06-03, not bought since; open quote of 40 until 2025-07-12',
    );
    expect(sayGrounds(both, 'zh')).toContain('；');
  });

  test('stays as it was said where it was stored without its figures', () => {
    const earlier = { sku: 'A', reason: 'bought 3 times' };

    expect(reasonedIn(earlier, 'zh')).toEqual(earlier);
  });
});
