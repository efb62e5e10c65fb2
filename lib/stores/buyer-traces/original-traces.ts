import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openPromise } from 'yauzl';
import { ANSWERS, InputError, NotFoundError, type Upload, uploadKey } from '../../domain/index.ts';
import { type Database, quoteName, quoteText } from '../lake-database.ts';
import type { ObjectStore } from '../objects.ts';
import { pagesOf } from '../pages-of.ts';
import type { UploadTable } from '../tables.ts';
import { isDamage } from './damage.ts';
import type { TracePlace, Visit } from './traces.ts';

export type OriginalStores = {
  /** The bucket that files are dropped into. */
  dropped: Pick<ObjectStore, 'list' | 'download' | 'remove'>;
  uploads: Pick<UploadTable, 'query' | 'get' | 'replace'>;
  database: Database;
  directory: string;
};

/** States in which a file still waits for a person. */
const WAITING: readonly Upload['state'][] = ['needsAnswer', 'held', 'answered'];

/**
 * Look through the files of a merchant as they were dropped. They hold whatever the seller's system exports, names and
 * addresses too, in many forms: a file that names the buyer goes as a whole. The lake has its rows; one that waited for an answer has to be
 * sent again. A file that nobody has read yet is left to ingest, which knows who was erased.
 */
export const originalTraces = (stores: OriginalStores): TracePlace => ({
  name: 'uploads',
  visit: async (visit) => {
    const { sought, after, outOfTime } = visit;
    const uploads = await uploadsByKey(stores, sought.merchant);
    const keys = (await stores.dropped.list(`${sought.merchant}/`)).filter(
      (key) => (after === undefined || key > after) && key.split('/')[2] !== ANSWERS,
    );
    for (const key of keys) {
      await visitFile(stores, { key, uploads: uploads.get(key) ?? [] }, visit);
      if (outOfTime() && key !== keys.at(-1)) return key;
    }
    return undefined;
  },
});

async function uploadsByKey({ uploads }: OriginalStores, merchant: string): Promise<Map<string, Upload[]>> {
  const found: Upload[] = [];
  for await (const page of pagesOf(uploads, merchant)) found.push(...page.map(({ value }) => value));
  return Map.groupBy(found, ({ key }) => key);
}

async function visitFile(
  stores: OriginalStores,
  { key, uploads }: { key: string; uploads: readonly Upload[] },
  { sought: { merchant, code }, mode, found }: Visit,
): Promise<void> {
  const isUnread =
    uploads.length === 0 || uploads.some(({ state }) => state === 'reading' || state === 'awaited');
  if (isUnread) return;
  const file = join(stores.directory, randomUUID());
  try {
    await stores.dropped.download(key, file);
    if (!(await namesCode(stores.database, file, code))) return;
  } catch (error) {
    if (error instanceof NotFoundError) return;
    throw error;
  } finally {
    await rm(file, { force: true });
  }
  const [waiting] = uploads.filter(({ state }) => WAITING.includes(state));
  found({ store: 'uploads', at: key, taken: [{ file: key }], ...(waiting && { upload: waiting.upload }) });
  if (mode === 'look') return;
  for (const { upload, state } of uploads) if (WAITING.includes(state)) await close(stores, merchant, upload);
  await stores.dropped.remove(key);
}

/** Close an upload whose file goes. */
async function close({ uploads }: OriginalStores, merchant: string, upload: string): Promise<void> {
  const at = uploadKey(merchant, upload);
  const stored = await uploads.get(at, { consistent: true });
  if (stored === undefined || !WAITING.includes(stored.value.state)) return;
  const closed: Upload = {
    ...stored.value,
    state: 'rejected',
    questions: [],
    preview: null,
    reason: SEND_AGAIN,
  };
  await uploads.replace(at, closed, stored.version);
}

const SEND_AGAIN =
  'its file named a buyer who was erased and was removed: send it again, that buyer’s rows are then taken as nobody’s';

const GZIP = '1f8b';
const ZIP = '504b';
const PARQUET = '50415231';

