import { describe, expect, test } from '@jest/globals';
import { readBuyerAggregates } from '../../lib/stores/buyer-aggregates.ts';
import { readMarketAggregates } from '../../lib/stores/market-aggregates.ts';
import { type OrderLine, openOrderLines, orderLinesQuery } from './order-lines.ts';

const asOf = '2025-03-14';

async function withLines<T>(
  lines: readonly OrderLine[],
  read: (run: Awaited<ReturnType<typeof openOrderLines>>['run']) => Promise<T>,
): Promise<T> {
  const database = await openOrderLines(orderLinesQuery(lines));
  try {
    return await read(database.run);
  } finally {
    database.close();
  }
}

/** `ann` orders three times, twice within the year; `bob` once; one order is anonymous; one lies after `asOf`. */
const LINES: OrderLine[] = [
  { order: '1', on: '2024-03-14', customer: 'ann', amountMinor: 1_000 },
  { order: '2', on: '2024-03-15', customer: 'ann', amountMinor: 500, quantity: 5 },
  { order: '2', on: '2024-03-15', customer: 'ann', amountMinor: 300, quantity: 3, sku: 't' },
  { order: '3', on: '2025-03-13', customer: 'ann', amountMinor: 200, quantity: 2 },
  { order: 'C3', on: '2025-03-14', customer: 'ann', amountMinor: -100, quantity: -1, kind: 'cancelled' },
  { order: '4', on: '2025-03-14', customer: 'ann', amountMinor: 9_999, quantity: 99, kind: 'cancelled' },
  { order: '5', on: '2025-03-10', customer: 'bob', amountMinor: 400, quantity: 4 },
  { order: 'R5', on: '2025-03-12', customer: 'bob', amountMinor: -150, quantity: -1.5, kind: 'return' },
  { order: '6', on: '2025-03-10', amountMinor: 700, quantity: 7 },
  { order: 'R7', on: '2025-03-10', customer: 'cora', amountMinor: -50, quantity: -1, kind: 'return' },
  { order: '8', on: '2025-03-15', customer: 'dave', amountMinor: 100 },
];

describe('readBuyerAggregates', () => {
  test('sums each buyer up as of the date, its year ending on it', async () => {
    const aggregates = await withLines(LINES, (run) => readBuyerAggregates(run, asOf));

    expect(aggregates).toEqual({
      orderLines: 6,
      buyers: [
        {
          customer: 'ann',
          firstOrder: '2024-03-14',
          lastOrder: '2025-03-13',
          orders: 3,
          orderDays: 3,
          yearOrders: 2,
          // 500 + 300 + 200, less the cancelled 100; the line cancelled in place never counted
          yearRevenueMinor: 900,
        },
        {
          customer: 'bob',
          firstOrder: '2025-03-10',
          lastOrder: '2025-03-10',
          orders: 1,
          orderDays: 1,
          yearOrders: 1,
          yearRevenueMinor: 250,
        },
      ],
    });
  });

  test('answers no buyers where there are no lines', async () => {
    const aggregates = await withLines(LINES, (run) => readBuyerAggregates(run, '2020-01-01'));

    expect(aggregates).toEqual({ orderLines: 0, buyers: [] });
  });
});

describe('readMarketAggregates', () => {
  test('sums the window up: cancellations undo, returns lower revenue alone', async () => {
    const { from, firstOrder, totals } = await withLines(LINES, (run) => readMarketAggregates(run, asOf));

    expect([from, firstOrder]).toEqual(['2024-03-15', '2024-03-14']);
    expect(totals).toEqual({
      // sales 500 + 300 + 200 + 400 + 700, cancelled 100, returned 150 + 50
      revenueMinor: 1_800,
      salesMinor: 2_100,
      returnsMinor: 200,
      anonymousRevenueMinor: 700,
      orders: 4,
      orderLines: 5,
      // 5 + 3 + 2 + 4 + 7 − 1
      units: 20,
    });
  });

  test('lists buyers that bought in the window with their first order ever', async () => {
    const { buyers } = await withLines(LINES, (run) => readMarketAggregates(run, asOf));

    expect(buyers).toEqual([
      { revenueMinor: 900, firstOrder: '2024-03-14' },
      { revenueMinor: 250, firstOrder: '2025-03-10' },
    ]);
  });

  test('lists months of all time and weekdays of the window', async () => {
    const { months, weekdays } = await withLines(LINES, (run) => readMarketAggregates(run, asOf));

    expect(months).toEqual([
      { month: '2024-03', revenueMinor: 1_800, orders: 2 },
      { month: '2025-03', revenueMinor: 1_000, orders: 3 },
    ]);
    // Monday 10 March: 400 + 700; Thursday 13 March: 200; Friday 15 March 2024: 500 + 300
    expect(weekdays).toEqual([
      { weekday: 1, salesMinor: 1_100 },
      { weekday: 4, salesMinor: 200 },
      { weekday: 5, salesMinor: 800 },
    ]);
  });

  test('counts whole weeks back from the date, weeks without a sale included', async () => {
    // first sale 23 days before: 24 days hold three whole weeks, and the first sale lies before them
    const lines: OrderLine[] = [
      { order: '1', on: '2025-02-19', quantity: 50 },
      { order: '2', on: '2025-02-28', quantity: 4 },
      { order: '3', on: '2025-03-08', quantity: 2 },
      { order: '4', on: '2025-03-14', quantity: 1 },
      { order: 'R', on: '2025-03-14', quantity: -1, kind: 'return', amountMinor: -100 },
    ];

    const { skus } = await withLines(lines, (run) => readMarketAggregates(run, asOf));

    // weeks: 8 to 14 March 2 + 1, 1 to 7 March 0, 22 to 28 February 4
    expect(skus).toEqual([{ sku: 's', revenueMinor: 300, periods: 3, unitsSum: 7, unitsSquareSum: 25 }]);
  });

  test('counts postage as revenue of the market, but not as a SKU', async () => {
    const lines: OrderLine[] = [
      { order: '1', on: '2025-03-10' },
      { order: '1', on: '2025-03-10', sku: 'POST', amountMinor: 700, product: false },
    ];

    const { totals, skus } = await withLines(lines, (run) => readMarketAggregates(run, asOf));

    expect(totals.revenueMinor).toBe(800);
    expect(skus.map(({ sku }) => sku)).toEqual(['s']);
  });

  test('answers no first order and zero totals where there are no lines', async () => {
    const aggregates = await withLines(LINES, (run) => readMarketAggregates(run, '2020-01-01'));

    expect(aggregates).toMatchObject({ firstOrder: null, totals: { orders: 0, revenueMinor: 0, units: 0 } });
  });
});
