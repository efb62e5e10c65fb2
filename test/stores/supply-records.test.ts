import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readLocationSupply } from '../../lib/stores/index.ts';
import { openUploadedLakes } from './uploaded-lakes.ts';

type UploadedLakes = Awaited<ReturnType<typeof openUploadedLakes>>;
let lakes: UploadedLakes;
beforeAll(async () => {
  lakes = await openUploadedLakes({
    products: 'sku,supplier',
    purchase_orders: 'order_id,sku,quantity,ordered_on,due_on,received_on,location,supplier',
    rates: 'date,base,quote,rate',
  });
});
afterAll(() => lakes.close());

const supply = (
  given: { products?: string[]; purchase_orders?: string[]; rates?: string[] },
  orders: string[] = [],
) =>
  lakes.reading(given, (lake) =>
    readLocationSupply(lake, { asOf: '2025-12-31', location: 'hamburg', markets: ['de', 'gb'], orders }),
  );

describe('readLocationSupply', () => {
  test('counts what was in time, late and missing by supplier, at this location and in this year', async () => {
    const { records } = await supply({
      products: ['B,Ost'],
      purchase_orders: [
        'P1,A,10,2025-11-01,2025-11-10,2025-11-10,hamburg,Nord',
        'P2,A,10,2025-11-05,2025-11-15,2025-11-21,hamburg,Nord',
        'P3,A,20,2025-12-01,2025-12-20,,hamburg,Nord',
        // due, and to arrive after the date; not due yet; elsewhere; too long ago
        'P4,A,5,2025-12-01,2025-12-30,2026-01-03,hamburg,Nord',
        'P5,A,99,2025-12-20,2026-01-20,,hamburg,Nord',
        'P6,A,99,2025-11-01,2025-11-10,,osaka,Nord',
        'P7,A,99,2024-11-01,2024-11-10,2024-12-10,hamburg,Nord',
        // without a location it is the market's, and the products file names its supplier
        'P8,B,7,2025-12-01,2025-12-10,2025-12-09,,',
      ],
    });

    expect(records).toEqual([
      {
        ...{ supplier: 'Nord', judgedLines: 2, onTimeLines: 1, meanLatenessDays: 3 },
        ...{ dueUnits: 45, missingUnits: 25, overdueLines: 2 },
      },
      {
        ...{ supplier: 'Ost', judgedLines: 1, onTimeLines: 1, meanLatenessDays: 0 },
        ...{ dueUnits: 7, missingUnits: 0, overdueLines: 0 },
      },
    ]);
  });

  test('tells what has come of the orders that are asked for, receipt by receipt', async () => {
    const { lines } = await supply(
      {
        purchase_orders: [
          'PO-1,A,10,2025-12-01,2025-12-10,2025-12-09,hamburg,Nord',
          'PO-1,A,5,2025-12-01,2025-12-10,2025-12-12,hamburg,Nord',
          'PO-1,B,8,2025-12-01,2025-12-10,,hamburg,Nord',
          'PO-2,A,8,2025-12-01,2025-12-10,,hamburg,Nord',
        ],
      },
      ['PO-1', 'PO-3'],
    );

    expect(lines).toEqual([
      { orderId: 'PO-1', sku: 'A', units: 15, receivedUnits: 15, receivedOn: '2025-12-12' },
      { orderId: 'PO-1', sku: 'B', units: 8, receivedUnits: 0, receivedOn: null },
    ]);
  });

  test('takes the newest rate of a pair up to the date, and nothing where nothing was uploaded', async () => {
    const { rates } = await supply({
      rates: ['2025-10-31,EUR,USD,1.1', '2025-11-30,EUR,USD,1.2', '2026-01-31,EUR,USD,1.3'],
    });

    expect(rates).toEqual([{ base: 'EUR', quote: 'USD', rate: 1.2, date: '2025-11-30' }]);
    expect(await supply({})).toEqual({ records: [], lines: [], rates: [] });
  });
});