/**
 * Tell whether a file names a customer's code, as a whole word, in UTF-8 or UTF-16, within gzip, a workbook or Parquet. One that cannot be
 * searched (damaged, locked, or not UTF-8 where the code is more than ASCII) counts as naming it.
 */
export async function namesCode(database: Database, file: string, code: string): Promise<boolean> {
  const handle = await open(file);
  const head = Buffer.alloc(4);
  const { bytesRead } = await handle.read(head, 0, 4, 0);
  await handle.close();
  const mark = head.subarray(0, bytesRead).toString('hex');
  try {
    if (mark === PARQUET) return await parquetNames(database, file, code);
    if (mark.startsWith(ZIP)) return await workbookNames(file, code);
    const plain = createReadStream(file);
    return await streamNames(mark.startsWith(GZIP) ? plain.pipe(createGunzip()) : plain, code);
  } catch (error) {
    if (error instanceof InputError || isDamage(error)) return true;
    throw error;
  }
}

async function parquetNames(database: Database, file: string, code: string): Promise<boolean> {
  const source = `read_parquet(${quoteText(file)})`;
  const columns = await database.run(`DESCRIBE SELECT * FROM ${source}`);
  const equal = columns.map(
    ({ column_name }) => `trim(${quoteName(String(column_name))}::VARCHAR) = ${quoteText(code)}`,
  );
  const [found] = await database.run(`SELECT count(*) AS rows FROM ${source} WHERE ${equal.join(' OR ')}`);
  return Number(found?.rows ?? 0) > 0;
}

async function workbookNames(file: string, code: string): Promise<boolean> {
  const archive = await openPromise(file, { autoClose: false, lazyEntries: true });
  try {
    for await (const entry of archive.eachEntry())
      if (await streamNames(await archive.openReadStreamPromise(entry), code)) return true;
    return false;
  } finally {
    archive.close();
  }
}

/** How a code may be written: as it is, or with what CSV, JSON and XML put in the place of their own signs. */
function formsOf(code: string): string[] {
  const xml = code.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [...new Set([code, code.replaceAll('"', '""'), JSON.stringify(code).slice(1, -1), xml])];
}

async function streamNames(stream: Readable, code: string): Promise<boolean> {
  const forms = formsOf(code);
  const isAscii = /^[\x20-\x7e]*$/.test(code);
  const longest = Math.max(...forms.map((form) => form.length)) * 4 + 4;
  const utf8 = new TextDecoder('utf-8', { fatal: !isAscii });
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of stream) {
      const bytes: Buffer = Buffer.concat([rest, chunk]);
      if (!isAscii) utf8.decode(chunk, { stream: true });
      if (forms.some((form) => bytesName(bytes, form))) return true;
      rest = bytes.subarray(Math.max(0, bytes.length - longest));
    }
  } catch (error) {
    // another encoding: nobody can tell
    if (error instanceof TypeError && !isAscii) return true;
    throw error;
  }
  return false;
}

/** What may stand within a code: `K-1` is not named by `AK-1` or `K-1-2`. */
const WORD = /[\p{L}\p{N}_-]/u;

function bytesName(bytes: Buffer, form: string): boolean {
  return (
    (['utf8', 'utf16le'] as const).some((encoding) => hasWord(bytes, Buffer.from(form, encoding))) ||
    hasWord(bytes, swapped(Buffer.from(form, 'utf16le')))
  );
}

const swapped = (bytes: Buffer) => bytes.swap16();

/** Whether bytes hold a text with nothing that may belong to it right beside; a neighbour beyond ASCII is none. */
function hasWord(bytes: Buffer, text: Buffer): boolean {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const before =
      bytes
        .subarray(Math.max(0, at - 2), at)
        .toString('latin1')
        .replaceAll('\0', '')
        .at(-1) ?? '';
    const next =
      bytes
        .subarray(at + text.length, at + text.length + 2)
        .toString('latin1')
        .replaceAll('\0', '')
        .at(0) ?? '';
    if (!isAsciiWord(before) && !isAsciiWord(next)) return true;
  }
  return false;
}

const isAsciiWord = (letter: string): boolean => letter <= '\x7f' && WORD.test(letter);
