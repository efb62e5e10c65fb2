import { UpstreamError } from '../domain/index.ts';
import type { Database } from './lake-database.ts';
import { loadedLines } from './load-lines.ts';
import type { RowSegment } from './row-segments.ts';
import { quoteName, quoteText } from './sql-text.ts';

/** Some of a file's rows, in their order, as a query. */
export type RawPart = {
  /** A relation of the kept columns as text, NULL when empty; with `line` before them where `firstLine` is null. */
  from: string;
  /** Line of the first row, where each row is one line and the next row the next line. */
  firstLine: number | null;
  rows: number;
};

/** A column that is kept: its name here, and its place in the file's lines. */
export type KeptColumn = { column: string; place: number };

/** Name a file's segments as queries. */
export function rawParts(segments: readonly RowSegment[], kept: readonly KeptColumn[]): RawPart[] {
  return segments.map((segment) =>
    segment.kind === 'cleaned'
      ? {
          from: loadedLines(
            segment.file,
            kept.map(({ column }) => column),
          ),
          firstLine: null,
          rows: segment.rows,
        }
      : { from: linesQuery(segment, kept), firstLine: segment.firstLine, rows: segment.rows },
  );
}

/** Make the view `raw`: each row's line, then the kept columns. Numbering lines keeps DuckDB to one thread. */
export async function createRawView(
  database: Database,
  parts: readonly RawPart[],
  columns: readonly string[],
) {
  const names = ['line', ...columns].map(quoteName).join(', ');
  const queries = parts.map(({ from, firstLine }) =>
    firstLine === null
      ? `SELECT ${names} FROM ${from}`
      : `SELECT ${names} FROM (SELECT row_number() OVER () + ${firstLine - 1} AS line, * FROM ${from})`,
  );
  await database.run(`CREATE OR REPLACE VIEW raw AS ${queries.join(' UNION ALL ')}`);
}

/** Lines as they stand: DuckDB divides them, since they are plain. */
function linesQuery(segment: Extract<RowSegment, { kind: 'lines' }>, kept: readonly KeptColumn[]): string {
  const { file, delimiter, width, quoted, padded, lineEnd } = segment;
  const types = Array.from({ length: width }, (_, place) => `'c${place}': 'VARCHAR'`);
  const quote = quoted ? '"' : '';
  const cells = kept.map(({ column, place }) => {
    const cell = padded ? `nullif(trim(c${place}), '')` : `c${place}`;
    return `${cell} AS ${quoteName(column)}`;
  });
  return `(SELECT ${cells.join(', ')} FROM read_csv(${quoteText(file)}, auto_detect = false, header = false,
    delim = ${quoteText(delimiter)}, quote = '${quote}', escape = '${quote}', nullstr = '',
    new_line = '${lineEnd === '\n' ? '\\n' : '\\r\\n'}', columns = {${types.join(', ')}}, max_line_size = 4194304))`;
}

/** Tell whether DuckDB divides lines otherwise than they were counted: the file is then to be read with care throughout. */
export const isDividedOtherwise = (error: unknown): boolean =>
  error instanceof UpstreamError && (error.message === DIVIDED_OTHERWISE || /CSV Error/.test(error.message));

/** What `checkRows` throws then. */
export const DIVIDED_OTHERWISE = 'its lines are divided otherwise than they were counted';
