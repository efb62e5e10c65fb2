import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { judgeForecasts } from '../../../functions/report/judge-forecasts.ts';
import {
  type AccuracyEntry,
  addDays,
  lakeKeys,
  type Run,
  type SeriesRecord,
} from '../../../lib/domain/index.ts';
import { forecastFile, measureAccuracy, observedFile } from '../../../lib/stores/index.ts';
import { openDatabase } from '../../../lib/stores/lake-database.ts';
import { aMarket } from '../../domain/a-market.ts';
import { type EmbeddedStorage, startEmbeddedStorage } from '../../stores/embedded-storage.ts';
import { aSeries } from '../forecast/a-series.ts';
import { aForecast } from '../stored-documents.ts';

const asOf = '2025-06-30';
const PARQUET = 'application/vnd.apache.parquet';
const germany = aMarket();

let storage: EmbeddedStorage;
let folder: string;
beforeAll(async () => {
  storage = await startEmbeddedStorage();
  folder = mkdtempSync(join(tmpdir(), 'judge-'));
});
afterAll(async () => {
  await storage.stop();
  rmSync(folder, { recursive: true });
});

let merchant: string;
let number = 0;
beforeEach(() => {
  merchant = `m${number++}`;
});

/** Demand of the newest days, ending on the run's date. */
const aRecord = (sku: string, demand: (number | null)[], changes: Partial<SeriesRecord> = {}) =>
  aSeries({ sku, start: addDays(asOf, 1 - demand.length), demand, ...changes });

/** What a run of some days ago said of every day after it. */
const said = (
  daysAgo: number,
  sku: string,
  [mean, p10, p50, p90, naive]: [number, number, number, number, number],
) => {
  const days = new Array<number>(56).fill(0);
  const madeOn = addDays(asOf, -daysAgo);
  const daily = {
    mean: days.map(() => mean),
    p10: days.map(() => p10),
    p50: days.map(() => p50),
    p90: days.map(() => p90),
  };
  return {
    forecast: aForecast({ sku, asOf: madeOn, runId: `de-${madeOn}`, ...daily }),
    naive: days.map(() => naive),
  };
};

async function writeObserved(records: SeriesRecord[], shard = 's00001') {
  await storage.lake.put(
    lakeKeys.observed(merchant, 'de', asOf, shard),
    observedFile(records, asOf),
    PARQUET,
  );
}

async function writeForecasts(daysAgo: number, rows: ReturnType<typeof said>[], shard = 's00001') {
  const key = lakeKeys.forecasts(merchant, 'de', addDays(asOf, -daysAgo), shard);
  await storage.lake.put(key, forecastFile(rows), PARQUET);
}

/** Judge by the lake as it is, with runs made so many days ago of so many shards. */
async function judge(runsDaysAgo: Record<number, number>, shards = 1): Promise<AccuracyEntry | undefined> {
  let kept: AccuracyEntry | undefined;
  const runs = new Map<string, Run>();
  for (const [days, count] of Object.entries(runsDaysAgo)) {
    const madeOn = addDays(asOf, -Number(days));
    const run = { merchant, market: 'de', asOf: madeOn, runId: `de-${madeOn}`, series: 1, shards: count };
    runs.set(run.runId, { ...run, state: 'finished', startedAt: `${madeOn}T03:00:00Z` });
  }
  await judgeForecasts(
    {
      measure: (request) => measureAccuracy({ objects: storage.lake, temporaryDirectory: folder }, request),
      accuracies: {
        put: async (_, value) => {
          kept = value;
        },
      },
      runs: {
        get: async ({ sk }) => {
          const value = runs.get(sk);
          return value === undefined ? undefined : { value, version: 1 };
        },
      },
      epochSeconds: () => 0,
    },
    {
      ...{ merchant, market: 'de', asOf, runId: `de-${asOf}`, ready: true, series: 1, shards },
      manifest: { bucket: '', key: '' },
      ...{ forecast: [], segment: { buyers: 0, segments: 0 }, learn: [] },
    },
    germany,
  );
  return kept;
}

