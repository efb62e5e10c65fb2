import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ALL_MARKETS, type UploadKind, uploadKinds } from '../domain/index.ts';
import { copyFiles } from './copy-files.ts';
import { type LakeCatalog, readCatalog } from './lake-catalog.ts';
import { type CurrentFile, currentFiles } from './lake-current.ts';
import { type Database, openDatabase } from './lake-database.ts';
import { createDemand } from './lake-demand.ts';
import { createKindViews, createOrderLines } from './lake-views.ts';
import { filesOfWindow, type LakeWindow } from './lake-window.ts';
import type { ObjectStore } from './objects.ts';

export type LakeRequest = {
  /** The lake's bucket. */
  objects: Pick<ObjectStore, 'download'>;
  catalog: LakeCatalog;
  merchant: string;
  market: string;
  /** Markets whose files are read beside the market's own: those of its location. None by default. */
  neighbours?: readonly string[];
  /** Kinds that are read; all by default. A kind that is left out is an empty relation. */
  kinds?: readonly UploadKind[];
  /** Of which days rows are needed; all by default. There may be rows of earlier days too, never fewer than these. */
  window?: LakeWindow;
  /** Makes `order_demand` and `market_demand`, less what was cancelled until this day, `YYYY-MM-DD`. */
  demandAsOf?: string;
  temporaryDirectory: string;
  memoryMib?: number;
};

/**
 * The current state of a merchant's market in SQL. Relations:
 *
 * - each kind by its name (`products`, `prices` …): the market's rows and those for all markets; of rows with one key the
 *   market's own win over `_all`, then the latest upload;
 * - `all_{kind}`: every row of every file, with `file_market`, `upload` and `sequence`, the neighbours' among them;
 * - `order_lines`: order_id, line_key, ordered_on, customer, sku, quantity, unit_price_micros, currency, kind (`sale`,
 *   `cancelled`, `return`), amount_minor; besides product, description, upload. `market_order_lines` has the neighbours'
 *   too, with `market`;
 * - with `demandAsOf`: `order_demand`: sku, ordered_on, customer, units: what was asked for and not undone.
 *   `market_demand` has the neighbours' too, with `market`.
 */
export type Lake = Pick<Database, 'run' | 'columns'> & {
  /** The files that it was made from, by market, kind and month. */
  files: readonly CurrentFile[];
  /** Close the database and remove what was copied. */
  close(): Promise<void>;
};

const DEFAULT_MEMORY_MIB = 768;

/** Copy a market's Parquet files and open them in DuckDB. Whoever opens a lake closes it. */
export async function openLake(request: LakeRequest): Promise<Lake> {
  const { market, neighbours = [], demandAsOf, temporaryDirectory, memoryMib = DEFAULT_MEMORY_MIB } = request;
  const directory = await mkdtemp(join(temporaryDirectory, 'lake-'));
  const removeAll = () => rm(directory, { recursive: true, force: true });
  let database: Database | undefined;
  try {
    const current = await listFiles(request, [market, ALL_MARKETS, ...neighbours]);
    const files = filesOfWindow(current, request.window ?? {});
    await mkdir(join(directory, 'files'));
    const local = await copyFiles(request.objects, files, join(directory, 'files'));
    database = await openDatabase({ directory, memoryMib });
    await createKindViews(database, local, market);
    await createOrderLines(database, { market, directory });
    if (demandAsOf !== undefined) await createDemand(database, { market, directory, asOf: demandAsOf });
    const { run, columns, close } = database;
    return {
      run,
      columns,
      files,
      close: async () => {
        close();
        await removeAll();
      },
    };
  } catch (error) {
    database?.close();
    await removeAll();
    throw error;
  }
}

async function listFiles(
  { catalog, merchant, kinds = uploadKinds }: LakeRequest,
  markets: readonly string[],
): Promise<CurrentFile[]> {
  const read = (market: string) => readCatalog(catalog, { merchant, market });
  const lists = (await Promise.all(markets.map(read))).map(({ entries, compactions }) =>
    currentFiles(
      entries.filter(({ kind }) => kinds.includes(kind)),
      compactions,
    ),
  );
  return lists.flat();
}
