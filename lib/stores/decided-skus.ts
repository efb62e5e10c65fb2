import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { lakeKeys, parseAs, type RunName } from '../domain/index.ts';
import { fromFiles } from './accuracy-sql.ts';
import { inBatches } from './in-batches.ts';
import { openDatabase } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';

/** Where the lake lies, and a folder for copies. */
export type DecidedPlace = { objects: Pick<ObjectStore, 'list' | 'download'>; temporaryDirectory: string };

/** What a night said of a SKU, and what came of its decisions since the seal before. */
export type DecidedSku = {
  sku: string;
  /** Another price than that in force, or an order. */
  proposed: boolean;
  /** Decisions that were approved, changed, rejected or expired, and of these the first two. */
  ended: number;
  approved: number;
};

/** What rates are made of: SKUs and buyers in the hands of people are named apart, by what stands in the night's assignment. */
export type DecidedNight = {
  skus: DecidedSku[];
  byPeople: ReadonlySet<string>;
  /** Buyers by segment, and how many of them were offered something. */
  offered: { segment: string; cases: number; done: number }[];
};

const AT_ONCE = 16;
const MEMORY_MIB = 512;
const ASSIGNED = 'unit VARCHAR, kind VARCHAR, arm VARCHAR';
const ADVISED = 'customer VARCHAR, segment VARCHAR, offer_skus VARCHAR[]';
const PRICED = 'sku VARCHAR, proposed BOOLEAN, in_force BOOLEAN';
const LOGGED = 'sku VARCHAR, event VARCHAR, from_state VARCHAR, to_state VARCHAR, entry VARCHAR';

/**
 * Read what a night proposed, what came of decisions that were sealed under its date, and whom it offered something: price log,
 * sealed files, buyers and assignment of the date alone, each of them empty where it is not there.
 */
export async function readDecidedNight(
  { objects, temporaryDirectory }: DecidedPlace,
  { merchant, market, asOf }: Pick<RunName, 'merchant' | 'market' | 'asOf'>,
): Promise<DecidedNight> {
  const directory = await mkdtemp(join(temporaryDirectory, 'decided-'));
  const copy = async (name: string, prefix: string): Promise<string[]> => {
    const found = (await objects.list(prefix)).map((key, place) => ({
      key,
      path: join(directory, `${name}-${place}.parquet`),
    }));
    for await (const _ of inBatches(found, AT_ONCE, ({ key, path }) => objects.download(key, path)));
    return found.map(({ path }) => path);
  };
  const folder = (key: string) => key.slice(0, key.lastIndexOf('/') + 1);
  try {
    const assigned = await copy('assigned', lakeKeys.assignments(merchant, market, asOf));
    const advised = await copy('advised', lakeKeys.buyers(merchant, market, asOf));
    const priced = await copy('priced', folder(lakeKeys.priceLog(merchant, market, asOf, '')));
    const logged = await copy('logged', folder(lakeKeys.sealedEntries(merchant, market, asOf, '')));
    const database = await openDatabase({ directory, memoryMib: MEMORY_MIB, threads: 1 });
    try {
      const people = parseAs(peopleRows, await database.run(peopleSql(assigned)), 'the assignment');
      const skus = parseAs(
        skuRows,
        await database.run(skusSql(priced, logged)),
        'the decisions of the night',
      );
      const offered = await database.run(offeredSql(advised, assigned));
      return {
        skus,
        byPeople: new Set(people.map(({ unit }) => unit)),
        offered: parseAs(offeredRows, offered, 'the offers of the night'),
      };
    } finally {
      database.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const peopleSql = (assigned: readonly string[]) =>
  `SELECT DISTINCT unit FROM ${fromFiles(assigned, ASSIGNED)} WHERE kind = 'sku' AND arm = 'human' ORDER BY unit`;

/** An entry may stand in two files of the date: it counts once. */
const skusSql = (priced: readonly string[], logged: readonly string[]) => `
  WITH prices AS (
    SELECT sku, proposed AND NOT in_force AS proposed, 0 AS ended, 0 AS approved FROM ${fromFiles(priced, PRICED)}
  ), entries AS (
    FROM ${fromFiles(logged, LOGGED)} WHERE sku <> '' AND event <> 'endDrift' QUALIFY row_number() OVER (PARTITION BY entry) = 1
  ), moves AS (
    SELECT sku, event IN ('propose', 'approveAutomatically') AS proposed,
      CAST(coalesce(from_state, 'proposed') = 'proposed' AND to_state IN ('approved', 'changed', 'rejected', 'expired') AS INTEGER) AS ended,
      CAST(coalesce(from_state, 'proposed') = 'proposed' AND to_state IN ('approved', 'changed') AS INTEGER) AS approved
    FROM entries
  )
  SELECT sku, bool_or(proposed) AS proposed, CAST(sum(ended) AS INTEGER) AS ended, CAST(sum(approved) AS INTEGER) AS approved
  FROM (FROM prices UNION ALL BY NAME FROM moves) GROUP BY sku ORDER BY sku`;

const offeredSql = (advised: readonly string[], assigned: readonly string[]) => `
  SELECT segment, CAST(count(*) AS INTEGER) AS cases, CAST(count(*) FILTER (len(offer_skus) > 0) AS INTEGER) AS done
  FROM ${fromFiles(advised, ADVISED)}
  WHERE segment IS NOT NULL
    AND customer NOT IN (SELECT unit FROM ${fromFiles(assigned, ASSIGNED)} WHERE kind = 'customer' AND arm = 'human')
  GROUP BY segment ORDER BY segment`;

const peopleRows = z.array(z.object({ unit: z.string() }));
const skuRows = z.array(
  z.object({ sku: z.string(), proposed: z.boolean(), ended: z.int(), approved: z.int() }),
);
const offeredRows = z.array(z.object({ segment: z.string(), cases: z.int(), done: z.int() }));
