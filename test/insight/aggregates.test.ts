import { describe, expect, test } from '@jest/globals';
import type { Database } from '../../lib/stores/lake-database.ts';
import { readMarketAggregates } from '../../lib/stores/market-aggregates.ts';
import { annAndOthers, type OrderLine, openOrderLines, orderLinesQuery } from './order-lines.ts';

const asOf = '2025-03-14';

async function withLines<T>(
  lines: readonly OrderLine[],
  read: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openOrderLines(orderLinesQuery(lines));
  try {
    return await read(database);
  } finally {
    database.close();
  }
}

describe('readMarketAggregates', () => {
  test('sums the window up: cancellations undo, returns lower revenue alone', async () => {
    const { from, firstOrder, totals } = await withLines(annAndOthers, (database) =>
      readMarketAggregates(database, asOf),
    );

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

  test('sums fractions of units as decimals, so that no order of the lines changes the sum', async () => {
    const lines = [0.1, 0.2, 0.3].map((quantity, i) => ({ order: `${i}`, on: '2025-03-03', quantity }));

    const { totals } = await withLines(lines, (database) => readMarketAggregates(database, asOf));

    expect(totals.units).toBe(0.6);
  });

  test('lists the revenue of those that bought in the window, and counts who first did in its last 90 days', async () => {
    const { buyers } = await withLines(annAndOthers, (database) => readMarketAggregates(database, asOf));

    // ann bought a year before; bob on 10 March for the first time
    expect([Array.from(buyers.revenueMinor), buyers.new]).toEqual([[900, 250], 1]);
  });

  test('lists months of all time and weekdays of the window', async () => {
    const { months, weekdays } = await withLines(annAndOthers, (database) =>
      readMarketAggregates(database, asOf),
    );

    expect(months).toEqual([
      { month: '2024-03', revenueMinor: 1_800, orders: 2, buyers: 1 },
      { month: '2025-03', revenueMinor: 1_000, orders: 3, buyers: 2 },
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

    const { skus } = await withLines(lines, (database) => readMarketAggregates(database, asOf));

    // weeks: 8 to 14 March 2 + 1, 1 to 7 March 0, 22 to 28 February 4
    expect(skus).toEqual({
      sku: [expect.any(String)],
      revenueMinor: Float64Array.of(300),
      periods: Float64Array.of(3),
      unitsSum: Float64Array.of(7),
      unitsSquareSum: Float64Array.of(25),
    });
  });

  test('counts postage as revenue of the market, but not as a SKU', async () => {
    const lines: OrderLine[] = [
      { order: '1', on: '2025-03-10' },
      { order: '1', on: '2025-03-10', sku: 'POST', amountMinor: 700, product: false },
    ];

    const { totals, skus } = await withLines(lines, (database) => readMarketAggregates(database, asOf));

    expect(totals.revenueMinor).toBe(800);
    expect(skus.revenueMinor).toHaveLength(1);
  });

  test('follows buyers from the month of their first order', async () => {
    const { cohorts } = await withLines(annAndOthers, (database) => readMarketAggregates(database, asOf));

    // ann's own March 2024: 1,000 + 500 + 300; a year later 200 less the cancelled 100. bob: 400 less the returned 150
    expect(cohorts).toEqual([
      { cohort: '2024-03', monthsSince: 0, buyers: 1, revenueMinor: 1_800 },
      { cohort: '2024-03', monthsSince: 12, buyers: 1, revenueMinor: 100 },
      { cohort: '2025-03', monthsSince: 0, buyers: 1, revenueMinor: 250 },
    ]);
  });

  test('sums the newest whole months and those a year before up by buyer, an order without one as a buyer', async () => {
    const year = (first: number) =>
      Array.from({ length: 12 }, (_, i) => `${first}-${String(i + 1).padStart(2, '0')}-01`);
    const lines: OrderLine[] = [
      ...year(2023).map((on) => ({ order: on, on, customer: 'ann', amountMinor: 10 })),
      ...year(2024).map((on) => ({ order: on, on, customer: 'ann', amountMinor: 20 })),
      { order: 'n', on: '2024-05-03', amountMinor: 7 },
      { order: 'last', on: '2025-01-31', customer: 'ann', amountMinor: 20 },
    ];

    const { periods, trailing } = await withLines(lines, (database) =>
      readMarketAggregates(database, '2025-01-31'),
    );

    expect(periods).toEqual({
      months: 12,
      current: { from: '2024-02-01', to: '2025-01-31' },
      previous: { from: '2023-02-01', to: '2024-01-31' },
    });
    // ann: eleven months of 20 and the last one's 20, against eleven of 10 and January's 20; the order without a buyer 7
    expect(trailing).toEqual({
      buyers: 2,
      currentMinor: 240 + 7,
      previousMinor: 130,
      currentSquares: 240 ** 2 + 7 ** 2,
      products: 240 * 130,
      previousSquares: 130 ** 2,
    });
  });

  test('answers no first order and zero totals where there are no lines', async () => {
    const aggregates = await withLines(annAndOthers, (database) =>
      readMarketAggregates(database, '2020-01-01'),
    );

    expect(aggregates).toMatchObject({ firstOrder: null, totals: { orders: 0, revenueMinor: 0, units: 0 } });
  });
});
