import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExportFormat, type ExportType, InputError } from '../domain/index.ts';
import { csvExpression, type ExportColumn, typedExpression } from './export-columns.ts';
import { type Database, quoteName, quoteText } from './lake-database.ts';

/** A file that was made of a table. */
export type ExportFile = {
  path: string;
  rows: number;
  bytes: number;
  columns: { name: string; type: ExportType }[];
};

export type ExportFileRequest = {
  /** A table, a view, or a query in brackets. */
  relation: string;
  columns: readonly ExportColumn[];
  format: ExportFormat;
  /** A folder of the task's own. */
  directory: string;
};

/** Excel reads UTF-8 by this mark alone; pandas, R in a UTF-8 locale and DuckDB pass over it. */
const MARK = '\uFEFF';

/** What one request puts into a bucket (Amazon S3 quotas: 5 GiB). */
const MOST_BYTES = 5 * 1024 ** 3;

/**
 * Write a relation as a file, row by row in its order. CSV: RFC 4180 in UTF-8, marked as such. Parquet: typed, under Zstandard.
 * What does not fit in memory is not held.
 *
 * @throws InputError when the file is larger than a bucket takes at once
 */
export async function writeExportFile(
  database: Pick<Database, 'run'>,
  { relation, columns, format, directory }: ExportFileRequest,
): Promise<ExportFile> {
  const isCsv = format === 'csv';
  const path = join(directory, `export.${format}`);
  const cells = columns.map((column, place) => {
    const name = quoteName(`${isCsv && place === 0 ? MARK : ''}${column.name}`);
    return `${isCsv ? csvExpression(column) : typedExpression(column)} AS ${name}`;
  });
  const form = isCsv ? `FORMAT csv, HEADER, NEW_LINE '\\r\\n'` : 'FORMAT parquet, COMPRESSION zstd';
  const [copied] = await database.run(
    `COPY (SELECT ${cells.join(', ')} FROM ${relation}) TO ${quoteText(path)} (${form})`,
  );
  const { size: bytes } = await stat(path);
  if (bytes > MOST_BYTES)
    throw new InputError(
      `the ${format} file would have ${bytes} bytes, and ${MOST_BYTES} are the most${isCsv ? ': take parquet' : ''}`,
    );
  return {
    ...{ path, rows: Number(copied?.Count ?? 0), bytes },
    columns: columns.map(({ name, type }) => ({ name, type })),
  };
}
