import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  ConflictError,
  catalogKey,
  NotFoundError,
  partsOf,
  type UploadKind,
  uploadKinds,
} from '../../domain/index.ts';
import { kindColumns } from '../../importing/index.ts';
import { anonymousParty } from '../anonymous-party.ts';
import { type Database, quoteName, quoteText } from '../lake-database.ts';
import type { ObjectStore } from '../objects.ts';
import type { CatalogTable } from '../tables.ts';
import { isDamage } from './damage.ts';
import type { Sought, TracePlace, Visit } from './traces.ts';
import { mayName, withoutBuyer } from './without-buyer.ts';

export type LakeTraceStores = {
  lake: Pick<ObjectStore, 'list' | 'get' | 'download' | 'upload' | 'put' | 'remove'>;
  catalog: Pick<CatalogTable, 'get' | 'replace'>;
  database: Database;
  /** A folder of this task's own. */
  directory: string;
};

/**
 * Look through all objects of a merchant under one prefix of the lake's bucket, in order of their keys.
 *
 * Parquet: rows that name the buyer go, but for order lines, which lose their buyer alone, so that what was sold stays. JSON: as
 * `withoutBuyer` has it. A file that somebody asked for (`exports/`) goes as a whole: it can be made again.
 */
export const lakeTraces = (stores: LakeTraceStores, prefix: string): TracePlace => ({
  name: prefix,
  visit: async (visit) => {
    const { after, sought, outOfTime } = visit;
    const keys = (await stores.lake.list(`${prefix}${sought.merchant}/`)).filter(
      (key) => after === undefined || key > after,
    );
    for (const key of keys) {
      if (mayHoldBuyers(prefix, key))
        await visitObject(stores, { prefix, key }, visit).catch(passOver(visit, key));
      if (outOfTime() && key !== keys.at(-1)) return key;
    }
    return undefined;
  },
});

/** What is removed while it is looked at is gone; so is what another process compacts meanwhile. What is damaged is told, and the rest goes on. */
const passOver =
  ({ unreadable }: Visit, key: string) =>
  (error: unknown): void => {
    if (error instanceof NotFoundError) return;
    if (!isDamage(error)) throw error;
    unreadable(key);
  };

export const OF_UPLOADS = ['lake/', 'compacted/'];

/** Of uploads' rows only some kinds name a buyer. */
export function mayHoldBuyers(prefix: string, key: string): boolean {
  if (!OF_UPLOADS.includes(prefix)) return true;
  const kind = kindOf(key);
  return kind === undefined || kindColumns[kind].columns.some(({ type }) => type === 'customer');
}

/** `lake/{merchant}/{market}/{kind}/…` */
export const kindOf = (key: string): UploadKind | undefined =>
  uploadKinds.find((kind) => kind === key.split('/')[3]);

type Place = { prefix: string; key: string };

