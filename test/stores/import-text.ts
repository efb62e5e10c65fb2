import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { UploadKind } from '../../lib/domain/index.ts';
import type { MarketFacts } from '../../lib/importing/index.ts';
import { type Import, type ImportLimits, importFile, type Row } from '../../lib/stores/index.ts';
import { type Database, openDatabase, type SharedDatabase } from '../../lib/stores/lake-database.ts';

export const germany: MarketFacts = {
  market: 'de',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  pricesIncludeTax: false,
};

export type ImportedText = {
  result: Import;
  /** The accepted rows as the lake has them; none where there is no Parquet file. */
  rows: Row[];
  /** The rejects file's text. */
  rejects: string;
};

type Given = {
  /** A file of the test's own in place of one with the content. */
  file?: string;
  fileName?: string;
  kind?: UploadKind;
  market?: MarketFacts;
  limits?: Partial<ImportLimits>;
  /** What a person answered. */
  answers?: Record<string, string>;
  recall?: (shape: string) => Promise<Record<string, string>>;
  dryRun?: boolean;
  /** A query over `rows` in place of all of them; `null` reads none. */
  query?: string | null;
  /** A database that many imports share, where one of its own took most of a small import's time. */
  shared?: SharedDatabase;
};

/**
 * Import a file's content as ingest does, with `~{code}` for a pseudonym, and read back what came of it.
 *
 * @param content - `null` where `given.file` holds it
 */
export async function importText(
  content: string | Uint8Array | null,
  given: Given = {},
): Promise<ImportedText> {
  const {
    fileName = 'orders.csv',
    kind = 'orders',
    market = germany,
    limits = {},
    answers = {},
    recall = async () => ({}),
    dryRun = false,
    query = 'FROM rows ORDER BY line',
    shared,
  } = given;
  const directory = await mkdtemp(join(tmpdir(), 'tradewind-import-'));
  try {
    const file = given.file ?? join(directory, 'dropped');
    if (content !== null) await writeFile(file, fileName.endsWith('.gz') ? gzipSync(content) : content);
    const pseudonymise = async (codes: readonly string[]) => codes.map((code) => `~${code}`);
    const origin = { upload: 'u1', sequence: '1' };
    const asked = { file, fileName, kind, market, origin, directory, pseudonymise, limits };
    const result = await importFile({
      ...asked,
      ...{ answers, recall, dryRun },
      ...(shared === undefined ? {} : { shared }),
    });
    const rejects = result.rejectsFile === null ? '' : await readFile(result.rejectsFile, 'utf8');
    if (result.parts.length === 0 || query === null) return { result, rows: [], rejects };
    const files = result.parts.map((part) => part.file);
    const read = (database: Database) => readRows(database, files, query);
    return { result, rows: await (shared?.within(read) ?? inOwnDatabase(read)), rejects };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function inOwnDatabase(read: (database: Database) => Promise<Row[]>): Promise<Row[]> {
  const directory = await mkdtemp(join(tmpdir(), 'tradewind-read-'));
  const database = await openDatabase({ directory, memoryMib: 256 });
  try {
    return await read(database);
  } finally {
    database.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function readRows(database: Database, files: readonly string[], query: string): Promise<Row[]> {
  const list = files.map((file) => `'${file}'`).join(', ');
  await database.run(`CREATE VIEW rows AS SELECT * EXCLUDE (upload, sequence) FROM read_parquet([${list}])`);
  return database.run(query);
}
