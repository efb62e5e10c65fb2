import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type LakePart, UNDATED, type UploadKind } from '../domain/index.ts';
import { kindColumns } from '../importing/index.ts';
import { storedColumns } from './lake-columns.ts';
import { type Database, quoteName, quoteText } from './lake-database.ts';

/** A Parquet file of one month on this machine. */
export type PartFile = Omit<LakePart, 'key'> & { file: string };

/** The upload that rows came with: of two uploads that hold the same line the greater sequence wins. */
export type Origin = { upload: string; sequence: string };

/** Digits of a file's SHA-256 that tell it from another version of itself: 64 bits. */
const DIGEST_DIGITS = 16;

/** The accepted rows as files, and their first and last day; `null` where the kind has none. */
export type PartFiles = { parts: PartFile[]; firstDate: string | null; lastDate: string | null };

/** What part files are written from. */
export type PartFilesRequest = {
  kind: UploadKind;
  origin: Origin;
  directory: string;
  /** True where `accepted` gives its rows by rising `line`: months whose days rise too are then written without sorting. */
  isByLine?: boolean;
};

/**
 * Write the relation `accepted` as Parquet: a file a month of the kind's day; one file where the kind has no day.
 *
 * @returns the files, oldest month first, rows without a day last; none of them is empty
 */
export async function writePartFiles(database: Database, request: PartFilesRequest): Promise<PartFiles> {
  const { kind, origin, directory, isByLine = false } = request;
  const { day } = kindColumns[kind];
  const runs = monthRuns(await dayRuns(database, day), day !== null);
  const parts = runs.map(({ month, rows, isRising }) => {
    const file = `${directory}/${month ?? 'all'}.parquet`;
    const from = `(FROM accepted WHERE ${withinMonth(day, month)})`;
    const sql = copySql({ kind, from, file, origin, isOrdered: isByLine && isRising });
    return { month, rows, file, sql };
  });
  // a join whose sides are exchanged gives its rows in another order
  await database.run(`SET disabled_optimizers = 'build_side_probe_side'`);
  const [only] = parts;
  // one file is written by all threads, many are one a thread
  if (parts.length === 1 && only !== undefined) await database.run(only.sql);
  else await database.runBeside(parts.map(({ sql }) => sql));
  await database.run('RESET disabled_optimizers');
  const written: PartFile[] = [];
  for (const { sql: _, ...part } of parts) written.push({ ...part, ...(await describeFile(part.file)) });
  const dated = runs.filter(({ first }) => first !== null);
  return { parts: written, firstDate: dated.at(0)?.first ?? null, lastDate: dated.at(-1)?.last ?? null };
}

/** The rows of one day, and the first and last of their lines. */
type DayRun = { day: string | null; rows: number; firstLine: number; lastLine: number };

async function dayRuns(database: Database, day: string | null): Promise<DayRun[]> {
  const name = day === null ? 'NULL::DATE' : quoteName(day);
  const rows =
    await database.run(`SELECT ${name} AS day, count(*) AS rows, min(line) AS first, max(line) AS last
    FROM accepted GROUP BY 1 ORDER BY 1 NULLS LAST`);
  return rows.map((row) => ({
    day: typeof row.day === 'string' ? row.day : null,
    rows: Number(row.rows),
    firstLine: Number(row.first),
    lastLine: Number(row.last),
  }));
}

/** The rows of one month, and whether each of its days lies wholly before the next one in the uploaded file. */
type MonthRun = {
  month: string | null;
  rows: number;
  isRising: boolean;
  first: string | null;
  last: string | null;
};

/** Add days up to months. A kind without days has one run without a month; rows without a day are a run of their own. */
function monthRuns(days: readonly DayRun[], hasDays: boolean): MonthRun[] {
  const runs: (MonthRun & { lastLine: number })[] = [];
  for (const { day, rows, firstLine, lastLine } of days) {
    const month = day?.slice(0, MONTH_LENGTH) ?? (hasDays ? UNDATED : null);
    const run = runs.at(-1);
    if (run?.month === month) {
      run.rows += rows;
      run.isRising &&= run.lastLine < firstLine;
      run.lastLine = lastLine;
      run.last = day;
    } else runs.push({ month, rows, isRising: true, first: day, last: day, lastLine });
  }
  return runs;
}

const MONTH_LENGTH = 'YYYY-MM'.length;

/**
 * Write rows of the lake as one Parquet file under Zstandard, in the order of their days, uploads and lines. Equal rows give equal
 * bytes.
 *
 * By day, so that a reader's filters skip row groups, and not by SKU first: orders as they were sent have their order, day and
 * customer beside one another and take little more than half the bytes (2 million lines in 24 months: 15 MB, by SKU 25).
 *
 * @param from - a relation with the kind's stored columns
 */
export async function writeRows(
  database: Database,
  given: { kind: UploadKind; from: string; file: string },
): Promise<{ bytes: number; digest: string }> {
  await database.run(copySql(given));
  return describeFile(given.file);
}

const describeFile = async (file: string) => ({
  bytes: (await stat(file)).size,
  digest: await digestOf(file),
});

type CopyRequest = {
  kind: UploadKind;
  from: string;
  file: string;
  /** The upload of all rows; else `from` has it as columns. */
  origin?: Origin;
  /** True where the rows come in the file's order. */
  isOrdered?: boolean;
};

function copySql({ kind, from, file, origin, isOrdered = false }: CopyRequest): string {
  const marks = new Map(Object.entries(origin ?? {}).map(([name, value]) => [name, oneValue(value)]));
  const columns = storedColumns(kind).map(
    ({ name, type }) => `${marks.get(name) ?? `${quoteName(name)}::${type}`} AS ${quoteName(name)}`,
  );
  const uploads = origin === undefined ? ['sequence', 'upload'] : [];
  const order = isOrdered ? '' : ` ORDER BY ${[...dayOf(kind), ...uploads, 'line'].join(', ')}`;
  return `COPY (SELECT ${columns.join(', ')} FROM ${from}${order})
    TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`;
}

/** A value that all rows share: written as the text that it is, but never hashed for a dictionary row by row. */
const oneValue = (value: string) => `${quoteText(value)}::ENUM(${quoteText(value)})`;

function withinMonth(day: string | null, month: string | null): string {
  if (day === null || month === null) return 'true';
  const name = quoteName(day);
  if (month === UNDATED) return `${name} IS NULL`;
  const first = `DATE ${quoteText(`${month}-01`)}`;
  return `${name} BETWEEN ${first} AND last_day(${first})`;
}

function dayOf(kind: UploadKind): string[] {
  const { day } = kindColumns[kind];
  return day === null ? [] : [quoteName(day)];
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex').slice(0, DIGEST_DIGITS);
}
