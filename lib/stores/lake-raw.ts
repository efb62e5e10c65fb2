import { InputError, type UploadKind, type UploadQuestion } from '../domain/index.ts';
import {
  type Answers,
  chooseHeader,
  type EncodingChoice,
  type HeaderChoice,
  type Profile,
  type TextRecord,
} from '../importing/index.ts';
import { legacyEncoding, markedEncoding } from './file-encoding.ts';
import type { FileForm } from './file-form.ts';
import { jsonBatches } from './json-records.ts';
import type { Database } from './lake-database.ts';
import { type Kept, scanRecords } from './lake-scan.ts';
import { EncodingError, readText } from './lake-text.ts';
import { loadLines } from './load-lines.ts';
import { createRawView, type RawPart, rawParts } from './raw-parts.ts';
import type { RowSegment } from './row-segments.ts';
import { readTextPieces } from './text-pieces.ts';
import { delimitedBatches, type RecordBatch } from './text-records.ts';
import { openSheet } from './xlsx-sheets.ts';

/**
 * The relations `raw` (line, then each canonical column that the file has, as text, NULL when empty) and `problems` (line,
 * problem) of a file, and how they came about.
 */
export type RawTable = {
  /** What `raw` is made of: cheaper to read where lines need no number. */
  parts: readonly RawPart[];
  profile: Profile;
  /** Canonical columns that the file has, with their name in `raw`. */
  sources: Record<string, string>;
  /** Rows of the file, refused ones included. */
  records: number;
  /** True where the format itself says what a number is. */
  typed: boolean;
  reading: Record<string, string>;
  /** What must be answered before the rows mean anything. */
  questions: UploadQuestion[];
  /** Why the header cannot be read; '' where it can. */
  reason: string;
  /** The header's shape, under which answers are kept. */
  shape: string;
  /** Answers that hold for this file: those given for it, before those given for earlier files of its shape. */
  answers: Answers;
};

export type RawRequest = {
  file: string;
  kind: UploadKind;
  directory: string;
  mostBytes: number;
  /** Bytes of a delimited text that are looked at together. */
  pieceBytes: number;
  /** False where its lines turned out to be divided otherwise than they were counted. */
  takesLines: boolean;
  answers: Answers;
  /** Recall what was answered for earlier files of a shape. */
  recall(shape: string): Promise<Answers>;
};

/** What is known of a file beside its rows, as its reading goes on. */
type Source = {
  batches: AsyncGenerator<RecordBatch>;
  reading: Record<string, string>;
  questions: UploadQuestion[];
  /** True where the first record alone can be the header. */
  headerFirst: boolean;
  mayEndEarly: boolean;
  refuseBroken: boolean;
};

/**
 * Load a workbook, a delimited or a JSON file.
 *
 * @throws InputError when the file cannot be read at all; the message is for the person who uploaded it
 */
export async function loadRows(
  database: Database,
  form: Exclude<FileForm, 'parquet'>,
  request: RawRequest,
): Promise<RawTable> {
  if (form !== 'xlsx') return loadText(database, form, request);
  const sheet = await openSheet(request);
  try {
    const { batches, name, question } = sheet;
    const source = {
      batches,
      reading: { format: form, sheet: name },
      questions: question === null ? [] : [question],
      headerFirst: false,
      mayEndEarly: true,
      refuseBroken: false,
    };
    return await loadFrom(database, source, request);
  } finally {
    sheet.close();
  }
}

type TextForm = Exclude<FileForm, 'parquet' | 'xlsx'>;

