import {
  InputError,
  type Reject,
  type UploadKind,
  type UploadPreview,
  type UploadQuestion,
} from '../domain/index.ts';
import type { Answers, MarketFacts, ReadingPlan } from '../importing/index.ts';
import { formOf } from './file-form.ts';
import { acceptRows, previewRows } from './lake-accept.ts';
import { type Database, openDatabase, type SharedDatabase } from './lake-database.ts';
import { loadParquet } from './lake-parquet.ts';
import { type Origin, type PartFile, writePartFiles } from './lake-part-files.ts';
import { planAndCheck } from './lake-plan.ts';
import { loadRows, type RawTable } from './lake-raw.ts';
import { writeRejects } from './lake-rejects.ts';
import { isDividedOtherwise } from './raw-parts.ts';

/** A file to be read into the lake's form. */
export type ImportRequest = {
  file: string;
  /** The name it was uploaded under: its ending tells the format. */
  fileName: string;
  kind: UploadKind;
  market: MarketFacts;
  /** The upload that its rows are marked with. */
  origin: Origin;
  /** A folder of this import's own; the caller removes it. */
  directory: string;
  /** Turn customer codes (each once) into pseudonyms, in the same order. */
  pseudonymise(codes: readonly string[]): Promise<readonly string[]>;
  /** What a person answered about this file. */
  answers?: Answers;
  /** Recall what was answered about earlier files with a header of this shape. */
  recall?(shape: string): Promise<Answers>;
  /** Read all of it, show the first rows as they would be read, and take nothing in. */
  dryRun?: boolean;
  limits?: Partial<ImportLimits>;
  /** A database that many imports share, with its own bounds; one is opened for this import by default. */
  shared?: SharedDatabase;
};

export type ImportLimits = {
  /** Share of refused rows above which a file is held as a whole, 0–1. */
  refusedShare: number;
  /** Bytes of text at which reading stops, unpacked. */
  mostBytes: number;
  memoryMib: number;
  /** Bytes of a delimited text that are looked at together: plain ones are taken as they are. */
  pieceBytes: number;
};

const DEFAULT_LIMITS: ImportLimits = {
  refusedShare: 0.05,
  mostBytes: 1024 ** 3,
  memoryMib: 768,
  pieceBytes: 1024 ** 2,
};

/** What became of a file. The counts add up: read = accepted + merged + quarantined + waiting. */
export type Import = {
  state: 'accepted' | 'partlyAccepted' | 'held' | 'rejected' | 'needsAnswer';
  rows: { read: number; accepted: number; merged: number; quarantined: number; waiting: number };
  /** The first refused rows; all are in `rejectsFile`. */
  rejects: Reject[];
  rejectsFile: string | null;
  /** The accepted rows as Parquet, a file a month; none where nothing was taken in. */
  parts: PartFile[];
  questions: UploadQuestion[];
  assumed: string[];
  reading: Record<string, string> | null;
  reason: string | null;
  firstDate: string | null;
  lastDate: string | null;
  /** The first rows as they are read; of a dry run alone. */
  preview: UploadPreview | null;
  /** The header's shape, under which answers are kept for later files; `null` where none was found. */
  shape: string | null;
};

/**
 * Read an uploaded file: detect, plan, check every row, and write the accepted rows as Parquet and the refused ones as
 * a CSV with line, column, value and reason. Never throws for what a file holds.
 *
 * @throws UpstreamError and what `pseudonymise` throws; a file that cannot be read is an answer with its reason
 */
export async function importFile(request: ImportRequest): Promise<Import> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  try {
    return await importWith(request, limits, true);
  } catch (error) {
    if (isDividedOtherwise(error)) return importWith(request, limits, false);
    throw error;
  }
}

async function importWith(
  request: ImportRequest,
  limits: ImportLimits,
  takesLines: boolean,
): Promise<Import> {
  const withinBounds = { ...limits, takesLines };
  try {
    if (request.shared !== undefined)
      return await request.shared.within((database) => importInto(database, request, withinBounds));
    const database = await openDatabase({ directory: request.directory, memoryMib: limits.memoryMib });
    try {
      return await importInto(database, request, withinBounds);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof InputError) return refused(error.message);
    throw error;
  }
}

