import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createHandler } from '../../functions/forecast/handler.ts';
import { createSeriesForecaster } from '../../functions/forecast/series-forecaster.ts';
import type { ForecastDocument, SeriesRecord } from '../../lib/domain/index.ts';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';
import { encodeItem } from '../../lib/stores/document-items.ts';
import { aSeries, shard } from '../functions/forecast/a-series.ts';

/** One shard through the forecast step, in a process of its own with nothing warm. */
export type ShardFigures = {
  series: number;
  cores: number;
  /** Processor time of all threads and time on the clock, ms a series; threads' start and compilation included. */
  cpuMsASeries: number;
  wallMsASeries: number;
  /** The same of a second shard in the same process, as a warm function has it. */
  warmCpuMsASeries: number;
  warmWallMsASeries: number;
  peakMib: number;
  /** Mean bytes of an item, and its write units of 1 KiB, as JSON text and packed. */
  textBytes: number;
  packedBytes: number;
  textUnits: number;
  packedUnits: number;
  /** Bytes of both Parquet files, a series. */
  parquetBytesASeries: number;
};

/** Time shards of 735 days, a third of them intermittent, on one core and on two. */
export async function benchShards(sizes: readonly number[]): Promise<ShardFigures[]> {
  const figures: ShardFigures[] = [];
  for (const series of sizes)
    for (const cores of [1, 2]) {
      const program = [fileURLToPath(import.meta.url), String(series), String(cores)];
      const { stdout } = await promisify(execFile)(process.execPath, program);
      figures.push(JSON.parse(stdout));
    }
  return figures;
}

async function measure(series: number, cores: number): Promise<ShardFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-shard-'));
  const { forecastAll, close } = createSeriesForecaster({ cores, script: bundleWorker(folder) });
  const documents: ForecastDocument[] = [];
  let parquetBytes = 0;
  const body = gzipSync(
    Array.from({ length: series }, (_, place) => JSON.stringify(aRecord(place))).join('\n'),
  );
  const handler = createHandler({
    objects: {
      get: async () => body,
      put: async (_, file) => {
        parquetBytes += file.length;
      },
    },
    forecasts: {
      putAll: async (entries) => {
        documents.push(...[...entries].map(({ value }) => value));
      },
    },
    progress: { done: async () => undefined },
    forecastAll,
    budgetMs: 100,
  });
  const cold = await timed(() => handler(shard));
  const warm = await timed(() => handler(shard));
  await close();
  rmSync(folder, { recursive: true });
  const sizes = (form: 'text' | 'packed') => documents.map((document) => itemBytes(document, form));
  const units = (bytes: number[]) => mean(bytes.map((size) => Math.ceil(size / 1024)));
  return {
    ...{ series, cores, cpuMsASeries: cold.cpuMs / series, wallMsASeries: cold.wallMs / series },
    ...{ warmCpuMsASeries: warm.cpuMs / series, warmWallMsASeries: warm.wallMs / series },
    peakMib: process.resourceUsage().maxRSS / 1024,
    ...{ textBytes: mean(sizes('text')), packedBytes: mean(sizes('packed')) },
    ...{ textUnits: units(sizes('text')), packedUnits: units(sizes('packed')) },
    parquetBytesASeries: parquetBytes / 2 / series,
  };
}

/** Bundle the threads' program as a deployment does: Node would spend half a second on stripping its types. */
function bundleWorker(folder: string): URL {
  const file = join(folder, 'worker.mjs');
  const esbuild = fileURLToPath(new URL('../../node_modules/.bin/esbuild', import.meta.url));
  const entry = fileURLToPath(new URL('../../functions/forecast/worker.ts', import.meta.url));
  execFileSync(
    esbuild,
    [
      entry,
      '--bundle',
      '--minify',
      '--platform=node',
      '--format=esm',
      '--log-level=error',
      `--outfile=${file}`,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return pathToFileURL(file);
}

/** What DynamoDB counts of an item: the bytes of its names and values, a number as half its digits and one. */
function itemBytes(document: ForecastDocument, form: 'text' | 'packed'): number {
  const item = encodeItem({ pk: 'acme#de', sk: document.sku ?? '' }, document, 1, { form });
  return Object.entries(item).reduce((sum, [name, { S, B, N }]) => {
    const value = S === undefined ? (B?.length ?? Math.ceil((N ?? '').length / 2) + 1) : Buffer.byteLength(S);
    return sum + name.length + value;
  }, 0);
}

function aRecord(place: number): SeriesRecord {
  const random = createRandom(place + 1);
  const isLumpy = place % 3 === 0;
  const demand = Array.from({ length: 735 }, (_, day) => {
    if (isLumpy) return random() < 0.12 ? 1 + Math.floor(6 * random()) : 0;
    const season = 4 * Math.cos((2 * Math.PI * day) / 7) + 3 * Math.cos((2 * Math.PI * day) / 365);
    return Math.max(0, Math.round(12 + 0.01 * day + season + 4 * standardNormal(random)));
  });
  return aSeries({
    sku: `SKU-${10_000 + place}`,
    start: '2023-06-27',
    demand,
    groups: [{ priceGroup: '', demand, priceSteps: [[0, 12_500_000]] }],
    yearRevenueMinor: 1_000_000,
    uploads: ['01JGXK9V7Q8ZC5W3T2R1N0M4P6', '01JGXK9V7Q8ZC5W3T2R1N0M4P7'],
  });
}

async function timed(run: () => Promise<unknown>): Promise<{ cpuMs: number; wallMs: number }> {
  const startedMs = performance.now();
  const started = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(started);
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - startedMs };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await measure(Number(process.argv[2] ?? 24), Number(process.argv[3] ?? 2))));
