import { open } from 'node:fs/promises';
import type { PlainLines } from './plain-lines.ts';
import type { LineBatch } from './text-records.ts';

/** A file that holds some of a file's rows, in their order. */
export type RowSegment =
  /** Rows as they were cleaned: tab-separated, line number first, then the kept columns, every record on one line. */
  | { kind: 'cleaned'; file: string; rows: number }
  /** Lines as they stand in the file, with all its columns; the first has the number `firstLine`. */
  | ({
      kind: 'lines';
      file: string;
      rows: number;
      firstLine: number;
      delimiter: string;
      width: number;
    } & Omit<PlainLines, 'lines'>);

/** Files that change so often between plain lines and others are cleaned row by row from then on. */
const MOST_SEGMENTS = 40;

/** Writes rows to as few files as their kinds allow. */
export type RowSegments = {
  /** Add a cleaned row. */
  add(text: string): void;
  flushWhenLarge(): Promise<void>;
  /** False once there are too many segments, or where lines are not wanted. */
  mayTakeLines(): boolean;
  takeLines(batch: LineBatch, plain: PlainLines, width: number): Promise<void>;
  close(): Promise<RowSegment[]>;
};

/** Characters of cleaned rows that wait to be written. */
const FLUSH_CHARACTERS = 1_048_576;

/** Open segments of rows. @param file - the first one's; the others are numbered beside it */
export async function createRowSegments(file: string, wantsLines: boolean): Promise<RowSegments> {
  const segments: RowSegment[] = [{ kind: 'cleaned', file, rows: 0 }];
  let handle = await open(file, 'w');
  let waiting = '';
  let waitingRows = 0;
  const begin = async (segment: RowSegment) => {
    await handle.close();
    handle = await open(segment.file, 'w');
    segments.push(segment);
    return segment;
  };
  const nextFile = () => `${file}-${segments.length + 1}`;
  const flush = async () => {
    if (waiting === '') return;
    const last = segments.at(-1);
    const segment =
      last?.kind === 'cleaned' ? last : await begin({ kind: 'cleaned', file: nextFile(), rows: 0 });
    segment.rows += waitingRows;
    await handle.writeFile(waiting);
    [waiting, waitingRows] = ['', 0];
  };
  return {
    add: (text) => {
      waiting += text;
      waitingRows += 1;
    },
    flushWhenLarge: async () => {
      if (waiting.length >= FLUSH_CHARACTERS) await flush();
    },
    mayTakeLines: () => wantsLines && segments.length < MOST_SEGMENTS,
    takeLines: async ({ bytes, line, delimiter }, { lines, ...plain }, width) => {
      await flush();
      const last = segments.at(-1);
      const goesOn = last?.kind === 'lines' && last.lineEnd === plain.lineEnd;
      const segment =
        goesOn && last.firstLine + last.rows === line
          ? last
          : await begin({
              kind: 'lines',
              file: nextFile(),
              rows: 0,
              firstLine: line,
              delimiter,
              width,
              ...plain,
            });
      segment.rows += lines;
      if (segment.kind === 'lines') {
        segment.quoted ||= plain.quoted;
        segment.padded ||= plain.padded;
      }
      await handle.writeFile(bytes);
    },
    close: async () => {
      await flush();
      await handle.close();
      // the first one stands for the columns where there is no row
      return segments.filter(({ rows }, place) => rows > 0 || place === 0);
    },
  };
}
