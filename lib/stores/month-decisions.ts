import { join } from 'node:path';
import * as z from 'zod/mini';
import { addDays, decisionLogKeys, isoDate, parseAs, type RunName, type RunSeal } from '../domain/index.ts';
import { fromFiles } from './accuracy-sql.ts';
import type { DocumentTable } from './documents.ts';
import { inBatches } from './in-batches.ts';
import { openDatabase } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';
import { pagesOf } from './pages-of.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** A decision that took effect, as the log has it. */
export type LoggedGain = {
  decision: string;
  sku: string;
  subject: 'price' | 'order';
  /** First day on which it held, and the day from which another of its SKU did, or nothing. */
  from: string;
  until: string;
  expectedGainPerDayMinor: number;
};

/** A decision is counted for so long where no other takes its place: an order is sold by then, a price weighed anew. */
const MOST_DAYS = 28;
const AT_ONCE = 16;
const MEMORY_MIB = 512;
const COLUMNS =
  'sku VARCHAR, "at" VARCHAR, event VARCHAR, decision VARCHAR, to_state VARCHAR, price_micros DOUBLE, current_price_micros DOUBLE, expected_gain_per_day_minor DOUBLE, entry VARCHAR';

/** Where the log lies. */
export type MonthLog = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'download'>;
  seals: Pick<DocumentTable<RunSeal>, 'query'>;
  temporaryDirectory: string;
};

/**
 * Read the decisions that took effect so that they held on a day of a span: approved, changed by a person, approved by
 * Tradewind within its limits, or seen in force. Each holds until the next of its SKU takes effect or it is rejected, at most 28
 * days. Only files that can hold such a decision are fetched, whatever the log has grown to.
 *
 * @returns in the order of SKU and day; one that was approved and later seen in force once
 */
export async function readMonthDecisions(
  { objects, seals, temporaryDirectory }: MonthLog,
  place: Pick<RunName, 'merchant' | 'market'>,
  { from, to }: { from: string; to: string },
): Promise<LoggedGain[]> {
  const keys = await filesBetween(seals, place, { from: addDays(from, -MOST_DAYS), to });
  if (keys.length === 0) return [];
  return inTemporaryFolder(temporaryDirectory, 'decisions', async (directory) => {
    const copy = async (key: string, number: number) => {
      const file = join(directory, `${number}.parquet`);
      await objects.download(key, file);
      return file;
    };
    const files: string[] = [];
    for await (const copied of inBatches(keys, AT_ONCE, copy)) files.push(...copied);
    const database = await openDatabase({ directory, memoryMib: MEMORY_MIB, threads: 1 });
    const found = await database.run(effectsSql(files), { from, to }).finally(() => database.close());
    return parseAs(rows, found, 'the decision log');
  });
}

/** Sealed files with an entry of a span of days (UTC), oldest first: what a seal holds was done before it was made. */
async function filesBetween(
  seals: MonthLog['seals'],
  { merchant, market }: Pick<RunName, 'merchant' | 'market'>,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of pagesOf(seals, decisionLogKeys.seal(merchant, market, 1).pk, NEWEST_FIRST))
    for (const { value: seal } of page) {
      if (dayOf(seal.at) < from) return keys.reverse();
      const isLater = seal.earliest !== undefined && dayOf(seal.earliest) > to;
      if (seal.entries > 0 && !isLater) keys.push(seal.file.key);
    }
  return keys.reverse();
}

const NEWEST_FIRST = { descending: true, consistent: true, limit: 100 };
const dayOf = (at: string) => new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);

const rows = z.array(
  z.object({
    decision: z.string(),
    sku: z.string(),
    subject: z.enum(['price', 'order']),
    from: isoDate,
    until: isoDate,
    expectedGainPerDayMinor: z.number(),
  }),
);

const effectsSql = (files: readonly string[]) => `
  WITH entries AS (
    SELECT sku, decision, to_state, expected_gain_per_day_minor AS gain, CAST("at"[:10] AS DATE) AS day, entry,
      coalesce(price_micros IS DISTINCT FROM current_price_micros AND price_micros IS NOT NULL, false) AS moves,
      "at" || ' ' || entry AS place
    FROM ${fromFiles(files, COLUMNS)} WHERE sku <> '' AND CAST("at"[:10] AS DATE) <= CAST($to AS DATE)
      AND CAST("at"[:10] AS DATE) > CAST($from AS DATE) - ${MOST_DAYS}
    QUALIFY row_number() OVER (PARTITION BY entry) = 1
  ), begun AS (
    SELECT sku, decision, min(place) AS begins, min(day) AS first, arg_min(gain, place) AS gain,
      arg_min(moves, place) AS moves
    FROM entries WHERE to_state IN ('approved', 'changed', 'applied') GROUP BY sku, decision
  ), ended AS (
    SELECT sku, decision, min(day) AS ends FROM entries WHERE to_state = 'rejected' GROUP BY sku, decision
  ), held AS (
    SELECT begun.sku, begun.decision, gain, moves, first,
      least(first + ${MOST_DAYS}, ends, lead(first) OVER (PARTITION BY begun.sku ORDER BY begins)) AS until
    FROM begun LEFT JOIN ended ON ended.sku = begun.sku AND ended.decision = begun.decision
  )
  SELECT decision, sku, CASE WHEN moves THEN 'price' ELSE 'order' END AS subject,
    strftime(greatest(first, CAST($from AS DATE)), '%Y-%m-%d') AS "from",
    strftime(least(until, CAST($to AS DATE) + 1), '%Y-%m-%d') AS until,
    CAST(gain AS DOUBLE) AS "expectedGainPerDayMinor"
  FROM held WHERE gain IS NOT NULL AND until > greatest(first, CAST($from AS DATE)) ORDER BY sku, first, decision`;
