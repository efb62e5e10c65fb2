import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createBestList } from '../../../functions/segment/best-list.ts';

describe('createBestList', () => {
  test('keeps what sorting everything would put first, in any order of offers', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { maxLength: 200 }),
        fc.integer({ min: 1, max: 20 }),
        (numbers, most) => {
          const list = createBestList<number>(most, (a, b) => b - a);

          for (const number of numbers) list.offer(number);

          expect(list.best()).toEqual(numbers.toSorted((a, b) => b - a).slice(0, most));
          expect(list.offered()).toBe(numbers.length);
        },
      ),
      { seed: 1 },
    );
  });

  test('goes on after it was looked at', () => {
    const list = createBestList<number>(2, (a, b) => b - a);
    for (const number of [1, 5, 3]) list.offer(number);
    list.best();

    list.offer(4);

    expect(list.best()).toEqual([5, 4]);
  });
});
