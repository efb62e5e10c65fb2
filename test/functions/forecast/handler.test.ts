import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/forecast/handler.ts';
import { onThisThread } from '../../../functions/forecast/series-forecaster.ts';
import {
  type ForecastDocument,
  forecastDocumentSchema,
  HORIZON_DAYS,
  type SeriesRecord,
} from '../../../lib/domain/index.ts';
import { readShardTotals } from '../../../lib/stores/index.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';
import { aSeries, dailyDemand, shard } from './a-series.ts';

/** A bucket with one shard, and the table that the handler writes, both in memory. */
function aRun(records: SeriesRecord[], budgetMs = 100) {
  const written = new Map<string, ForecastDocument>();
  const shardsDone: string[] = [];
  const body = gzipSync(records.map((record) => JSON.stringify(record)).join('\n'));
  const left = objectsInMemory();
  const handler = createHandler({
    objects: { get: async () => body, put: left.put },
    forecasts: {
      putAll: async (entries) => {
        for (const { key, value } of entries) {
          written.set(`${key.pk}/${key.sk}`, forecastDocumentSchema.parse(value));
        }
      },
    },
    progress: { done: async (...names) => void shardsDone.push(names.join('/')) },
    forecastAll: onThisThread,
    budgetMs,
  });
  return { handler, written, shardsDone, left };
}

