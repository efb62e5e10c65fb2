import { describe, expect, test } from '@jest/globals';
import type { UploadKind } from '../../lib/domain/index.ts';
import { importText } from './import-text.ts';

/** A file for all markets: no currency and no location stands in for what it leaves out. */
const allMarkets = { market: '_all', currency: null, timeZone: 'UTC', pricesIncludeTax: null };
const importShared = (kind: UploadKind, ...lines: string[]) =>
  importText(lines.join('\n'), {
    kind,
    fileName: `${kind}.csv`,
    market: allMarkets,
    limits: { refusedShare: 1 },
  });

const MISSING = 'is missing: a file for all markets must say it';

describe('importFile on a file for all markets', () => {
  test('keeps the prices of one SKU in two currencies apart, and refuses one in none', async () => {
    const { result, rows } = await importShared(
      'prices',
      'sku,valid_from,price,currency',
      'A,2025-01-01,10,EUR',
      'A,2025-01-01,1500,JPY',
      'A,2025-01-01,12,',
    );

    expect(rows.map(({ currency, price_micros }) => [currency, price_micros])).toEqual([
      ['EUR', 10_000_000],
      ['JPY', 1_500_000_000],
    ]);
    expect(result.rejects).toEqual([{ line: 4, column: 'currency', value: '', reason: MISSING }]);
  });

  test('refuses a cost or a list price in no currency, and a product without prices needs none', async () => {
    const { result, rows } = await importShared(
      'products',
      'sku,unit_cost,cost_currency,list_price,currency',
      'A,1,EUR,2,EUR',
      'B,,,,',
      'C,1,,,',
      'D,,,2,',
    );

    expect(rows.map(({ sku }) => sku)).toEqual(['A', 'B']);
    expect(result.rejects).toEqual([
      { line: 4, column: 'cost_currency', value: '', reason: MISSING },
      { line: 5, column: 'currency', value: '', reason: MISSING },
    ]);
  });

  test('refuses stock and orders to suppliers that lie nowhere, also where the file has no such column', async () => {
    const stock = await importShared('stock', 'sku,as_of,on_hand', 'A,2025-01-01,3');
    const orders = await importShared(
      'purchase_orders',
      'order_id,sku,quantity,location',
      'P1,A,3,hamburg',
      'P2,A,3,',
    );

    expect(stock.result).toMatchObject({
      state: 'rejected',
      rejects: [{ line: 2, column: 'location', value: '', reason: MISSING }],
    });
    expect(orders.result.rejects).toEqual([{ line: 3, column: 'location', value: '', reason: MISSING }]);
  });
});
