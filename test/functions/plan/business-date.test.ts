import { describe, expect, test } from '@jest/globals';
import { businessDate } from '../../../functions/plan/business-date.ts';

const berlin = { timeZone: 'Europe/Berlin', runAt: '03:30' };
const tokyo = { timeZone: 'Asia/Tokyo', runAt: '03:30' };
const apia = { timeZone: 'Pacific/Apia', runAt: '03:30' };
const request = { merchant: 'demo', market: 'de' };
const now = '2026-11-24T12:00:00Z';

describe('businessDate', () => {
  test('is the date that was asked for', () => {
    expect(businessDate({ ...request, asOf: '2011-12-09' }, berlin, { orders: [], now })).toBe('2011-12-09');
  });

  test.each([
    ['2026-01-05T02:30:00Z', berlin, '2026-01-04'],
    // 23:30 UTC is the next day in Berlin already
    ['2026-01-05T23:30:00Z', berlin, '2026-01-05'],
    ['2026-01-04T18:30:00Z', tokyo, '2026-01-04'],
    // the hour that the spring change takes away
    ['2026-03-29T01:30:00Z', berlin, '2026-03-28'],
    ['2024-02-29T23:30:00Z', berlin, '2024-02-29'],
    // Samoa had no 30 December 2011
    ['2011-12-30T13:30:00Z', apia, '2011-12-29'],
  ])("is the market's yesterday when a schedule fires at %s", (scheduledAt, market, expected) => {
    expect(businessDate({ ...request, scheduledAt }, market, { orders: [], now })).toBe(expected);
  });

  test("is otherwise the newest day in the market's orders", () => {
    const orders = [{ lastDate: '2011-12-01' }, { lastDate: '2011-12-09' }, { lastDate: null }];

    expect(businessDate(request, berlin, { orders, now })).toBe('2011-12-09');
  });

  test('is today where an order is dated in the future, and yesterday where there are none', () => {
    expect(businessDate(request, berlin, { orders: [{ lastDate: '2062-01-01' }], now })).toBe('2026-11-24');
    expect(businessDate(request, berlin, { orders: [], now })).toBe('2026-11-23');
  });
});
