import { InputError, type Reject, type UploadKind, type UploadQuestion } from '../domain/index.ts';
import {
  type DateEvidence,
  kindColumns,
  type MarketFacts,
  matchHeader,
  type NumberEvidence,
  planReading,
  type ReadingPlan,
  type Scanned,
} from '../importing/index.ts';
import { type Database, openDatabase } from './lake-database.ts';
import { dateEvidenceQuery, numberEvidenceQuery } from './lake-parse.ts';
import { loadParquet, loadText, type RawTable } from './lake-raw.ts';
import { acceptRows, checkRows, writeParquet, writeRejects } from './lake-write.ts';

/** A file to be read into the lake's form. */
export type ImportRequest = {
  file: string;
  /** The name it was uploaded under: its ending tells the format. */
  fileName: string;
  kind: UploadKind;
  market: MarketFacts;
  /** A folder of this import's own; the caller removes it. */
  directory: string;
  /** Turn customer codes (each once) into pseudonyms, in the same order. */
  pseudonymise(codes: readonly string[]): Promise<readonly string[]>;
  limits?: Partial<ImportLimits>;
};

export type ImportLimits = {
  /** Share of refused rows above which a file is held as a whole, 0–1. */
  refusedShare: number;
  /** Bytes of text at which reading stops, unpacked. */
  mostBytes: number;
  memoryMib: number;
};

const DEFAULT_LIMITS: ImportLimits = { refusedShare: 0.05, mostBytes: 1024 ** 3, memoryMib: 768 };

/** What became of a file. The counts add up: read = accepted + merged + quarantined + waiting. */
export type Import = {
  state: 'accepted' | 'partlyAccepted' | 'held' | 'rejected' | 'needsAnswer';
  rows: { read: number; accepted: number; merged: number; quarantined: number; waiting: number };
  /** The first refused rows; all are in `rejectsFile`. */
  rejects: Reject[];
  rejectsFile: string | null;
  parquetFile: string | null;
  questions: UploadQuestion[];
  assumed: string[];
  reading: Record<string, string> | null;
  reason: string | null;
  firstDate: string | null;
  lastDate: string | null;
};

/**
 * Read an uploaded file: detect, plan, check every row, and write the accepted rows as Parquet and the refused ones as
 * a CSV with line, column, value and reason. Never throws for what a file holds.
 *
 * @throws UpstreamError and what `pseudonymise` throws; a file that cannot be read is an answer with its reason
 */
export async function importFile(request: ImportRequest): Promise<Import> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const database = await openDatabase({ directory: request.directory, memoryMib: limits.memoryMib });
  try {
    return await importInto(database, request, limits);
  } catch (error) {
    if (error instanceof InputError) return refused(error.message);
    throw error;
  } finally {
    database.close();
  }
}

async function importInto(database: Database, request: ImportRequest, limits: ImportLimits): Promise<Import> {
  const match = (header: readonly string[]) => matchHeader(request.kind, header);
  const raw = isParquet(request.fileName)
    ? await loadParquet(database, { ...request, match, mostBytes: limits.mostBytes })
    : await loadText(database, { ...request, match, mostBytes: limits.mostBytes });
  if (raw.records === 0) return refused('the file holds a header and no rows', raw.reading);
  const planning = planReading(await scanOf(database, raw), request.market);
  if (planning.kind === 'ask') return waiting(raw, planning.questions);
  return execute(database, planning.plan, raw, { request, limits });
}

/** Run a plan over the raw rows. */
async function execute(
  database: Database,
  plan: ReadingPlan,
  raw: RawTable,
  { request, limits }: { request: ImportRequest; limits: ImportLimits },
): Promise<Import> {
  await checkRows(database, plan);
  const { quarantined, rejects, rejectsFile } = await writeRejects(database, request.directory);
  const facts = {
    ...refused(''),
    rejects,
    rejectsFile,
    assumed: [...assumedEncoding(raw), ...plan.assumed],
    reading: {
      ...raw.reading,
      profile: plan.profile,
      dateOrder: plan.dateOrder,
      decimalMark: plan.decimalMark,
    },
  };
  const read = raw.records;
  if (quarantined === read)
    return {
      ...facts,
      rows: rowsOf({ read, quarantined }),
      reason: 'every row was refused: see its reasons',
    };
  if (quarantined / read > limits.refusedShare)
    return {
      ...facts,
      state: 'held',
      rows: rowsOf({ read, quarantined, waiting: read - quarantined }),
      reason: `${quarantined} of ${read} rows were refused, more than ${limits.refusedShare * 100} %: nothing was taken in`,
    };
  const accepted = await acceptRows(database, plan, request);
  const parquet = await writeParquet(database, plan, request.directory);
  return {
    ...facts,
    ...parquet,
    state: quarantined === 0 ? 'accepted' : 'partlyAccepted',
    rows: rowsOf({ read, quarantined, accepted, merged: read - quarantined - accepted }),
    reason: quarantined === 0 ? null : `${quarantined} of ${read} rows were refused`,
  };
}

async function scanOf(database: Database, raw: RawTable): Promise<Scanned> {
  const dates: DateEvidence[] = [];
  const numbers: NumberEvidence[] = [];
  for (const { column, type } of kindColumns[raw.profile.kind].columns) {
    if (raw.sources[column] === undefined) continue;
    if (type === 'date') {
      const [{ yearLast, greatestFirst, greatestSecond } = {}] = await database.run(
        dateEvidenceQuery(column),
      );
      dates.push({
        column,
        yearLast: Number(yearLast),
        greatestFirst: Number(greatestFirst),
        greatestSecond: Number(greatestSecond),
      });
    } else if (type === 'number' || type === 'price') {
      const [{ provesPoint, provesComma, unclear, unclearComma } = {}] = await database.run(
        numberEvidenceQuery(column),
      );
      numbers.push({
        column,
        provesPoint: Number(provesPoint),
        provesComma: Number(provesComma),
        unclear: Number(unclear),
        unclearComma: Number(unclearComma),
      });
    }
  }
  const { profile, sources, typed } = raw;
  return { profile, sources, typed, dates, numbers };
}

/** Bytes don't prove a single-byte encoding, so it is shown for what it is. */
const assumedEncoding = ({ reading }: RawTable) =>
  reading.encoding === 'windows-1252' ? ['encoding windows-1252 (the file is not valid UTF-8)'] : [];

const isParquet = (fileName: string) => fileName.toLowerCase().endsWith('.parquet');

function rowsOf(counts: Partial<Import['rows']>): Import['rows'] {
  return { read: 0, accepted: 0, merged: 0, quarantined: 0, waiting: 0, ...counts };
}

function refused(reason: string, reading: Record<string, string> | null = null): Import {
  return {
    state: 'rejected',
    rows: rowsOf({}),
    rejects: [],
    rejectsFile: null,
    parquetFile: null,
    questions: [],
    assumed: [],
    reading,
    reason,
    firstDate: null,
    lastDate: null,
  };
}

function waiting(raw: RawTable, questions: UploadQuestion[]): Import {
  return {
    ...refused(`waits for an answer: ${questions.map(({ text }) => text).join(' ')}`, raw.reading),
    state: 'needsAnswer',
    rows: rowsOf({ read: raw.records, waiting: raw.records }),
    questions,
  };
}
