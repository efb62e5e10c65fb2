import { open } from 'node:fs/promises';
import { InputError } from '../domain/index.ts';
import {
  createCsvReader,
  detectDelimiter,
  type Encoding,
  encodingOfMark,
  type JsonRecord,
  LONGEST_ROW,
  parseJsonArray,
  parseJsonLine,
  type TextRecord,
  underHeader,
} from '../importing/index.ts';
import { EncodingError, readHead, readText } from './lake-text.ts';

/** Forms of files that are read as text. */
export type TextFormat = 'delimited' | 'jsonLines' | 'json';

/** What a scan needs: the columns to keep of a header, by place, or why the header cannot be used. */
export type ScanRequest = {
  file: string;
  format: TextFormat;
  /** Where kept rows go: tab-separated, line number first, no header, every record on one line. */
  rowsFile: string;
  /** Where rows that are no rows go: line number and problem. */
  problemsFile: string;
  mostBytes: number;
  keep(header: readonly string[]): readonly number[];
};

/** How the text was read, and how many records it held. */
export type Scan = { encoding: Encoding; delimiter: string | null; records: number; problems: number };

/** A row may have no more columns than this. */
export const MOST_COLUMNS = 10_000;

/**
 * Turn a text file into plain rows that hold the kept columns alone, and count every record.
 *
 * Other columns (names, e-mails …) end here. Control characters become blanks, cells are trimmed.
 *
 * @throws InputError when the file is empty or unreadable, or when `keep` refuses its header
 */
export async function scanText(request: ScanRequest): Promise<Scan> {
  const marked = encodingOfMark(await readHead(request.file));
  try {
    return await scanAs(request, marked);
  } catch (error) {
    if (marked === 'utf-8' && error instanceof EncodingError) return scanAs(request, 'windows-1252');
    throw error;
  }
}

async function scanAs(request: ScanRequest, encoding: Encoding): Promise<Scan> {
  const rows = await createLineWriter(request.rowsFile);
  const problems = await createLineWriter(request.problemsFile);
  const scan: Scan = { encoding, delimiter: null, records: 0, problems: 0 };
  try {
    let kept: readonly number[] | undefined;
    let width = 0;
    for await (const batch of recordBatches(request, encoding, scan)) {
      for (const record of batch) {
        if (kept === undefined) {
          if (record.fields === undefined)
            throw new InputError(`the header cannot be read: ${record.problem}`);
          kept = keepOf(request, record.fields);
          width = record.fields.length;
          continue;
        }
        scan.records += 1;
        const problem = problemOf(record, width);
        if (problem === undefined && record.fields !== undefined)
          rows.add(rowOf(record.line, record.fields, kept));
        else {
          scan.problems += 1;
          problems.add(`${record.line}\t${problem}\n`);
        }
      }
      await rows.flushWhenLarge();
      await problems.flushWhenLarge();
    }
    if (kept === undefined) throw new InputError('the file is empty');
    return scan;
  } finally {
    await rows.close();
    await problems.close();
  }
}

function keepOf(request: ScanRequest, header: readonly string[]): readonly number[] {
  if (header.length > MOST_COLUMNS)
    throw new InputError(`the header has ${header.length} columns; at most ${MOST_COLUMNS} are read`);
  return request.keep(header.map((name) => name.trim()));
}