async function importInto(
  database: Database,
  request: ImportRequest,
  limits: ImportLimits & { takesLines: boolean },
): Promise<Import> {
  const { answers = {}, recall = async () => ({}) } = request;
  const { mostBytes, pieceBytes, takesLines } = limits;
  const wanted = { ...request, answers, recall, mostBytes, pieceBytes, takesLines };
  const form = await formOf(request.file, request.fileName);
  const raw =
    form === 'parquet' ? await loadParquet(database, wanted) : await loadRows(database, form, wanted);
  if (raw.records === 0) return refused('the file holds a header and no rows', raw.reading);
  // before the columns are known there is nothing to ask about their values
  if (raw.reason !== '') return waiting(raw, raw.questions, raw.reason);
  const planning = await planAndCheck(database, raw, request.market);
  const asked = planning.kind === 'ask' ? planning.questions : [];
  const questions = [...raw.questions, ...asked];
  if (planning.kind === 'ask' || questions.length > 0) return waiting(raw, questions);
  return execute(database, planning.plan, raw, { request, limits });
}

/** Take in the checked rows. */
async function execute(
  database: Database,
  plan: ReadingPlan,
  raw: RawTable,
  { request, limits }: { request: ImportRequest; limits: ImportLimits },
): Promise<Import> {
  const { quarantined, rejects, rejectsFile } = await writeRejects(database, plan, request.directory);
  const facts = {
    ...refused(''),
    rejects,
    rejectsFile,
    assumed: [...assumedEncoding(raw), ...assumedTitles(raw), ...plan.assumed],
    reading: {
      ...raw.reading,
      profile: plan.profile,
      dateOrder: plan.dateOrder,
      decimalMark: plan.decimalMark,
      ...plan.evidence,
    },
    shape: raw.shape,
  };
  const read = raw.records;
  if (quarantined === read)
    return {
      ...facts,
      rows: rowsOf({ read, quarantined }),
      reason: 'every row was refused: see its reasons',
    };
  const held = {
    ...facts,
    state: 'held' as const,
    rows: rowsOf({ read, quarantined, waiting: read - quarantined }),
  };
  const tooMany = quarantined / read > limits.refusedShare && raw.answers.refusedRows !== 'takeRest';
  if (tooMany)
    return {
      ...held,
      questions: [refusedRowsQuestion(quarantined, read)],
      reason: `${quarantined} of ${read} rows were refused, more than ${limits.refusedShare * 100} %: nothing was taken in`,
    };
  const accepted = await acceptRows(database, plan, request);
  if (request.dryRun === true)
    return {
      ...held,
      questions: [takeInQuestion],
      preview: await previewRows(database, plan),
      reason: DRY_RUN,
    };
  return {
    ...facts,
    ...(await writePartFiles(database, { ...request, isByLine: true })),
    state: quarantined === 0 ? 'accepted' : 'partlyAccepted',
    rows: rowsOf({ read, quarantined, accepted, merged: read - quarantined - accepted }),
    reason: quarantined === 0 ? null : `${quarantined} of ${read} rows were refused`,
  };
}

const DRY_RUN = 'a dry run: nothing was taken in';

const takeInQuestion: UploadQuestion = {
  question: 'takeIn',
  about: 'takeIn',
  text: 'Is the file to be taken in as it is shown?',
  options: [{ value: 'yes', text: 'yes' }],
};

const refusedRowsQuestion = (quarantined: number, read: number): UploadQuestion => ({
  question: 'refusedRows',
  about: 'refusedRows',
  text: `Are the other ${read - quarantined} rows to be taken in without the ${quarantined} that were refused?`,
  options: [{ value: 'takeRest', text: 'yes: the refused ones stay out' }],
});

/** What stands above the header is no row: it is said how much that is. */
const assumedTitles = ({ reading: { rowsAboveHeader = '0' } }: RawTable) =>
  rowsAboveHeader === '0' ? [] : [`${rowsAboveHeader} rows above the header are titles`];

/** Bytes don't prove an encoding of a country, so it is shown for what it is. */
const assumedEncoding = ({ reading: { encoding } }: RawTable) =>
  encoding === undefined || encoding.startsWith('utf-')
    ? []
    : [`encoding ${encoding} (the file is not valid UTF-8)`];

function rowsOf(counts: Partial<Import['rows']>): Import['rows'] {
  return { read: 0, accepted: 0, merged: 0, quarantined: 0, waiting: 0, ...counts };
}

function refused(reason: string, reading: Record<string, string> | null = null): Import {
  return {
    state: 'rejected',
    rows: rowsOf({}),
    rejects: [],
    rejectsFile: null,
    parts: [],
    questions: [],
    assumed: [],
    reading,
    reason,
    firstDate: null,
    lastDate: null,
    preview: null,
    shape: null,
  };
}

function waiting(raw: RawTable, questions: UploadQuestion[], reason?: string): Import {
  return {
    ...refused(`waits for an answer: ${reason ?? questions.map(({ text }) => text).join(' ')}`, raw.reading),
    state: 'needsAnswer',
    rows: rowsOf({ read: raw.records, waiting: raw.records }),
    questions,
    shape: raw.shape,
  };
}
