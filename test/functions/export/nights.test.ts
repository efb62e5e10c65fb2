import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LoggedAct, lakeKeys, runKey } from '../../../lib/domain/index.ts';
import { analysisFile, createBuyerFile, createLogFile, priceLogFile } from '../../../lib/stores/index.ts';
import { anAnalysis } from '../../charts/some-results.ts';
import { NOW } from '../ingest/ingest-room.ts';
import { aBuyer } from '../stored-documents.ts';
import { type ExportRoom, NIGHT, openExportRoom } from './export-room.ts';

let room: ExportRoom;
beforeAll(async () => {
  room = await openExportRoom();
  await room.endNight();
});
afterAll(() => room.close());

const night = { runId: `de-${NIGHT}`, asOf: NIGHT };
const keep = (lakeKey: string, bytes: Uint8Array) =>
  room.lake.put(lakeKey, bytes, 'application/vnd.apache.parquet');

describe('files of a night’s tables', () => {
  test('are empty but for their header before the market’s first run', async () => {
    for (const kind of ['buyers', 'accuracy', 'price_log', 'decision_log', 'analysis_months'] as const) {
      const made = await room.make({ kind, market: 'jp' });
      expect(made).toMatchObject({ state: 'ready', file: { rows: 0 } });
      expect(made.file?.columns.length).toBeGreaterThan(5);
    }
  });

  test('have buyers with their prediction, lists joined into one cell', async () => {
    const file = createBuyerFile();
    file.add({
      advice: {
        ...{ customer: 'c1-a', ...night },
        offers: [
          { sku: 'A-1', kind: 'repeat', score: 2.5, reason: 'due' },
          { sku: 'B;1', kind: 'new', score: 1, reason: 'similar' },
        ],
      },
      buyer: { ...aBuyer, customer: 'c1-a', yearRevenue: { minor: 123_456, currency: 'EUR' } },
      ...{ segmentName: 'Regulars', priceGroup: undefined },
    });
    await keep(lakeKeys.buyers('demo', 'de', NIGHT), file.finish());

    const [row] = await room.rowsOf(
      { kind: 'buyers' },
      'customer, orders, typeof(orders) AS counts, year_revenue, currency, offer_skus, chance_30_days, as_of',
    );

    expect(row).toEqual({
      ...{ customer: 'c1-a', orders: 2, counts: 'BIGINT', year_revenue: 1234.56, currency: 'EUR' },
      ...{ offer_skus: 'A-1; B;1', chance_30_days: null, as_of: NIGHT },
    });
  });

  test('have the price log in the currency’s unit, of all shards', async () => {
    const logged = (sku: string) =>
      priceLogFile([
        {
          ...{ sku, policyVersion: 'v1', rung: 0, unitPriceMicros: 2_500_000, chance: 0.25, drawn: true },
          ...{ proposed: true, priceTest: false, inForce: true, expectedUnitsPerDay: 4.5 },
          unitCostMicros: 13_500,
        },
      ]);
    await keep(lakeKeys.priceLog('demo', 'de', NIGHT, 's00001'), logged('A-1'));
    await keep(lakeKeys.priceLog('demo', 'de', NIGHT, 's00002'), logged('B-1'));

    const [, first, second] = await room.linesOf({ kind: 'price_log', asOf: NIGHT });

    expect(first).toBe('A-1,v1,0,2.5,0.0135,EUR,0.25,true,true,false,true,4.5,2025-01-31');
    expect(second).toMatch(/^B-1,/);
  });

  test('are refused of a night that is made again, rather than short of shards', async () => {
    const key = runKey('demo', night.runId);
    const ended = (await room.runs.get(key))?.value;
    if (ended === undefined) throw new Error('the night has no run');
    await room.runs.put(key, { ...ended, state: 'running', startedAt: NOW, shards: 0 });

    const made = await room.make({ kind: 'price_log' });
    await room.runs.put(key, ended);

    expect(made).toMatchObject({
      state: 'failed',
      reason: 'the night 2025-01-31 is being made: ask again once de-2025-01-31 has ended',
    });
  });

  test('have the decision log of a business date as it was sealed, and nothing that was not', async () => {
    const entry = (sku: string): LoggedAct => ({
      ...{
        entry: `01J/${sku}`,
        at: '2025-01-31T08:30:00.000Z',
        merchant: 'demo',
        market: 'de',
        sku,
        place: 1,
      },
      ...{ decision: `de:${sku}:v1`, event: 'approve', by: 'ab'.repeat(32), version: 2 },
      ...{ from: 'proposed', to: 'approved', reasonCode: 'other', policyVersion: 'v1', runId: night.runId },
      draft: { currency: 'EUR', priceMicros: 2_500_000, orderUnits: 12, amountMinor: 4_550 },
      inputs: { marketRules: 3 },
    });
    const seal = async (name: string, sku: string) => {
      const file = createLogFile();
      file.add([entry(sku)]);
      const key = lakeKeys.sealedEntries('demo', 'de', NIGHT, name);
      await keep(key, file.finish());
      return `s3://lake/${key}\n`;
    };
    const [first, second] = [await seal('1', 'A-1'), await seal('2', 'B-1')];
    await seal('3', 'LEFT-BEHIND');
    const manifest = lakeKeys.logSymlinks('demo', 'de', NIGHT);
    await room.lake.put(manifest, `${first}${second}`, 'text/plain');

    const rows = await room.rowsOf(
      { kind: 'decision_log' },
      'sku, "at", event, actor, price, order_units, amount, currency, version, market_rules, place, as_of',
    );

    expect(rows).toEqual(
      ['A-1', 'B-1'].map((sku) => ({
        ...{ sku, at: '2025-01-31 08:30:00', event: 'approve', actor: 'ab'.repeat(32), price: 2.5 },
        ...{ order_units: 12, amount: 45.5, currency: 'EUR', version: 2, market_rules: 3, place: 1 },
        as_of: NIGHT,
      })),
    );
    expect(await room.make({ kind: 'decision_log', asOf: '2024-01-31' })).toMatchObject({
      ...{ state: 'failed', reason: 'no decision_log are kept of the night 2024-01-31' },
    });
  });

  test('have each table of the analysis', async () => {
    const tables = ['months', 'cohorts', 'categories', 'baskets', 'positioning'] as const;
    for (const table of tables)
      await keep(lakeKeys.analysis('demo', 'de', table, NIGHT), analysisFile(table, anAnalysis()));

    const rows = await Promise.all(
      tables.map(async (table) => (await room.make({ kind: `analysis_${table}` })).file?.rows),
    );
    const months = await room.linesOf({ kind: 'analysis_months' });

    expect(rows).toEqual([3, 3, 1, 0, 1]);
    expect(months.slice(1, 4)).toEqual([
      '2025-01,2000,EUR,15,,false,2025-01-31',
      '2025-02,1400,EUR,12,,false,2025-01-31',
      '2025-03,100,EUR,3,,true,2025-01-31',
    ]);
  });
});
