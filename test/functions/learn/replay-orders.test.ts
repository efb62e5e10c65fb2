import { describe, expect, test } from '@jest/globals';
import { isReplayed } from '../../../functions/learn/replay-orders.ts';
import { addDays } from '../../../lib/domain/index.ts';

const place = { merchant: 'demo', market: 'de', asOf: '2026-06-30' };
const skus = Array.from({ length: 10_000 }, (_, n) => `SKU-${n}`);
const dueOn = (asOf: string) => skus.filter((sku) => isReplayed({ ...place, asOf }, sku));
const nights = Array.from({ length: 25 }, (_, night) => addDays(place.asOf, night));

describe('isReplayed', () => {
  test('chooses each SKU once in 25 nights, whatever shard it lies in', () => {
    const chosen = nights.flatMap(dueOn);

    expect(chosen.toSorted()).toEqual(skus.toSorted());
  });

  test('chooses about one SKU in 25 each night', () => {
    // 400 are to be expected; five standard deviations of a fair draw are 98
    for (const night of nights) expect(Math.abs(dueOn(night).length - 400)).toBeLessThan(98);
  });
});