async function visitObject(stores: LakeTraceStores, place: Place, visit: Visit): Promise<void> {
  const { prefix, key } = place;
  const store = OF_UPLOADS.includes(prefix) ? `${prefix}${kindOf(key) ?? ''}` : prefix.slice(0, -1);
  const told = (taken: unknown[]) => visit.found({ store, at: key, taken });
  if (prefix === 'exports/') return visitExport(stores, key, visit, told);
  if (key.endsWith('.parquet')) return visitParquet(stores, place, visit, told);
  const packed = key.endsWith('.gz');
  const bytes = await stores.lake.get(key);
  const text = (packed ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8');
  if (!mayName(text, visit.sought.pseudonym)) return;
  const { text: left, taken } = textWithout(text, visit.sought.pseudonym, key);
  told(taken);
  if (visit.mode === 'look') return;
  const type = packed ? 'application/gzip' : 'application/json';
  await stores.lake.put(key, packed ? gzipSync(left) : left, type);
}

/** JSON, or a JSON document a line. */
function textWithout(text: string, pseudonym: string, key: string): { text: string; taken: unknown[] } {
  if (!key.includes('.jsonl')) {
    const { value, taken } = withoutBuyer(JSON.parse(text), pseudonym);
    return { text: JSON.stringify(value), taken };
  }
  const taken: unknown[] = [];
  const lines = text.split('\n').map((line) => {
    if (!mayName(line, pseudonym)) return line;
    const left = withoutBuyer(JSON.parse(line), pseudonym);
    taken.push(...left.taken);
    return JSON.stringify(left.value);
  });
  return { text: lines.join('\n'), taken };
}

/** A file that somebody took out: CSV or Parquet, of any columns. */
async function visitExport(
  stores: LakeTraceStores,
  key: string,
  { sought: { pseudonym }, mode }: Visit,
  told: (taken: unknown[]) => void,
): Promise<void> {
  const names = async () =>
    key.endsWith('.parquet')
      ? (await withParquet(stores, key, (file) => rowsNaming(stores.database, file, pseudonym))).length > 0
      : Buffer.from(await stores.lake.get(key)).includes(pseudonym);
  // a damaged one may name the buyer, and can be made again
  if (!(await names().catch(yesWhereDamaged))) return;
  told([{ file: key.split('/').at(-1) }]);
  if (mode === 'remove') await stores.lake.remove(key);
}

function yesWhereDamaged(error: unknown): true {
  if (!isDamage(error)) throw error;
  return true;
}

async function visitParquet(
  stores: LakeTraceStores,
  { prefix, key }: Place,
  { sought, mode }: Visit,
  told: (taken: unknown[]) => void,
): Promise<void> {
  await withParquet(stores, key, async (file) => {
    const { database, directory, lake } = stores;
    const rows = await rowsNaming(database, file, sought.pseudonym);
    if (rows.length === 0) return;
    told(rows);
    if (mode === 'look') return;
    const written = join(directory, 'without.parquet');
    const isOrders = OF_UPLOADS.includes(prefix) && kindOf(key) === 'orders';
    const select = isOrders
      ? withoutParty(file, sought)
      : `FROM read_parquet(${quoteText(file)}) WHERE NOT (${await namingSql(database, file, sought.pseudonym)})`;
    await database.run(`COPY (${select}) TO ${quoteText(written)} (FORMAT parquet, COMPRESSION zstd)`);
    // before the object: who dies between the two finds the object as it was and does both again
    if (prefix === 'lake/') await correctCatalog(stores, key, written, isOrders ? 0 : rows.length);
    await lake.upload(written, key, 'application/vnd.apache.parquet');
    await rm(written, { force: true });
  });
}

const withoutParty = (file: string, { pseudonym, alias }: Sought) =>
  `SELECT * REPLACE (CASE WHEN customer = ${quoteText(pseudonym)}
    THEN ${anonymousParty(quoteText(alias), 'sku')} ELSE customer END AS customer) FROM read_parquet(${quoteText(file)})`;

export async function withParquet<Result>(
  { lake, directory }: LakeTraceStores,
  key: string,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  // a name of its own: DuckDB remembers parts of a file by its name, and the next one may be as old to the millisecond
  const file = join(directory, `${randomUUID()}.parquet`);
  await lake.download(key, file);
  try {
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}

async function rowsNaming(database: Database, file: string, pseudonym: string): Promise<unknown[]> {
  return database.run(
    `SELECT * FROM read_parquet(${quoteText(file)}) WHERE ${await namingSql(database, file, pseudonym)}`,
  );
}

/** Write the condition that a row names the buyer in any of its texts. */
async function namingSql(database: Database, file: string, pseudonym: string): Promise<string> {
  const columns = await database.run(`DESCRIBE SELECT * FROM read_parquet(${quoteText(file)})`);
  const texts = columns.filter(({ column_type }) => column_type === 'VARCHAR');
  const conditions = texts.map(
    ({ column_name }) =>
      `coalesce(contains(${quoteName(String(column_name))}, ${quoteText(pseudonym)}), false)`,
  );
  return conditions.length === 0 ? 'false' : conditions.join(' OR ');
}

/** Times that an entry of the catalog is read again because somebody else changed it. */
const TRIES = 5;

/** Tell the catalog of an upload's file as it will be: what was compacted of the old bytes stands for it no longer. */
export async function correctCatalog(
  { catalog }: LakeTraceStores,
  key: string,
  file: string,
  rowsRemoved: number,
): Promise<void> {
  const [, merchant = '', market = ''] = key.split('/');
  const kind = kindOf(key);
  const upload = key.split('/').at(-1)?.replace('.parquet', '') ?? '';
  if (kind === undefined) return;
  const at = catalogKey(merchant, market, kind, upload);
  const bytes = await readFile(file);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_DIGITS);
  for (let tries = 0; tries < TRIES; tries++) {
    const stored = await catalog.get(at, { consistent: true });
    // one that was rolled back is named by nobody
    if (stored === undefined) return;
    const { value, version } = stored;
    if (
      value.files === undefined ||
      partsOf(value).some((part) => part.key === key && part.digest === digest)
    )
      return;
    const files = value.files.map((part) =>
      part.key === key ? { ...part, digest, bytes: bytes.length, rows: part.rows - rowsRemoved } : part,
    );
    if (await catalog.replace(at, { ...value, files, rows: value.rows - rowsRemoved }, version)) return;
  }
  throw new ConflictError(`the catalog's entry of ${upload} changes all the time: try again`);
}

/** As lib/stores/lake-part-files.ts names bytes. */
const DIGEST_DIGITS = 16;
