import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type MonthSpan, readMonthUnits } from '../../lib/stores/index.ts';
import { openUploadedLakes } from './uploaded-lakes.ts';

const HEADERS = {
  orders: 'order_id,ordered_at,customer_id,sku,quantity,unit_price,status',
  products: 'sku,unit_cost,landed_cost',
  stock: 'sku,as_of,on_hand,location',
} as const;
type UploadedLakes = Awaited<ReturnType<typeof openUploadedLakes<keyof typeof HEADERS>>>;
type Uploads = Partial<Record<keyof typeof HEADERS, string[]>>;

let lakes: UploadedLakes;
beforeAll(async () => {
  lakes = await openUploadedLakes(HEADERS);
});
afterAll(() => lakes.close());

const span: MonthSpan = {
  ...{ market: 'de', currency: 'EUR', location: 'hamburg', locationMarkets: ['de'] },
  ...{ from: '2025-06-01', to: '2025-06-30', beforeFrom: '2025-03-03', beforeTo: '2025-05-31' },
  // a thousandth of its cost a day
  holdingRatePerYear: 0.365,
};
const read = (given: Uploads, changes: Partial<MonthSpan> = {}) =>
  lakes.reading(given, (lake) => readMonthUnits(lake, { ...span, ...changes }));

describe('readMonthUnits', () => {
  test('takes what units cost, returns and cancellations off what they sold for', async () => {
    const { units, stockCounted } = await read({
      orders: [
        '1,2025-06-01,K,A,10,5,',
        '2,2025-06-30,K,A,-2,5,',
        '3,2025-06-10,K,A,4,5,cancelled',
        '4,2025-07-01,K,A,99,5,',
        '5,2025-01-01,K,A,1,5,',
      ],
      products: ['A,3,3.5'],
    });

    // eight units at 5.00 less 3.50; none in the months before
    expect(units).toEqual([{ sku: 'A', earnedMinor: 1200, beforeMinor: 0 }]);
    expect(stockCounted).toBe(false);
  });

  test('takes the cost of stock off, by counts that hold until the next', async () => {
    const { units, stockCounted } = await read({
      orders: ['1,2025-06-01,K,A,10,5,', '2,2025-01-01,K,A,1,5,'],
      products: ['A,3,'],
      stock: ['A,2025-06-01,100,hamburg', 'A,2025-06-16,0,hamburg', 'A,2025-06-16,500,elsewhere'],
    });

    // 10 × 2.00 less half the month of 100 units at 3.00 × 0.001: 15 × 30 cents
    expect(units[0]?.earnedMinor).toBe(2000 - 450);
    expect(stockCounted).toBe(true);
  });

  test('brings the days before to as many days', async () => {
    const { units } = await read({
      orders: ['1,2025-06-01,K,A,10,5,', '2,2025-03-03,K,A,90,5,'],
      products: ['A,3,'],
    });

    // 90 days before, 30 counted
    expect(units[0]?.beforeMinor).toBe((90 * 200 * 30) / 90);
  });

  test('has nothing from before of a SKU that was first sold since', async () => {
    const { units } = await read({
      orders: ['1,2025-06-01,K,A,10,5,', '2,2025-04-01,K,A,1,5,'],
      products: ['A,3,'],
    });

    expect(units[0]?.beforeMinor).toBeNull();
  });

  test('tells nothing of a SKU whose cost nobody knows', async () => {
    const { units } = await read({ orders: ['1,2025-06-01,K,A,10,5,'] });

    expect(units).toEqual([{ sku: 'A', earnedMinor: null, beforeMinor: null }]);
  });

  test('reads nothing from an empty market', async () => {
    expect(await read({})).toEqual({ units: [], stockCounted: false });
  });
});