describe('the forecast handler', () => {
  test('writes one document a SKU with ordered daily quantiles and the demand over lead time and review', async () => {
    const { handler, written, shardsDone } = aRun([aSeries(), aSeries({ sku: 'A-2' })]);

    const result = await handler(shard);

    expect(result).toEqual({ shard: '0001', done: 2, lacking: 0 });
    expect(shardsDone).toEqual(['acme/de-2025-06-30/forecast/0001']);
    const document = written.get('acme#de/A-1');
    if (document?.kind !== 'ready') throw new Error('expected a forecast');
    for (const part of [document.mean, document.p10, document.p50, document.p90]) {
      expect(part).toHaveLength(HORIZON_DAYS);
    }
    document.p50.forEach((middle, day) => {
      expect(document.p10[day]).toBeGreaterThanOrEqual(0);
      expect(document.p10[day]).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(document.p90[day]!);
    });
    // ⌈9.2⌉ days of lead time and 7 of review.
    const { days, mean, p50, p90, p95, p99 } = document.leadTimeDemand;
    expect(days).toBe(17);
    expect(mean / document.mean.slice(0, 17).reduce((sum, units) => sum + units, 0)).toBeCloseTo(1, 1);
    expect([p50, p90, p95, p99]).toEqual([p50, p90, p95, p99].toSorted((a, b) => a - b));
    expect(p90).toBeLessThan(document.p90.slice(0, 17).reduce((sum, units) => sum + units, 0));
    expect(document.candidates).toHaveLength(4);
  });

  test('leaves what each category comes to: means that are the sums of the documents’ means', async () => {
    const hinges = { ...aSeries().product, category: 'hinges' };
    const records = [
      aSeries(),
      aSeries({ sku: 'A-2', product: hinges, demand: dailyDemand(200, 3) }),
      aSeries({ sku: 'A-3', demand: dailyDemand(200, 4) }),
      aSeries({ sku: 'A-4', demand: [null, 3] }),
    ];
    const { handler, written, left } = aRun(records);
    const meanOf = (sku: string) => {
      const document = written.get(`acme#de/${sku}`);
      return document?.kind === 'ready' ? document.mean[1]! : Number.NaN;
    };

    await handler(shard);

    expect(left.keys()).toContain('totals/acme/de-2025-06-30/0001.jsonl.gz');
    const totals = await readShardTotals(left, 'totals/acme/de-2025-06-30/0001.jsonl.gz');
    expect(totals.map(({ category, totals: { series } }) => [category, series])).toEqual([
      [null, 2],
      ['hinges', 1],
    ]);
    expect(totals[0]!.totals.mean[1]).toBe(meanOf('A-1') + meanOf('A-3'));
    expect(totals[1]!.totals.mean[1]).toBe(meanOf('A-2'));
    // 200 days of history end on the same day; before them nothing was sold
    expect(totals[1]!.history.subarray(-200)).toEqual(Float64Array.from(records[1]!.demand, Number));
    expect(totals[1]!.history.subarray(0, -200).every((units) => units === 0)).toBe(true);
  });

  test('says what is missing of a SKU with three days of history', async () => {
    const { handler, written } = aRun([aSeries({ demand: [null, 3, 0, 4, null] })]);

    const result = await handler(shard);

    expect(result).toEqual({ shard: '0001', done: 0, lacking: 1 });
    expect(written.get('acme#de/A-1')).toEqual({
      kind: 'insufficientData',
      sku: 'A-1',
      runId: 'de-2025-06-30',
      asOf: '2025-06-30',
      missing: ['history'],
      detail: '3 observed days of A-1 in de; 14 are needed for a forecast',
    });
  });

  test('covers a lead time beyond the horizon', async () => {
    const leadTime = { meanDays: 90, sdDays: 5, source: 'receipts' as const, receipts: 4 };
    const { handler, written } = aRun([aSeries({ leadTime })]);

    await handler(shard);

    const document = written.get('acme#de/A-1');
    expect(document).toMatchObject({ leadTimeDemand: { days: 97 } });
    expect(document?.kind === 'ready' && document.mean.length).toBe(HORIZON_DAYS);
  });

  test('ends the demand to stock for at two years, and says so', async () => {
    const leadTime = { meanDays: 99_999, sdDays: 5, source: 'product' as const, receipts: 0 };
    const { handler, written } = aRun([aSeries({ leadTime })]);

    await handler(shard);

    expect(written.get('acme#de/A-1')).toMatchObject({
      leadTimeDemand: { days: 730 },
      warnings: ['the lead time of 99999 days is beyond what can be forecast: the first 730 days are'],
    });
  });

  test('says that days are missing where most sold out below the usual', async () => {
    const demand = new Array<number>(200).fill(0).fill(9, 190);
    const censoredDays = Array.from({ length: 190 }, (_, day) => day);
    const { handler, written } = aRun([aSeries({ demand, censoredDays })]);

    await handler(shard);

    expect(written.get('acme#de/A-1')).toMatchObject({
      kind: 'insufficientData',
      detail:
        '10 observed days of A-1 in de; 14 are needed for a forecast; 190 sold-out days are taken as not observed',
    });
  });

  test('warns where no day was without a stock-out: demand is at least what was sold', async () => {
    const censoredDays = Array.from({ length: 200 }, (_, day) => day);
    const { handler, written } = aRun([aSeries({ censoredDays })]);

    await handler(shard);

    expect(written.get('acme#de/A-1')).toMatchObject({
      kind: 'ready',
      warnings: ['every observed day sold out: demand is at least what is forecast'],
    });
  });

  test('takes a sold-out day below the usual as not observed, and shows it', async () => {
    const demand = dailyDemand(200);
    demand[150] = 0;
    const { handler, written } = aRun([aSeries({ demand, censoredDays: [150] })]);

    await handler(shard);

    expect(written.get('acme#de/A-1')).toMatchObject({
      warnings: ['1 sold-out day is taken as not observed'],
      historyCensoredDays: [132],
    });
  });

  test('writes the same twice, whatever shard a SKU is in', async () => {
    const first = aRun([aSeries()]);
    const second = aRun([aSeries({ sku: 'B-9' }), aSeries()]);

    await first.handler(shard);
    await second.handler({ ...shard, shard: '0002' });

    expect(second.written.get('acme#de/A-1')).toEqual(first.written.get('acme#de/A-1'));
  });

  test('gives the longest series less effort where the budget is short, the same on every run, and says so', async () => {
    const records = ['C-3', 'A-1', 'B-2'].map((sku, place) =>
      aSeries({ sku, demand: dailyDemand(250 + 150 * place) }),
    );
    // whole histories of 250, 400 and 550 days are expected to take 12, 16 and 21 ms
    const first = aRun(records, 14);
    const second = aRun(records, 14);

    await first.handler(shard);
    await second.handler(shard);

    const warningsOf = (sku: string) => {
      const document = first.written.get(`acme#de/${sku}`);
      return document?.kind === 'ready' ? document.warnings : undefined;
    };
    const cut = 'only the newest 182 of 550 days are used: a budget of 14 ms a series allows no more';
    expect(warningsOf('B-2')).toEqual([cut]);
    expect(warningsOf('A-1')).toEqual([]);
    expect(warningsOf('C-3')).toEqual([]);
    expect(second.written).toEqual(first.written);
  });

  test('gives the seasonal naive where the budget allows no model', async () => {
    const { handler, written } = aRun([aSeries()], 1);

    await handler(shard);

    expect(written.get('acme#de/A-1')).toMatchObject({
      model: 'seasonalNaive(7)',
      reason: 'seasonalNaive: a budget of 1 ms a series allows no more',
    });
  });

  test('gives the seasonal naive half a minute before its own end, and still writes', async () => {
    const { handler, written, shardsDone } = aRun([aSeries()]);

    await handler(shard, () => 29_000);

    expect(written.get('acme#de/A-1')).toMatchObject({
      reason: 'seasonalNaive: the models were given up: no time was left',
    });
    expect(shardsDone).toHaveLength(1);
  });

  test('keeps forecasts and newest demand in the lake, the same bytes on a second run', async () => {
    const records = [aSeries(), aSeries({ sku: 'A-2', demand: [3] })];
    const first = aRun(records);
    const second = aRun(records);

    await first.handler(shard);
    await second.handler(shard);

    const keys = first.left.keys().sort();
    expect(keys).toEqual([
      'forecasts/acme/de/2025-06-30/0001.parquet',
      'observed/acme/de/2025-06-30/0001.parquet',
      'totals/acme/de-2025-06-30/0001.jsonl.gz',
    ]);
    for (const key of keys) expect(await second.left.get(key)).toEqual(await first.left.get(key));
  });

  test('refuses an event and a line that do not fit', async () => {
    const { handler } = aRun([]);
    const broken = createHandler({
      objects: { get: async () => gzipSync('{"sku":'), put: async () => undefined },
      forecasts: { putAll: async () => undefined },
      progress: { done: async () => undefined },
      forecastAll: onThisThread,
      budgetMs: 100,
    });

    await expect(handler({ shard: 1 })).rejects.toThrow('the forecast event');
    await expect(broken(shard)).rejects.toThrow('line 1 of');
  });
});
