import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import {
  addDays,
  type HorizonAccuracy,
  horizonAccuracySchema,
  lakeKeys,
  parseAs,
  type RunName,
  type SkuError,
  shardName,
  skuErrorSchema,
} from '../domain/index.ts';
import {
  ACCURACY_SQL,
  addForecastsSql,
  FORECASTS_SQL,
  HORIZONS_SQL,
  observedSql,
  WORST_SQL,
} from './accuracy-sql.ts';
import { inBatches } from './in-batches.ts';
import { type Database, openDatabase, quoteText } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';

/** A run whose forecasts are judged by the newest `days` days, and how many shards it wrote. */
export type PastRun = { days: number; asOf: string; shards: number };

export type AccuracyRequest = {
  /** The run that knows what came, and how many shards it has. */
  run: RunName & { shards: number };
  past: readonly PastRun[];
  /** ISO 4217 of the market's amounts. */
  currency: string;
};

export type AccuracyPlace = {
  /** The lake's bucket. */
  objects: Pick<ObjectStore, 'list' | 'download' | 'upload'>;
  temporaryDirectory: string;
};

const MEMORY_MIB = 768;
const DOWNLOADS = 16;
const WORST_SKUS = 20;

/**
 * Compare what earlier runs forecast with what came, and keep it by SKU as Parquet: `days`, `sku`, `model`, `run`,
 * `observed_days`, `units`, `forecast_units`, `absolute_error`, `naive_absolute_error`, `squared_error`,
 * `naive_squared_error`, `pinball`, `covered`, `error_minor`; one row for each horizon and SKU.
 *
 * A run is read by the shards that it had: files that an earlier, larger attempt left are passed over. The same files give
 * the same bytes (one thread: sums depend on their order).
 *
 * @returns the market's accuracy by horizon, shortest first, and the SKUs that were off by most money at the longest one
 */
export async function measureAccuracy(
  { objects, temporaryDirectory }: AccuracyPlace,
  { run, past, currency }: AccuracyRequest,
): Promise<{ horizons: HorizonAccuracy[]; worst: SkuError[] }> {
  const directory = await mkdtemp(join(temporaryDirectory, 'accuracy-'));
  let database: Database | undefined;
  try {
    database = await openDatabase({ directory, memoryMib: MEMORY_MIB, threads: 1 });
    const copy = (key: ShardKey, of: { asOf: string; shards: number }, name: string) =>
      copyShards(objects, { ...run, ...of }, key, join(directory, name));
    await database.run(observedSql(await copy(lakeKeys.observed, run, 'observed')));
    await database.run(FORECASTS_SQL);
    for (const { days, ...of } of past) {
      const files = await copy(lakeKeys.forecasts, of, `forecasts-${days}`);
      await database.run(addForecastsSql(files), {
        days,
        madeOn: of.asOf,
        first: addDays(run.asOf, 1 - days),
        last: run.asOf,
      });
    }
    await database.run(ACCURACY_SQL);
    const file = join(directory, 'accuracy.parquet');
    await database.run(
      `COPY (FROM accuracy ORDER BY days, sku) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    const key = lakeKeys.accuracy(run.merchant, run.market, run.asOf);
    await objects.upload(file, key, 'application/vnd.apache.parquet');
    return { horizons: await readHorizons(database), worst: await readWorst(database, currency) };
  } finally {
    database?.close();
    await rm(directory, { recursive: true, force: true });
  }
}

type ShardKey = (merchant: string, market: string, asOf: string, shard: string) => string;

/** Copy what there is of a run's shards; one that failed left nothing. @returns the local files, in order of shards */
export async function copyShards(
  objects: Pick<ObjectStore, 'list' | 'download'>,
  { merchant, market, asOf, shards }: Pick<RunName, 'merchant' | 'market' | 'asOf'> & { shards: number },
  keyOf: ShardKey,
  directory: string,
): Promise<string[]> {
  await mkdir(directory);
  const last = keyOf(merchant, market, asOf, shardName(shards));
  const prefix = last.slice(0, last.lastIndexOf('/') + 1);
  const keys = (await objects.list(prefix)).filter((key) => key <= last);
  const files: string[] = [];
  const copy = async (key: string) => {
    const file = join(directory, key.slice(prefix.length));
    await objects.download(key, file);
    return file;
  };
  for await (const copied of inBatches(keys, DOWNLOADS, copy)) files.push(...copied);
  return files;
}

const horizonRows = z.array(horizonAccuracySchema);
const worstRows = z.array(z.extend(z.omit(skuErrorSchema, { error: true }), { errorMinor: z.int() }));

async function readHorizons(database: Database): Promise<HorizonAccuracy[]> {
  return parseAs(horizonRows, await database.run(HORIZONS_SQL), "the market's accuracy");
}

async function readWorst(database: Database, currency: string): Promise<SkuError[]> {
  const rows = await database.run(WORST_SQL, { most: WORST_SKUS });
  return parseAs(worstRows, rows, 'the worst SKUs').map(({ errorMinor, ...sku }) => ({
    ...sku,
    error: { minor: errorMinor, currency },
  }));
}
