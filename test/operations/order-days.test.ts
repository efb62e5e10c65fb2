import { describe, expect, test } from '@jest/globals';
import { orderTiming, readOrderDays } from '../../lib/operations/index.ts';

describe('readOrderDays', () => {
  test.each([
    ['Mon;Wed;Fri', [1, 3, 5]],
    ['Di, Do', [2, 4]],
    ['Mon-Fri', [1, 2, 3, 4, 5]],
    ['Fri - Mon', [1, 5, 6, 7]],
    ['montag und freitag'.replace(' und ', ' '), [1, 5]],
    ['mercredi/vendredi', [3, 5]],
    ['lunes martes miércoles', [1, 2, 3]],
    ['月/木', [1, 4]],
    ['1 3 5', [1, 3, 5]],
    ['daily', [1, 2, 3, 4, 5, 6, 7]],
    ['Wed,Wed', [3]],
  ])('reads %s', (text, weekdays) => {
    expect(readOrderDays(text)).toEqual({ weekdays, unread: [] });
  });

  test('takes any day where no day is known, and names words that are none', () => {
    expect(readOrderDays(null)).toEqual({ weekdays: null, unread: [] });
    expect(readOrderDays(' ; ')).toEqual({ weekdays: null, unread: [] });
    expect(readOrderDays('by phone')).toEqual({ weekdays: null, unread: ['by', 'phone'] });
  });
});

describe('orderTiming', () => {
  const tuesday = '2024-07-02';

  test("waits for the supplier's next day, and covers until the one after", () => {
    expect(orderTiming(tuesday, readOrderDays('Mon;Thu'), 7)).toEqual({
      orderDate: '2024-07-04',
      nextOrderDate: '2024-07-08',
    });
  });

  test('orders on the day itself where that is an order day', () => {
    expect(orderTiming(tuesday, readOrderDays('Tue'), 7)).toEqual({
      orderDate: tuesday,
      nextOrderDate: '2024-07-09',
    });
  });

  test('orders once a review from a supplier of any day', () => {
    expect(orderTiming(tuesday, readOrderDays(null), 7)).toEqual({
      orderDate: tuesday,
      nextOrderDate: '2024-07-09',
    });
  });
});
