import { readFile } from 'node:fs/promises';
import { InputError } from '../../../lib/domain/index.ts';
import { createCsvReader, detectDelimiter, encodingOfMark } from '../../../lib/importing/index.ts';

/** A line of the file, its cells trimmed. */
export type Cells = { line: number; cells: string[] };

/** Cells that stand for a value that was not observed, in lower case. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-']);
/** A file that somebody tries a forecast on fits in memory. */
const MOST_BYTES = 268_435_456;

/** Whether a cell stands for a value that was not observed. */
export const isMissing = (cell: string) => MISSING.has(cell.toLowerCase());

/**
 * Read the lines of a CSV file by the project's own reader: delimiter and encoding are told from the text.
 *
 * In a file of one column an empty line is an empty cell; elsewhere it is no line.
 *
 * @throws InputError when there is no such file, when it is empty, and at a line that is no row
 */
export async function readRecords(file: string): Promise<Cells[]> {
  const text = decode(await readBytes(file));
  const { delimiter } = detectDelimiter(text);
  const records: Cells[] = [];
  const reader = createCsvReader({ delimiter });
  const keep: Parameters<typeof reader.push>[1] = (record) => {
    if (record.fields === undefined) throw new InputError(`${file}, line ${record.line}: ${record.problem}`);
    records.push({ line: record.line, cells: record.fields.map((cell) => cell.trim()) });
  };
  reader.push(text, keep);
  reader.end(keep);
  if (text.startsWith('sep=')) records.shift();
  if (records.length === 0) throw new InputError(`${file} is empty`);
  return records.every(({ cells }) => cells.length === 1) ? withEmptyLines(records) : records;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(file);
    if (bytes.length <= MOST_BYTES) return bytes;
  } catch (error) {
    const isAbsent =
      typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
    throw new InputError(isAbsent ? `there is no file ${file}` : `cannot read ${file}: ${String(error)}`, {
      cause: error,
    });
  }
  throw new InputError(`${file} has more than ${MOST_BYTES} bytes`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOfMark(bytes), { fatal: true }).decode(bytes);
  } catch {
    // Western European exports that are not UTF-8: any bytes are text there
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function withEmptyLines(records: readonly Cells[]): Cells[] {
  return records.flatMap((record, place) => {
    const before = records[place - 1]?.line ?? record.line - 1;
    const empty = Array.from({ length: record.line - before - 1 }, (_, i) => ({
      line: before + 1 + i,
      cells: [''],
    }));
    return [...empty, record];
  });
}
