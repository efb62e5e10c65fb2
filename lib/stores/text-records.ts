import { createCsvReader, detectDelimiter, type RecordReader, type TextRecord } from '../importing/index.ts';
import type { TextPiece } from './text-pieces.ts';

/** How a delimited text is divided, once its first piece has been read. */
export type Division = { delimiter: string; evidence: string };

/** Whole lines between two records, which may be plain: whoever takes them passes over them, else they are read as records. */
export type LineBatch = {
  bytes: Buffer;
  delimiter: string;
  /** Number of the first line. */
  line: number;
  skip(lines: number): void;
  records(): TextRecord[];
};

/** What a reader of files yields: records, or lines that may be taken as they are. */
export type RecordBatch = TextRecord[] | LineBatch;

/**
 * Read a delimited text's records, a batch for each piece of it.
 *
 * @param tell - is told how the text is divided
 */
export async function* delimitedBatches(
  text: AsyncGenerator<string | TextPiece>,
  tell: (division: Division) => void,
): AsyncGenerator<RecordBatch> {
  let reader: RecordReader | undefined;
  let delimiter = '';
  let declared = false;
  for await (const one of text) {
    const piece: TextPiece = typeof one === 'string' ? { text: () => one, lines: null } : one;
    if (reader !== undefined && !declared) {
      yield linesOf(reader, delimiter, piece) ?? recordsOf(reader, piece.text());
      continue;
    }
    const head = piece.text();
    if (reader === undefined) {
      const division = detectDelimiter(head);
      tell(division);
      delimiter = division.delimiter;
      declared = head.startsWith('sep=');
      reader = createCsvReader(division);
    }
    const batch = recordsOf(reader, head);
    if (declared && batch.length > 0) {
      batch.shift();
      declared = false;
    }
    yield batch;
  }
  const last: TextRecord[] = [];
  reader?.end((record) => last.push(record));
  if (declared) last.shift();
  yield last;
}

function recordsOf(reader: RecordReader, text: string): TextRecord[] {
  const batch: TextRecord[] = [];
  reader.push(text, (record) => batch.push(record));
  return batch;
}

function linesOf(reader: RecordReader, delimiter: string, { lines, text }: TextPiece): LineBatch | undefined {
  const line = reader.nextLine();
  if (line === undefined || lines === null) return undefined;
  return { bytes: lines, delimiter, line, skip: reader.skip, records: () => recordsOf(reader, text()) };
}
