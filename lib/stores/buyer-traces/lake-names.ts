import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { NotFoundError, UpstreamError } from '../../domain/index.ts';
import { quoteName, quoteText } from '../lake-database.ts';
import { isDamage } from './damage.ts';
import {
  correctCatalog,
  kindOf,
  type LakeTraceStores,
  mayHoldBuyers,
  OF_UPLOADS,
  withParquet,
} from './lake-traces.ts';
import {
  nameOfVersion,
  type RenamePlace,
  type RenameVisit,
  type Renaming,
  renameIn,
} from './renamed-buyers.ts';

/**
 * Rename the buyers in all objects of a merchant under one prefix of the lake's bucket, in order of their keys.
 *
 * Each file keeps its rows, their order and as many different buyers as it had; a file that somebody asked for (`exports/`) goes: it
 * can be made again.
 */
export const lakeNames = (stores: LakeTraceStores, prefix: string): RenamePlace => ({
  name: prefix,
  visit: async (visit) => {
    const { after, renaming, outOfTime, mode, unreadable } = visit;
    if (mode === 'forget') return undefined;
    const keys = (await stores.lake.list(`${prefix}${renaming.merchant}/`)).filter(
      (key) => after === undefined || key > after,
    );
    for (const key of keys) {
      if (mayHoldBuyers(prefix, key))
        await visitObject(stores, { prefix, key }, visit).catch((error: unknown) => {
          // what another process compacts meanwhile is gone, and named by nobody
          if (error instanceof NotFoundError) return;
          if (!isDamage(error)) throw error;
          unreadable(key);
        });
      if (outOfTime() && key !== keys.at(-1)) return key;
    }
    return undefined;
  },
});

type Place = { prefix: string; key: string };