describe('judgeForecasts', () => {
  test('compares what was forecast 1, 7 and 28 days ago with what came since', async () => {
    // 10 units on each of 28 days; the older the forecast, the further off
    await writeObserved([aRecord('A', new Array<number>(40).fill(10))]);
    await writeForecasts(1, [said(1, 'A', [11, 8, 11, 14, 10])]);
    await writeForecasts(7, [said(7, 'A', [12, 11, 12, 14, 8])]);
    await writeForecasts(28, [said(28, 'A', [5, 2, 5, 9, 0])]);

    const entry = await judge({ 1: 1, 7: 1, 28: 1 });

    expect(entry).toMatchObject({ asOf, runId: 'de-2025-06-30' });
    expect(
      entry?.horizons.map(({ days, madeOn, skus, observations }) => [days, madeOn, skus, observations]),
    ).toEqual([
      [1, '2025-06-29', 1, 1],
      [7, '2025-06-23', 1, 7],
      [28, '2025-06-02', 1, 28],
    ]);
    const [day, week, month] = entry?.horizons ?? [];
    expect(day).toMatchObject({ wape: 0.1, coverage80: 1, betterThanNaive: 0 });
    expect(day?.bias).toBeCloseTo(0.1, 12);
    // pinball of P10, P50, P90 at 10: 0.1·2, 0.5·1, 0.1·4
    expect(day?.weightedQuantileLoss).toBeCloseTo((2 * (0.2 + 0.5 + 0.4)) / 3 / 10, 12);
    // repeating the week was off by as much: neither is better
    expect(week).toMatchObject({ wape: 0.2, coverage80: 0, betterThanNaive: null });
    expect(month).toMatchObject({ units: 280, wape: 0.5, totalsWape: 0.5, bias: -0.5, betterThanNaive: 1 });
  });

  test('leaves out days on which nobody could buy and days that sold out', async () => {
    const demand: (number | null)[] = new Array<number>(28).fill(10);
    demand[27] = null;
    demand[26] = 3;
    await writeObserved([aRecord('A', demand, { censoredDays: [26] })]);
    await writeForecasts(7, [said(7, 'A', [10, 8, 10, 12, 0])]);

    const entry = await judge({ 7: 1 });

    expect(entry?.horizons).toMatchObject([{ days: 7, observations: 5, units: 50, wape: 0 }]);
  });

  test('lists the SKUs that were off by most money, at what their units brought', async () => {
    const demand = new Array<number>(28).fill(2);
    await writeObserved([
      aRecord('cheap', demand, { yearRevenueMinor: 56 * 100 }),
      aRecord('dear', demand, { yearRevenueMinor: 56 * 5000 }),
      aRecord('unpriced', demand),
    ]);
    await writeForecasts(28, [
      said(28, 'cheap', [12, 1, 12, 20, 2]),
      said(28, 'dear', [3, 1, 3, 4, 2]),
      said(28, 'unpriced', [90, 1, 90, 99, 2]),
    ]);

    const entry = await judge({ 28: 1 });

    const off = {
      days: 28,
      madeOn: '2025-06-02',
      model: 'harmonic',
      actualUnits: 56,
      observedDays: 28,
    };
    // 28 days × 1 unit × 50.00, and 28 days × 10 units × 1.00
    expect(entry?.worst).toEqual([
      { ...off, sku: 'dear', forecastUnits: 84, error: { minor: 140_000, currency: 'EUR' } },
      { ...off, sku: 'cheap', forecastUnits: 336, error: { minor: 28_000, currency: 'EUR' } },
    ]);
  });

  test('takes a run of up to six days before where none was made on the day', async () => {
    await writeObserved([aRecord('A', new Array<number>(28).fill(4))]);
    await writeForecasts(10, [said(10, 'A', [4, 3, 4, 5, 4])]);

    expect((await judge({ 10: 1 }))?.horizons).toMatchObject([
      { days: 7, madeOn: '2025-06-20', observations: 7 },
    ]);
    expect(await judge({ 14: 1 })).toBeUndefined();
  });

  test('reads the shards that a run had, passes over what an earlier attempt left, and lacks one that failed', async () => {
    await writeObserved([aRecord('A', new Array<number>(28).fill(4))], 's00001');
    await writeObserved([aRecord('B', new Array<number>(28).fill(4))], 's00003');
    await writeForecasts(1, [said(1, 'A', [4, 3, 4, 5, 4]), said(1, 'B', [4, 3, 4, 5, 4])], 's00001');
    await writeForecasts(1, [said(1, 'B', [9, 9, 9, 9, 9])], 's00002');

    const entry = await judge({ 1: 1 }, 3);

    expect(entry?.horizons).toMatchObject([{ days: 1, skus: 2, wape: 0 }]);
  });

  test('says nothing where nothing sold, and nothing at all before the second run', async () => {
    await writeObserved([aRecord('A', new Array<number>(28).fill(0))]);
    await writeForecasts(1, [said(1, 'A', [0.1, 0, 0, 1, 0])]);

    expect((await judge({ 1: 1 }))?.horizons).toMatchObject([
      { units: 0, wape: null, totalsWape: null, bias: null, weightedQuantileLoss: null, coverage80: 1 },
    ]);
    expect(await judge({})).toBeUndefined();
  });

  test('keeps a row for each SKU in the lake, the same bytes on a second run', async () => {
    const skus = Array.from({ length: 40 }, (_, place) => `S-${place}`);
    await writeObserved(skus.map((sku, place) => aRecord(sku, new Array<number>(28).fill(place / 3))));
    await writeForecasts(
      7,
      skus.map((sku, place) => said(7, sku, [place / 7, 0, place / 9, place / 2, place / 11])),
    );
    const key = lakeKeys.accuracy(merchant, 'de', asOf);

    await judge({ 7: 1 });
    const first = await storage.lake.get(key);
    await judge({ 7: 1 });

    expect(await storage.lake.get(key)).toEqual(first);
    const file = join(folder, 'read.parquet');
    await storage.lake.download(key, file);
    const database = await openDatabase({ directory: folder, memoryMib: 128 });
    const rows = await database.run(`SELECT * FROM '${file}' WHERE sku = 'S-21'`);
    database.close();
    expect(rows).toMatchObject([
      { days: 7, run: 'de-2025-06-23', observed_days: 7, units: 49, forecast_units: 21 },
    ]);
  });
});