function problemOf(record: TextRecord, width: number): string | undefined {
  if (record.problem !== undefined) return record.problem;
  const { fields } = record;
  if (fields.length < width) return `the row has ${fields.length} fields, the header ${width}`;
  if (fields.length > width && fields.slice(width).some((field) => field.trim() !== ''))
    return `the row has ${fields.length} fields, the header ${width}`;
  return fields.some((field) => field.includes('\u0000')) ? 'the row holds a NUL byte' : undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const EVERY_CONTROL = new RegExp(CONTROL, 'g');

function rowOf(line: number, fields: readonly string[], kept: readonly number[]): string {
  let row = String(line);
  for (const place of kept) {
    const cell = fields[place] ?? '';
    row += `\t${(CONTROL.test(cell) ? cell.replaceAll(EVERY_CONTROL, ' ') : cell).trim()}`;
  }
  return `${row}\n`;
}

/** The records of a file, the header first, a batch for each piece of text. */
async function* recordBatches(
  request: ScanRequest,
  encoding: Encoding,
  scan: Scan,
): AsyncGenerator<TextRecord[]> {
  const text = readText(request.file, encoding, request.mostBytes);
  if (request.format === 'delimited') yield* delimitedBatches(text, scan);
  else yield* jsonBatches(request.format, text);
}

async function* delimitedBatches(text: AsyncGenerator<string>, scan: Scan): AsyncGenerator<TextRecord[]> {
  let reader: ReturnType<typeof createCsvReader> | undefined;
  let declared = false;
  for await (const piece of text) {
    if (reader === undefined) {
      scan.delimiter = detectDelimiter(piece);
      declared = piece.startsWith('sep=');
      reader = createCsvReader({ delimiter: scan.delimiter });
    }
    const batch: TextRecord[] = [];
    reader.push(piece, (record) => batch.push(record));
    if (declared && batch.length > 0) {
      batch.shift();
      declared = false;
    }
    yield batch;
  }
  const last: TextRecord[] = [];
  reader?.end((record) => last.push(record));
  yield last;
}

/** The first records of a JSON Lines file name its columns: later ones with other names bring nothing. */
const HEADER_RECORDS = 1000;

async function* jsonBatches(format: TextFormat, text: AsyncGenerator<string>): AsyncGenerator<TextRecord[]> {
  let header: string[] | undefined;
  const waiting: JsonRecord[] = [];
  const settle = (): TextRecord[] => {
    const names = header ?? [...new Set(waiting.flatMap(({ values }) => [...(values?.keys() ?? [])]))];
    const records = waiting.splice(0).map((record) => underHeader(record, names));
    if (header !== undefined) return records;
    if (records.length === 0) return [];
    header = names;
    return [{ line: 0, fields: names }, ...records];
  };
  for await (const batch of format === 'json' ? jsonArray(text) : jsonLines(text)) {
    for (const record of batch) waiting.push(record);
    if (waiting.length >= HEADER_RECORDS || header !== undefined) yield settle();
  }
  yield settle();
}

/** A JSON array is parsed as a whole: longer ones don't fit in memory. */
const MOST_JSON_CHARACTERS = 134_217_728;

async function* jsonArray(text: AsyncGenerator<string>): AsyncGenerator<JsonRecord[]> {
  let whole = '';
  for await (const piece of text) {
    whole += piece;
    if (whole.length > MOST_JSON_CHARACTERS)
      throw new InputError(`the JSON array is longer than ${MOST_JSON_CHARACTERS} characters: use .jsonl`);
  }
  const records = parseJsonArray(whole);
  if (records === undefined) throw new InputError('the file is not a JSON array of objects');
  yield records;
}

async function* jsonLines(text: AsyncGenerator<string>): AsyncGenerator<JsonRecord[]> {
  let line = 0;
  let rest = '';
  const parse = (lines: readonly string[]) =>
    lines.flatMap((one) => {
      line += 1;
      return one.trim() === '' ? [] : [parseJsonLine(one, line)];
    });
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    // of a line that is too long enough is kept to tell
    rest = (lines.pop() ?? '').slice(0, LONGEST_ROW + 1);
    yield parse(lines);
  }
  yield parse([rest]);
}

const FLUSH_CHARACTERS = 1_048_576;

async function createLineWriter(file: string) {
  const handle = await open(file, 'w');
  let buffer = '';
  const flush = async () => {
    if (buffer === '') return;
    const text = buffer;
    buffer = '';
    await handle.writeFile(text);
  };
  return {
    add: (text: string) => {
      buffer += text;
    },
    flushWhenLarge: async () => {
      if (buffer.length >= FLUSH_CHARACTERS) await flush();
    },
    close: async () => {
      await flush();
      await handle.close();
    },
  };
}