async function visitObject(stores: LakeTraceStores, place: Place, visit: RenameVisit): Promise<void> {
  const { prefix, key } = place;
  const store = OF_UPLOADS.includes(prefix) ? `${prefix}${kindOf(key) ?? ''}` : prefix.slice(0, -1);
  if (prefix === 'exports/') return visitExport(stores, key, visit);
  if (key.endsWith('.parquet')) return visitParquet(stores, place, store, visit);
  const packed = key.endsWith('.gz');
  const bytes = await stores.lake.get(key);
  const text = (packed ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8');
  const { text: renamed, names } = renameIn(text, visit.renaming);
  if (names === 0) return;
  visit.found(store, names);
  if (visit.mode === 'look') return;
  await stores.lake.put(
    key,
    packed ? gzipSync(renamed) : renamed,
    packed ? 'application/gzip' : 'application/json',
  );
}

async function visitExport(stores: LakeTraceStores, key: string, visit: RenameVisit): Promise<void> {
  const { from } = visit.renaming;
  const count = async () =>
    key.endsWith('.parquet')
      ? withParquet(stores, key, async (file) => (await namingRows(stores, file, from)).rows)
      : renameIn(Buffer.from(await stores.lake.get(key)).toString('utf8'), visit.renaming).names;
  // a damaged one may name buyers, and can be made again
  const names = await count().catch((error: unknown) => {
    if (!isDamage(error)) throw error;
    return 1;
  });
  if (names === 0) return;
  visit.found('exports', names);
  if (visit.mode === 'rename') await stores.lake.remove(key);
}

async function visitParquet(
  stores: LakeTraceStores,
  { prefix, key }: Place,
  store: string,
  { mode, renaming, found }: RenameVisit,
): Promise<void> {
  await withParquet(stores, key, async (file) => {
    const { rows, columns } = await namingRows(stores, file, renaming.from);
    if (rows === 0) return;
    found(store, rows);
    if (mode === 'look') return;
    // a name of its own: DuckDB remembers parts of a file by its name
    const written = join(stores.directory, `${randomUUID()}.parquet`);
    await writeRenamed(stores, { file, written, columns, renaming });
    await checkRenamed(stores, { file, written, columns, renaming, key });
    // before the object: who dies between the two finds the object as it was and does both again
    if (prefix === 'lake/') await correctCatalog(stores, key, written, 0);
    await stores.lake.upload(written, key, 'application/vnd.apache.parquet');
    await rm(written, { force: true });
  });
}

/** How many rows name a buyer by the old key, and in which columns. */
async function namingRows(
  { database }: LakeTraceStores,
  file: string,
  from: number,
): Promise<{ rows: number; columns: string[] }> {
  const source = `read_parquet(${quoteText(file)})`;
  const texts = (await database.run(`DESCRIBE SELECT * FROM ${source}`))
    .filter(({ column_type }) => column_type === 'VARCHAR')
    .map(({ column_name }) => String(column_name));
  if (texts.length === 0) return { rows: 0, columns: [] };
  const names = (column: string) =>
    `coalesce(regexp_matches(${quoteName(column)}, ${quoteText(nameOfVersion(from))}), false)`;
  const counts = texts.map((column, place) => `count(*) FILTER (${names(column)}) AS c${place}`);
  const [row = {}] = await database.run(
    `SELECT count(*) FILTER (${texts.map(names).join(' OR ')}) AS naming, ${counts.join(', ')} FROM ${source}`,
  );
  return { rows: Number(row.naming), columns: texts.filter((_, place) => Number(row[`c${place}`]) > 0) };
}

type Rewriting = { file: string; written: string; columns: readonly string[]; renaming: Renaming };

async function writeRenamed(
  { database, directory }: LakeTraceStores,
  { file, written, columns, renaming: { from, rename } }: Rewriting,
): Promise<void> {
  const whole = (column: string) =>
    `SELECT DISTINCT ${quoteName(column)} AS name FROM read_parquet(${quoteText(file)})
      WHERE regexp_full_match(${quoteName(column)}, ${quoteText(nameOfVersion(from))})`;
  const { name: old = [] } = await database.columns(columns.map(whole).join(' UNION '));
  const lines = join(directory, `${randomUUID()}.jsonl`);
  await writeFile(
    lines,
    old.map((name) => JSON.stringify({ old_name: name, new_name: rename(String(name)) })).join('\n'),
  );
  await database.run(`CREATE OR REPLACE TEMP TABLE renamed_buyers AS FROM read_json(${quoteText(lines)},
    format = 'newline_delimited', columns = {old_name: 'VARCHAR', new_name: 'VARCHAR'})`);
  const replaced = columns.map(
    (column, place) => `coalesce(n${place}.new_name, rows_of.${quoteName(column)}) AS ${quoteName(column)}`,
  );
  const joins = columns.map(
    (column, place) =>
      `LEFT JOIN renamed_buyers n${place} ON n${place}.old_name = rows_of.${quoteName(column)}`,
  );
  await database.run(`COPY (SELECT rows_of.* EXCLUDE (file_row_number) REPLACE (${replaced.join(', ')})
    FROM read_parquet(${quoteText(file)}, file_row_number = true) rows_of ${joins.join(' ')} ORDER BY rows_of.file_row_number)
    TO ${quoteText(written)} (FORMAT parquet, COMPRESSION zstd)`);
  await rm(lines, { force: true });
}

/** As many rows and as many different buyers as before, none of them by the old key. @throws UpstreamError where it is not so */
async function checkRenamed(
  stores: LakeTraceStores,
  { file, written, columns, renaming, key }: Rewriting & { key: string },
): Promise<void> {
  const counts = columns.map((column) => `count(DISTINCT ${quoteName(column)})`).join(', ');
  const of = async (path: string) =>
    JSON.stringify(
      Object.values(
        (await stores.database.run(`SELECT count(*), ${counts} FROM read_parquet(${quoteText(path)})`))[0] ??
          {},
      ),
    );
  const left = await namingRows(stores, written, renaming.from);
  const [before, after] = [await of(file), await of(written)];
  if (left.rows > 0 || before !== after)
    throw new UpstreamError(
      `renaming the buyers of ${key} would make ${after} of ${before} rows and buyers (${columns}), and leave ${left.rows} rows with old names in longer texts: the file stays as it is`,
    );
}
