import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Buyer, BuyerAdvice } from '../../lib/domain/index.ts';
import { type BuyerRow, createBuyerFile } from '../../lib/stores/index.ts';
import { openDatabase } from '../../lib/stores/lake-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'buyer-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const night = { runId: 'jp-2025-06-30', asOf: '2025-06-30' };
const aBuyer: Buyer = {
  ...{ customer: 'c1-a', segment: 's-1', ...night, recencyDays: 3, orders: 7 },
  ...{ yearRevenue: { minor: 123_456, currency: 'JPY' }, firstOrder: '2024-01-31', lastOrder: '2025-06-27' },
};
const anAdvice: BuyerAdvice = {
  ...{ customer: 'c1-a', ...night },
  prediction: {
    ...{ model: 'mbg-nbd', chanceWithin30Days: 0.25, chanceWithin90Days: 0.5, expectedOrders90Days: 1.5 },
    expectedSpend90Days: { minor: 900, currency: 'JPY' },
    ...{ nextOrder: { from: '2025-07-01', median: '2025-07-20' }, reason: '7 order days' },
  },
  offers: [
    { sku: 'ネジ-1', kind: 'repeat', score: 2.5, reason: 'due' },
    { sku: 'X', kind: 'new', score: 1, reason: 'similar' },
  ],
  interest: {
    ...{ views30Days: 3, views90Days: 4, searches30Days: 1, searches90Days: 2 },
    ...{ openQuotes: 1, endedQuotes: 5, wonQuotes: 2 },
  },
};

/** Read the file as any other program would: DuckDB knows nothing of ours. */
async function readBack(rows: readonly BuyerRow[], sql = 'SELECT * FROM buyers') {
  const file = createBuyerFile();
  for (const row of rows) file.add(row);
  writeFileSync(join(folder, 'buyers.parquet'), file.finish());
  const database = await openDatabase({ directory: folder, memoryMib: 128 });
  try {
    await database.run(`CREATE VIEW buyers AS FROM read_parquet('${join(folder, 'buyers.parquet')}')`);
    return await database.run(sql);
  } finally {
    database.close();
  }
}

describe('createBuyerFile', () => {
  test('holds a row for each buyer with its segment, its prediction and its offers as lists', async () => {
    const rows = await readBack([
      { advice: anAdvice, buyer: aBuyer, segmentName: 'お得意様', priceGroup: 'gold' },
    ]);

    expect(rows).toEqual([
      {
        ...{ customer: 'c1-a', segment: 's-1', segment_name: 'お得意様', price_group: 'gold' },
        ...{ recency_days: 3, orders: 7, year_revenue_minor: 123_456, currency: 'JPY' },
        ...{ first_order: '2024-01-31', last_order: '2025-06-27', model: 'mbg-nbd' },
        ...{ chance_30_days: 0.25, chance_90_days: 0.5, expected_orders_90_days: 1.5 },
        ...{ expected_spend_90_days_minor: 900, chance_alive: null, reason: '7 order days' },
        ...{ next_order_from: '2025-07-01', next_order_median: '2025-07-20', next_order_to: null },
        ...{ offer_skus: ['ネジ-1', 'X'], offer_kinds: ['repeat', 'new'], offer_scores: [2.5, 1] },
        ...{ views_30_days: 3, views_90_days: 4, searches_30_days: 1, searches_90_days: 2 },
        ...{ open_quotes: 1, ended_quotes: 5, won_quotes: 2 },
        run: 'jp-2025-06-30',
      },
    ]);
  });

  test('leaves null what is not known of a buyer, and its offers empty', async () => {
    const advice = { customer: 'c1-b', ...night, offers: [] };

    const [row] = await readBack([
      { advice, buyer: undefined, segmentName: undefined, priceGroup: undefined },
    ]);

    const { customer, offer_skus, offer_kinds, offer_scores, run, ...rest } = row ?? {};
    expect({ customer, offer_skus, offer_kinds, offer_scores, run }).toEqual({
      ...{ customer: 'c1-b', offer_skus: [], offer_kinds: [], offer_scores: [] },
      run: 'jp-2025-06-30',
    });
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  test('is a table without rows for a market without buyers', async () => {
    expect(await readBack([], 'SELECT count(*) AS rows, count(DISTINCT segment) AS s FROM buyers')).toEqual([
      { rows: 0, s: 0 },
    ]);
  });

  test('keeps every buyer of many in order', async () => {
    const rows = Array.from({ length: 25_001 }, (_, i) => ({
      advice: { ...anAdvice, customer: `c1-${String(i).padStart(6, '0')}` },
      ...{ buyer: aBuyer, segmentName: 'A', priceGroup: undefined },
    }));

    const sql = `SELECT count(DISTINCT customer) AS buyers, sum(len(offer_skus)) AS offers,
      (SELECT customer FROM buyers LIMIT 1 OFFSET 25000) AS last FROM buyers`;
    expect(await readBack(rows, sql)).toEqual([{ buyers: 25_001, offers: 50_002, last: 'c1-025000' }]);
  });
});
