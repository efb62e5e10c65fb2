import { InputError } from '../domain/index.ts';
import { createOrderCarrier, HEAD_RECORDS, type OrderCarrier, type TextRecord } from '../importing/index.ts';
import { createLineWriter } from './line-writer.ts';
import { type PlainLines, readPlainLines } from './plain-lines.ts';
import { createRowSegments, type RowSegment } from './row-segments.ts';
import type { LineBatch, RecordBatch } from './text-records.ts';

/** What a scan keeps of a file once its header is known. */
export type Kept = {
  /** Place of the header among the first records; what stands above it is a title and no row. */
  headerPlace: number;
  /** Places of the columns that are kept, in their order. */
  places: readonly number[];
  /** What carries an order's fields on to its further rows, over the kept cells. */
  carried: { order: number; places: readonly number[] } | null;
};

/** What a scan needs. */
export type ScanRequest = {
  /** The file's records in batches, its header among the first. */
  batches: AsyncGenerator<RecordBatch>;
  /** Where kept rows go; further segments get names of their own beside it. */
  rowsFile: string;
  /** Where rows that are no rows go: line number and problem. */
  problemsFile: string;
  /** True where a row may end before the header does: a sheet leaves empty cells out. */
  mayEndEarly: boolean;
  /** True where a letter that could not be decoded spoils its row. */
  refuseBroken: boolean;
  /** Find the header among the first records. */
  settle(head: readonly TextRecord[]): Promise<Kept>;
  /** True where plain lines may be taken as they are; otherwise all rows are cleaned, and lie in `rowsFile`. */
  takesLines?: boolean;
  /** Is told at the end where the rows lie. */
  tellSegments?(segments: readonly RowSegment[]): void;
};

/** A row may have no more columns than this. */
export const MOST_COLUMNS = 10_000;

/**
 * Turn a file's records into plain rows that hold the kept columns alone, and count every record; one of blanks alone is
 * none.
 *
 * Other columns (names, e-mails …) end here. Control characters become blanks, cells are trimmed.
 *
 * @returns how many rows the file holds, refused ones included
 * @throws InputError when the file is empty or unreadable, and what `settle` throws
 */
export async function scanRecords(request: ScanRequest): Promise<number> {
  const segments = await createRowSegments(request.rowsFile, request.takesLines === true);
  const problems = await createLineWriter(request.problemsFile);
  let records = 0;
  let write: ((record: TextRecord) => number) | undefined;
  try {
    for await (const known of fromHeader(request)) {
      write ??= createWriter(known, request, { rows: segments, problems });
      const plain = plainOf(known, segments.mayTakeLines);
      if (plain !== undefined) {
        await segments.takeLines(plain.batch, plain.lines, known.header.length);
        plain.batch.skip(plain.lines.lines);
        records += plain.lines.lines;
        continue;
      }
      for (const record of Array.isArray(known.rest) ? known.rest : known.rest.records())
        records += write(record);
      await segments.flushWhenLarge();
      await problems.flushWhenLarge();
    }
    return records;
  } finally {
    const written = await segments.close();
    request.tellSegments?.(written);
    await problems.close();
  }
}

/** Lines that may be taken as they are: nothing of them is carried on, and each has the header's fields. */
function plainOf(
  { kept, header, rest }: FromHeader,
  mayTakeLines: () => boolean,
): { batch: LineBatch; lines: PlainLines } | undefined {
  if (Array.isArray(rest) || kept.carried !== null || kept.places.length === 0 || !mayTakeLines())
    return undefined;
  const lines = readPlainLines(rest.bytes, { delimiter: rest.delimiter, fields: header.length });
  return lines && { batch: rest, lines };
}

type FromHeader = { kept: Kept; header: readonly string[]; rest: RecordBatch };

/** Gather the first records, settle the header, and pass on what comes below it. */
async function* fromHeader({ batches, settle }: ScanRequest): AsyncGenerator<FromHeader> {
  let head: TextRecord[] = [];
  let known: Omit<FromHeader, 'rest'> | undefined;
  const settled = async () => {
    if (head.length === 0) throw new InputError('the file is empty');
    const kept = await settle(head.slice(0, HEAD_RECORDS));
    const header = head[kept.headerPlace]?.fields ?? [];
    if (header.length > MOST_COLUMNS)
      throw new InputError(`the header has ${header.length} columns; at most ${MOST_COLUMNS} are read`);
    return { kept, header };
  };
  for await (const batch of batches) {
    if (known !== undefined) {
      yield { ...known, rest: batch };
      continue;
    }
    for (const record of Array.isArray(batch) ? batch : batch.records())
      if (!isBlank(record)) head.push(record);
    if (head.length < HEAD_RECORDS) continue;
    known = await settled();
    yield { ...known, rest: head.slice(known.kept.headerPlace + 1) };
    head = [];
  }
  if (known !== undefined) return;
  known = await settled();
  yield { ...known, rest: head.slice(known.kept.headerPlace + 1) };
}

const isBlank = ({ fields }: TextRecord) => fields?.every((field) => field.trim() === '') ?? false;

type Lines = { add(text: string): void };

/** Make what writes one record to where it belongs; it tells whether the record is a row: 1, or 0 for a blank one. */
function createWriter(
  { kept, header }: FromHeader,
  { mayEndEarly, refuseBroken }: ScanRequest,
  { rows, problems }: { rows: Lines; problems: Lines },
): (record: TextRecord) => number {
  const width = withoutTail(header);
  const carrier: OrderCarrier | undefined =
    kept.carried === null ? undefined : createOrderCarrier(kept.carried.order, kept.carried.places);
  return (record) => {
    if (isBlank(record)) return 0;
    const problem = record.problem ?? problemOf(record.fields, { width, header, mayEndEarly, refuseBroken });
    if (problem !== undefined) {
      problems.add(`${record.line}\t${problem}\n`);
      carrier?.forget();
      return 1;
    }
    const cells = kept.places.map((place) => cleaned(record.fields?.[place] ?? ''));
    carrier?.fill(cells);
    rows.add(`${[record.line, ...cells].join('\t')}\n`);
    return 1;
  };
}

/** Columns of a header up to its last name. */
function withoutTail(header: readonly string[]): number {
  return header.findLastIndex((name) => name.trim() !== '') + 1;
}

type Shape = { width: number; header: readonly string[]; mayEndEarly: boolean; refuseBroken: boolean };

function problemOf(
  fields: readonly string[],
  { width, header, mayEndEarly, refuseBroken }: Shape,
): string | undefined {
  const isTooShort = fields.length < width && !mayEndEarly;
  const isTooLong =
    fields.length > header.length && fields.slice(header.length).some((field) => field.trim() !== '');
  if (isTooShort || isTooLong) return `the row has ${fields.length} fields, the header ${header.length}`;
  if (fields.some((field) => field.includes('\u0000'))) return 'the row holds a NUL byte';
  if (refuseBroken && fields.some((field) => field.includes('\ufffd')))
    return 'the row holds bytes that are no letters of the encoding of the file';
  return undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const EVERY_CONTROL = new RegExp(CONTROL, 'g');

const cleaned = (cell: string) => (CONTROL.test(cell) ? cell.replaceAll(EVERY_CONTROL, ' ') : cell).trim();