/** Read a text as the encoding that it shows; where bytes prove that wrong, as the one that makes most sense. */
async function loadText(database: Database, form: TextForm, request: RawRequest): Promise<RawTable> {
  const marked = await markedEncoding(request.file);
  try {
    return await loadFrom(database, textSource(form, request, { choice: marked, lenient: false }), request);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  const choice = await legacyEncoding(request.file, request.answers.encoding);
  const table = await loadBroken(database, form, request, choice);
  const { encoding } = table.answers;
  if (choice.question === null || encoding === undefined) return table;
  return loadBroken(database, form, request, await legacyEncoding(request.file, encoding));
}

/** Read a text that has broken letters, or may have: the rows that hold them are refused. */
async function loadBroken(
  database: Database,
  form: TextForm,
  request: RawRequest,
  choice: EncodingChoice,
): Promise<RawTable> {
  return loadFrom(database, textSource(form, request, { choice, lenient: true }), request);
}

function textSource(
  form: TextForm,
  { file, mostBytes, pieceBytes }: RawRequest,
  { choice, lenient }: { choice: EncodingChoice; lenient: boolean },
): Source {
  const { encoding, evidence, question } = choice;
  const reading: Record<string, string> = { format: form, encoding, encodingEvidence: evidence };
  const batches =
    form === 'delimited'
      ? delimitedBatches(
          readTextPieces(file, encoding, { mostBytes, lenient, pieceBytes }),
          ({ delimiter, evidence: why }) => {
            reading.delimiter = delimiter === '\t' ? 'tab' : delimiter;
            reading.delimiterEvidence = why;
          },
        )
      : jsonBatches(form, readText(file, encoding, { mostBytes, lenient }));
  return {
    batches,
    reading,
    questions: question === null ? [] : [question],
    headerFirst: form !== 'delimited',
    mayEndEarly: false,
    refuseBroken: lenient,
  };
}

async function loadFrom(database: Database, source: Source, request: RawRequest): Promise<RawTable> {
  const rowsFile = `${request.directory}/rows.tsv`;
  const problemsFile = `${request.directory}/problems.tsv`;
  let segments: readonly RowSegment[] = [];
  let settled: { choice: HeaderChoice; answers: Answers } | undefined;
  const records = await scanRecords({
    ...source,
    rowsFile,
    problemsFile,
    takesLines: request.takesLines,
    tellSegments: (told) => {
      segments = told;
    },
    settle: async (head) => {
      settled = await settleHeader(source.headerFirst ? head.slice(0, 1) : head, request);
      return keptOf(settled.choice);
    },
  });
  if (settled === undefined) throw new InputError('the file is empty');
  const { choice, answers } = settled;
  const columns = choice.questions.length > 0 ? [] : Object.keys(choice.sources);
  const kept = columns.map((column) => ({ column, place: choice.sources[column] ?? 0 }));
  const parts = rawParts(segments, kept);
  await createRawView(database, parts, columns);
  await loadLines(database, 'problems', problemsFile, ['problem']);
  return {
    parts,
    profile: choice.profile,
    sources: Object.fromEntries(columns.map((column) => [column, column])),
    records,
    typed: source.headerFirst,
    reading: {
      ...source.reading,
      ...(source.headerFirst
        ? {}
        : { headerLine: String(choice.line), rowsAboveHeader: String(choice.place) }),
      ...layoutOf(request, choice),
    },
    questions: [...source.questions, ...choice.questions],
    reason: choice.reason,
    shape: choice.shape,
    answers,
  };
}

/** Wider files are nobody's layout. */
const MOST_NAMES = 100;

/** Keep a layout that Tradewind writes files in too: `[canonical column or '', name in the file]` of each column, as JSON. */
function layoutOf({ kind }: RawRequest, { header, sources }: HeaderChoice): { layout?: string } {
  if (kind !== 'purchase_orders' || header.length > MOST_NAMES) return {};
  const canonical = new Map(Object.entries(sources).map(([column, place]) => [place, column]));
  return { layout: JSON.stringify(header.map((name, place) => [canonical.get(place) ?? '', name])) };
}

async function settleHeader(
  head: readonly TextRecord[],
  { kind, answers, recall }: RawRequest,
): Promise<{ choice: HeaderChoice; answers: Answers }> {
  const choice = chooseHeader(kind, head, answers);
  if (choice === undefined) {
    const problem = head[0]?.problem;
    throw new InputError(
      problem === undefined
        ? `none of the first ${head.length} rows names columns: put a header above the rows`
        : `the header cannot be read: ${problem}`,
    );
  }
  const known = { ...(await recall(choice.shape)), ...answers };
  return { choice: chooseHeader(kind, head, known) ?? choice, answers: known };
}

/** What of each row is kept; nothing before the header is understood. */
function keptOf({ place, sources, profile, questions }: HeaderChoice): Kept {
  if (questions.length > 0) return { headerPlace: place, places: [], carried: null };
  const columns = Object.keys(sources);
  const order = columns.indexOf('order_id');
  const carried = (profile.carries ?? []).map((column) => columns.indexOf(column)).filter((at) => at >= 0);
  return {
    headerPlace: place,
    places: Object.values(sources),
    carried: order < 0 || carried.length === 0 ? null : { order, places: carried },
  };
}
