import { describe, expect, test } from '@jest/globals';
import { purchaseGround } from '../../../functions/segment/purchase-ground.ts';
import { sayGrounds } from '../../../lib/purchasing/index.ts';

describe('purchaseGround', () => {
  test.each<[string, number[], string]>([
    ['one order', [88], 'ordered once, 12 days ago'],
    ['an order of the last day known', [100], 'ordered once, today'],
    ['two orders, which are no rhythm yet', [60, 61], 'ordered twice, 1 day apart, the last 39 days ago'],
    ['a rhythm', [10, 30, 60, 99], 'ordered on 4 days, every 30 days on average, the last yesterday'],
    ['orders day by day', [97, 98, 99, 100], 'ordered on 4 days, every day, the last today'],
    [
      'silence of more than twice its gap',
      [10, 20, 30],
      'ordered on 3 days, every 10 days on average, the last 70 days ago: overdue by its own rhythm',
    ],
    [
      'silence of just twice its gap',
      [0, 25, 50],
      'ordered on 3 days, every 25 days on average, the last 50 days ago',
    ],
  ])('says in words what a prediction rests on: %s', (_, days, words) => {
    expect(sayGrounds([purchaseGround(Int32Array.from(days), 100)], 'en')).toBe(words);
  });
});
