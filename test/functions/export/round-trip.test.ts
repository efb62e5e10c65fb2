import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { skuKey } from '../../../lib/domain/index.ts';
import { aForecast, aPolicy } from '../stored-documents.ts';
import { type ExportRoom, openExportRoom } from './export-room.ts';
import { otherReaders, type ReadFile } from './other-programs.ts';

/** Names that CSV, spreadsheets and readers stumble on: as long as they are not all digits they come back as they went. */
const SKUS = ['0815', '=1+1', 'A,"1"', 'ネジ-1', "O'Brien", 'Schraube 5×8 ½"', 'line\nbreak'];
const MEANS = [0.1, 1e-7, 123_456.789, 0];
const PRICES = [13_500, 2_500_000, 999_999_999_999];

let room: ExportRoom;
let folder: string;
let files: string[];
beforeAll(async () => {
  room = await openExportRoom();
  folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
  await room.forecasts.putAll(
    SKUS.map((sku) => ({
      key: skuKey('demo', 'de', sku),
      value: aForecast({ sku, mean: MEANS, p10: MEANS, p50: MEANS, p90: MEANS }),
    })),
  );
  await room.policies.putAll(
    PRICES.map((unitPriceMicros, place) => ({
      key: skuKey('demo', 'de', SKUS[place] ?? ''),
      value: aPolicy({
        sku: SKUS[place] ?? '',
        name: '+49 40 / hinge',
        lastKnown: { onHand: 20, onOrder: 0, stockAsOf: '2025-01-31', unitPriceMicros },
        gainPerDay: { meanMinor: -5, lowerMinor: -100, upperMinor: 1 },
      }),
    })),
  );
  const header = 'order_id,ordered_at,sku,quantity,unit_price,customer_id';
  const lines = SKUS.slice(0, 3).map(
    (sku, place) => `O-${place},2025-11-0${place + 1},"${sku.replaceAll('"', '""')}",3,0.0135,K`,
  );
  await room.drop('demo/de/orders/1.csv', [header, ...lines].join('\n'));
  files = await Promise.all(
    (['forecasts', 'policies', 'orders'] as const).map(async (kind) => {
      const file = join(folder, `${kind}.csv`);
      writeFileSync(file, await room.bytesOf(await room.make({ kind, format: 'csv' })));
      return file;
    }),
  );
});
afterAll(async () => {
  await room.close();
  rmSync(folder, { recursive: true });
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe.each(otherReaders())('%s', (name, reader) => {
  if (reader === undefined) {
    console.warn(`skipped: reading exports back with ${name}, which is not installed`);
    test.skip('reads an export', () => undefined);
    return;
  }
  let read: ReadFile[];
  beforeAll(() => {
    read = reader(files);
  });

  test('reads every row of forecasts, its columns by name, and numbers to their last digit', () => {
    const [forecasts] = read;

    expect(forecasts?.rows).toBe(SKUS.length * MEANS.length);
    expect(forecasts?.columns.slice(0, 6)).toEqual(['sku', 'date', 'mean', 'p10', 'p50', 'p90']);
    for (const column of ['mean', 'p10', 'p50', 'p90'])
      expect(forecasts?.sums[column]).toBeCloseTo(SKUS.length * sum(MEANS), 9);
  });

  test('reads prices and amounts as numbers in the currency’s unit, negative ones too', () => {
    const [, policies] = read;

    expect(policies?.rows).toBe(PRICES.length);
    expect(policies?.sums.price).toBeCloseTo(sum(PRICES) / 1e6, 6);
    expect(policies?.sums.gain_per_day).toBeCloseTo(-0.15, 12);
    expect(policies?.sums.gain_per_day_lower).toBeCloseTo(-3, 12);
  });

  test('reads orders valued exactly, and dates as dates where it looks for them', () => {
    const [, , orders] = read;

    expect(orders?.rows).toBe(3);
    expect(orders?.sums).toMatchObject({ quantity: 9, unit_price: expect.closeTo(0.0405, 12) });
    // 3 × 0.0135 is 0.0405: four cents a line
    expect(orders?.sums.amount).toBeCloseTo(0.12, 12);
    const dates = { pandas: 'datetime64[ns]', R: 'character', 'data.table': 'IDate' }[name];
    expect(orders?.types.ordered_on).toBe(dates);
  });
});

test('a Parquet file gives back every text as it is, dates and decimals by their types', async () => {
  const names = await room.rowsOf({ kind: 'forecasts' }, 'DISTINCT sku');
  const [types] = await room.rowsOf(
    { kind: 'policies' },
    'typeof(sku) AS sku, typeof(price) AS price, typeof(gain_per_day) AS gain, typeof(stock_as_of) AS day, typeof(review_days) AS days, typeof(valid_until) AS until, sum(price) OVER () AS prices',
  );

  expect(names.map(({ sku }) => sku).sort()).toEqual([...SKUS].sort());
  expect(types).toEqual({
    ...{ sku: 'VARCHAR', price: 'DECIMAL(18,6)', gain: 'DECIMAL(20,4)', day: 'DATE', days: 'BIGINT' },
    ...{ until: 'TIMESTAMP', prices: sum(PRICES) / 1e6 },
  });
});
