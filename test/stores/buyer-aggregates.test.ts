import { describe, expect, test } from '@jest/globals';
import type { BuyerAggregates, BuyerColumn } from '../../lib/clustering/index.ts';
import { dayNumber } from '../../lib/domain/index.ts';
import { readBuyerAggregates } from '../../lib/stores/buyer-aggregates.ts';
import {
  annAndOthers,
  type Listed,
  type OrderLine,
  openOrderLines,
  orderLinesQuery,
} from '../insight/order-lines.ts';

const asOf = '2025-03-14';

async function read(lines: readonly OrderLine[], { on = asOf, ...listed }: Listed & { on?: string } = {}) {
  const database = await openOrderLines(orderLinesQuery(lines), listed);
  try {
    return await readBuyerAggregates(database, on);
  } finally {
    database.close();
  }
}

/** A buyer's columns by name. */
function buyerOf({ customers, columns }: BuyerAggregates, customer: string) {
  const row = customers.indexOf(customer);
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]])) as Record<
    BuyerColumn,
    number
  >;
}

describe('readBuyerAggregates', () => {
  test('sums each buyer up as of the date, its year ending on it', async () => {
    const aggregates = await read(annAndOthers);

    expect(aggregates.customers).toEqual(['ann', 'bob']);
    expect(aggregates).toMatchObject({ orderLines: 6, firstDay: dayNumber('2024-03-14') });
    expect(buyerOf(aggregates, 'ann')).toMatchObject({
      firstDay: dayNumber('2024-03-14'),
      lastDay: dayNumber('2025-03-13'),
      ...{ orders: 3, orderDays: 3, yearOrders: 2 },
      // two articles in the year, three pairs of order and article
      ...{ yearSkus: 2, orderSkus: 3 },
      // 500 + 300 + 200, less the cancelled 100; the line cancelled in place never counted
      ...{ yearRevenueMinor: 900, yearSoldMinor: 1_000, yearTakenBackMinor: 100 },
      // the half-year's 182 days start on 2024-09-14, those before on 2024-03-16
      ...{ halfRevenueMinor: 100, priorRevenueMinor: 0 },
    });
    expect(buyerOf(aggregates, 'bob')).toMatchObject({ yearRevenueMinor: 250, yearTakenBackMinor: 150 });
  });

  test('measures the days between order days, several orders of a day being one', async () => {
    const days = ['2024-01-01', '2024-03-20', '2024-03-20', '2024-03-30', '2024-04-29'];
    const lines = days.map((on, i) => ({ order: `o${i}`, on, customer: 'ann' }));

    const { gaps, gapSum, gapSquareSum } = buyerOf(await read(lines), 'ann');

    // 79 days lead into the year, then 10 and 30
    expect([gaps, gapSum, gapSquareSum]).toEqual([3, 119, 79 ** 2 + 10 ** 2 + 30 ** 2]);
  });

  test('counts the pairs of order days within one quarter, counted back from the date', async () => {
    const days = ['2025-03-14', '2025-03-01', '2024-12-14', '2024-12-13', '2024-06-01'];
    const lines = days.map((on, i) => ({ order: `o${i}`, on, customer: 'ann' }));

    const { dayPairs, sameQuarterPairs } = buyerOf(await read(lines), 'ann');

    // the last quarter has 3 (its first day is 2024-12-14), the one before 1, and 2024-06-01 stands alone
    expect([dayPairs, sameQuarterPairs]).toEqual([5 * 4, 3 * 2]);
  });

  test('holds what was paid against the dearest price list in force that day, else the products file', async () => {
    // every line was paid 1.00 a unit
    const lines: OrderLine[] = [
      { order: '1', on: '2025-01-10', customer: 'ann', sku: 'listed', quantity: 10 },
      { order: '2', on: '2025-02-10', customer: 'ann', sku: 'listed', quantity: 10 },
      { order: '3', on: '2025-02-10', customer: 'ann', sku: 'in-file', quantity: 1 },
      { order: '4', on: '2025-02-10', customer: 'ann', sku: 'unknown', quantity: 7 },
      { order: '5', on: '2025-02-10', customer: 'bob', sku: 'unknown' },
    ];

    const aggregates = await read(lines, {
      products: [{ sku: 'in-file', listPriceMicros: 2_000_000 }],
      prices: [
        { sku: 'listed', from: '2024-01-01', micros: 1_250_000 },
        { sku: 'listed', from: '2025-02-01', micros: 1_600_000 },
        { sku: 'listed', from: '2025-02-05', micros: 1_000_000, group: 'key-account' },
        { sku: 'listed', from: '2025-02-05', micros: 900_000, minimum: 100 },
      ],
    });

    // in hundredths: 10 × 1.25 + 10 × 1.60 + 1 × 2.00 at list, 21 × 1.00 paid
    expect(buyerOf(aggregates, 'ann')).toMatchObject({ listValue: 3_050, paidValue: 2_100 });
    expect(buyerOf(aggregates, 'bob').listValue).toBeNaN();
  });

  test('sums the year by category, the largest eight by name and the rest together', async () => {
    const categories = Array.from({ length: 10 }, (_, i) => ({ sku: `s${i}`, category: `cat ${i}` }));
    const lines = categories.map(({ sku }, i) => ({
      ...{ order: `o${i}`, on: '2025-01-01', customer: 'ann', sku },
      amountMinor: 1_000 - i,
    }));

    const aggregates = await read(lines, { products: categories });

    expect(aggregates.categories).toEqual([...categories.slice(0, 8).map(({ category }) => category), null]);
    expect(aggregates.categoryRevenueMinor.map(([first]) => first)).toEqual([
      ...[1_000, 999, 998, 997, 996, 995, 994, 993],
      992 + 991,
    ]);
    expect(buyerOf(aggregates, 'ann').categoryLines).toBe(10);
  });

  test('answers no buyers where there are no lines, and no categories without a products file', async () => {
    const empty = await read(annAndOthers, { on: '2020-01-01' });

    expect(empty).toMatchObject({ customers: [], orderLines: 0, categories: [], categoryRevenueMinor: [] });
    expect(empty.firstDay).toBeNaN();
    expect((await read(annAndOthers)).categories).toEqual([]);
  });
});
